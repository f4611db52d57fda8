"""Worklists in the browser: what a reviewer sees, finds, keeps and does to many at once."""

from __future__ import annotations

import pytest

from casework.commands import review
from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.statements import statements
from tests.web.visitor import Visitor


def _references(visitor: Visitor) -> list[str]:
    return [str(one) for one in visitor.page.xpath("//table//th[@scope='row']/a/text()")]


def test_a_reviewer_begins_with_what_awaits_the_department(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()

    visitor = enter(desk.cast.reviewer).get("/office/to-do")

    assert visitor.title == "待办"
    assert _references(visitor) == [reference]
    assert "甲示例科技有限公司" in visitor.words
    assert "剩 5 个工作日" in visitor.words


def test_nothing_to_do_is_said_in_words(enter: Enter, desk: Desk) -> None:
    assert "没有等您办理的案件" in enter(desk.cast.approver).get("/office/to-do").words


def test_late_cases_are_red_and_counted(enter: Enter, desk: Desk) -> None:
    desk.submitted()
    desk.days_later(20)

    visitor = enter(desk.cast.window).get("/office/to-do?due=over")

    assert "超期" in visitor.words
    assert visitor.page.xpath("//td//span[contains(@class, 'due-over')]")
    assert visitor.page.xpath("//a[contains(@class, 'chip-bad')]/b/text()") == ["1"]


@pytest.mark.parametrize(("text", "found"), [("甲示", 1), ("乙示", 1), ("示例科技", 2), ("丁", 0)])
def test_part_of_a_name_narrows_the_list(enter: Enter, desk: Desk, text: str, found: int) -> None:
    desk.submitted()
    desk.submitted(desk.cast.yi)

    visitor = enter(desk.cast.reviewer).get(f"/office/to-do?text={text}")

    assert len(_references(visitor)) == found
    assert visitor.page.xpath("//input[@id='text']/@value") == [text]


def test_a_number_leads_straight_to_its_case(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()

    assert reference in enter(desk.cast.reviewer).get("/office/search?text=1").title


def test_odd_addresses_do_no_harm(enter: Enter, desk: Desk) -> None:
    desk.submitted()
    visitor = enter(desk.cast.reviewer)

    for odd in ("due=never", "after=x.y", "after=2026-01-01.a", "state=draft", "column=none"):
        assert visitor.get(f"/office/to-do?{odd}").status == 200
    for odd in ("before=x", "before=2026-01-01T00:00.4"):
        assert visitor.get(f"/office/done?{odd}").status == 200


def test_columns_and_filters_are_kept_for_the_person_who_chose_them(
    enter: Enter, desk: Desk
) -> None:
    desk.submitted()
    visitor = enter(desk.cast.reviewer).get("/office/to-do?due=calm")

    visitor.post("/office/views", {"column": ["credit_code"], "name": "不急的", "due": "calm"})

    assert "已保存视图“不急的”" in visitor.words
    visitor.get("/office/to-do")
    (own,) = visitor.page.xpath("//a[contains(@class, 'chip-own')]/@href")
    assert "911101020000000018" in visitor.get(own).words
    other = enter(desk.cast.approver).get("/office/to-do")
    assert other.page.xpath("//a[contains(@class, 'chip-own')]") == []


def test_many_cases_are_accepted_at_once_and_each_refusal_is_told(enter: Enter, desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted(desk.cast.yi)
    visitor = enter(desk.cast.reviewer).get("/office/to-do")
    ticked = visitor.page.xpath("//input[@name='case']/@value")
    desk(review.accept, second, by=desk.cast.window, seen=None)

    visitor.send({"case": list(ticked), "action": "accept"})

    assert "办理成功 1 件" in visitor.words
    assert "没有办理 1 件" in visitor.words
    assert f"案件 {second} 在您查看之后已有新的办理" in visitor.words
    assert desk.case(first).state == "under_review"


def test_what_is_chosen_on_a_list_leads_back_to_that_list(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()
    visitor = enter(desk.cast.reviewer).get("/office/in-hand?state=submitted")
    (columns,) = visitor.page.xpath("//form[@action='/office/columns']")
    assert columns.xpath(".//input[@name='name']/@required")

    visitor.post("/office/columns", dict(columns.fields) | {"column": ["due"]})
    assert visitor.path.startswith("/office/in-hand")

    visitor.post("/office/bulk", {"case": f"{reference}@9", "action": "accept", "list": "in_hand"})
    assert "回到“在办”" in visitor.words


def test_a_case_out_of_sight_cannot_be_reached_through_a_bulk_step(
    enter: Enter, desk: Desk
) -> None:
    reference = desk.submitted()
    visitor = enter(desk.cast.colleague)

    visitor.post("/office/bulk", {"case": f"{reference}@2", "action": "accept"})

    assert "或您无权查看" in visitor.words
    assert desk.case(reference).state == "submitted"


def test_ticking_nothing_is_said(enter: Enter, desk: Desk) -> None:
    desk.submitted()
    visitor = enter(desk.cast.reviewer).get("/office/to-do")

    assert "请先勾选案件" in visitor.send({"action": "accept"}).words


def test_what_was_done_and_what_was_sent_on(enter: Enter, desk: Desk) -> None:
    reference = desk.recommended()
    visitor = enter(desk.cast.reviewer)

    assert "提请批准" in visitor.get("/office/done").words
    assert _references(visitor.get("/office/started")) == [reference]


@pytest.mark.parametrize("path", ["to-do", "in-hand", "done", "started", "search?text=示例"])
def test_the_number_of_statements_does_not_grow_with_the_list(
    enter: Enter, desk: Desk, path: str
) -> None:
    visitor = enter(desk.cast.reviewer)
    desk.submitted()
    with statements(desk.database) as few:
        visitor.get(f"/office/{path}")

    desk.submitted(desk.cast.yi)
    with statements(desk.database) as more:
        visitor.get(f"/office/{path}")

    assert visitor.status == 200
    assert len(more) <= len(few)
