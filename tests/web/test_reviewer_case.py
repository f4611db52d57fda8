"""The one page of a case: what it shows, what it lets be done, and what it refuses."""

from __future__ import annotations

import pytest

from tests.office.council import PURCHASE, PURCHASED
from tests.office.desk import Desk
from tests.web.case_page import case_page, send_step
from tests.web.conftest import Enter
from tests.web.statements import statements


def test_the_page_shows_facts_materials_history_and_who_holds_it(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()

    words = case_page(enter, desk, reference).words

    for shown in ("甲示例科技有限公司", "GR202611000001", "审核中", "审核人", "受理", "必交"):
        assert shown in words


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_a_case_of_others_is_not_there_and_the_try_is_kept(
    enter: Enter, desk: Desk, who: str
) -> None:
    reference = desk.accepted()

    visitor = case_page(enter, desk, reference, who)

    assert (visitor.status, visitor.title) == (404, "找不到")
    assert reference not in visitor.words
    assert desk.count("access_log", kind="refused") == 1


def test_no_step_is_taken_on_a_case_out_of_sight(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()
    visitor = enter(desk.cast.colleague)

    visitor.post(f"/office/cases/{reference}/steps/accept", {"accept-seen": "2"})

    assert visitor.status == 404
    assert desk.case(reference).state == "submitted"


def test_applicants_have_no_officers_pages(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()

    for path in ("/office/to-do", f"/office/cases/{reference}"):
        assert enter(desk.cast.jia).get(path).status == 403


def test_a_reviewer_takes_a_case_from_acceptance_to_approval(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()
    visitor = case_page(enter, desk, reference)

    send_step(visitor, reference, "accept")
    assert "已办理：受理" in visitor.words
    desk.answer_flags(reference)
    visitor.get(f"/office/cases/{reference}")
    send_step(visitor, reference, "assess")
    assert "300,000" in visitor.words
    send_step(visitor, reference, "recommend", remarks="材料齐全")

    assert desk.case(reference).state == "awaiting_approval"
    approver = case_page(enter, desk, reference, "approver")
    send_step(approver, reference, "approve")
    assert desk.case(reference).state == "public_notice"


def test_a_step_that_is_not_open_says_why_beside_it(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()

    words = case_page(enter, desk, reference).words

    assert "暂时不能办理" in words
    assert "尚未核定额度" in words


def test_a_reason_that_is_missing_is_asked_for(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()

    visitor = case_page(enter, desk, reference)
    send_step(visitor, reference, "propose_decline")

    assert visitor.status == 409
    assert "请填写理由" in visitor.words


def test_everything_to_correct_is_told_at_once_from_the_catalogue(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)

    send_step(
        visitor,
        reference,
        "return_for_correction",
        **{
            "defects-0-known": "unstamped",
            "defects-0-about": "申请表",
            "defects-1-words": "请说明研发人员数量",
            "remarks": "请十个工作日内补正",
        },
    )

    assert desk.case(reference).state == "returned"
    words = visitor.get(f"/office/cases/{reference}").words
    assert "未加盖公章或未签字" in words
    assert "请说明研发人员数量" in words


def test_a_return_without_anything_to_correct_is_refused(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)

    send_step(visitor, reference, "return_for_correction", remarks="请补正")

    assert "请逐项写明需要补正的内容" in visitor.words
    assert desk.case(reference).state == "under_review"


def test_departments_are_asked_and_answer_side_by_side(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)

    send_step(
        visitor,
        reference,
        "request_joint_check",
        departments="xc-rsj",
        remarks="请核实社保缴纳情况",
    )
    assert desk.case(reference).state == "joint_check"

    consulted = case_page(enter, desk, reference, "consulted")
    assert "请核实社保缴纳情况" in consulted.words
    send_step(consulted, reference, "record_opinion", verdict="disagree", remarks="未缴纳")

    assert "未缴纳" in case_page(enter, desk, reference).words


def test_a_fact_is_recognized_beside_what_was_declared(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = enter(desk.cast.reviewer)

    visitor.get(f"/office/cases/{reference}/facts/case.hnte_certificate_no")
    assert "GR202611000001" in visitor.words
    visitor.send({"case__hnte_certificate_no": "GR202611000009", "basis": "高新技术企业证书原件"})

    assert "GR202611000009" in visitor.words
    assert "高新技术企业证书原件" in visitor.words
    assert "不一致" in visitor.words


def test_a_finding_without_its_basis_is_sent_back_with_what_was_typed(
    enter: Enter, desk: Desk
) -> None:
    reference = desk.accepted()
    visitor = enter(desk.cast.reviewer)

    visitor.get(f"/office/cases/{reference}/facts/case.hnte_certificate_no")
    visitor.send({"case__hnte_certificate_no": "GR202611000009", "basis": ""})

    assert visitor.status == 422
    assert "请写明依据" in visitor.words
    assert visitor.page.xpath("//input[@name='case__hnte_certificate_no']/@value") == [
        "GR202611000009"
    ]


def test_a_case_is_given_handed_over_and_taken_back(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)
    second = str(desk.cast.second_reviewer.user_id)

    visitor.send({"assign-to": second, "assign-remarks": "请接办"})
    assert desk.case(reference).assigned_to_id == desk.cast.second_reviewer.user_id
    visitor.send({"assign-to": ""})
    assert visitor.status == 409  # not without a reason
    visitor.send({"assign-to": "", "assign-remarks": "收回重新分派"})

    assert desk.case(reference).assigned_to_id is None
    assert "请接办" in visitor.words


def test_notes_stay_inside_and_messages_go_out(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)

    visitor.send({"note-words": "与街道核实过地址"})
    visitor.send({"message-words": "请补充说明收入口径"})

    assert "与街道核实过地址" in visitor.words
    assert "请补充说明收入口径" in visitor.words
    actions = [event.action for event in desk.events(reference)]
    assert actions[-2:] == ["note", "message"]


def test_a_flag_is_answered_on_thecase_page(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)
    flag = visitor.page.xpath("//form[contains(@action, '/flags/')]/@action")[0]
    name = f"flag-{flag.rsplit('/', 1)[1]}"

    visitor.send(
        {f"{name}-may_proceed": "yes", f"{name}-remarks": "已审查", f"{name}-basis": "审查1号"}
    )

    assert "审查1号" in visitor.words


def test_other_cases_are_shown_over_all_departments_but_open_only_in_ones_own(
    enter: Enter, desk: Desk
) -> None:
    own = desk.disbursing()
    elsewhere = desk.submitted(clause=PURCHASE, facts=PURCHASED)

    visitor = case_page(enter, desk, own)

    assert elsewhere in visitor.words
    assert f"/office/cases/{elsewhere}" not in visitor.links()
    assert "300" in visitor.words


def test_the_files_of_a_case_come_as_attachments_and_only_to_those_who_see_it(
    enter: Enter, desk: Desk
) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)
    (first, *_) = [one for one in visitor.links() if "/files/" in one]

    assert visitor.get(first).status == 404  # the store of this office is empty
    assert enter(desk.cast.colleague).get(first).title == "找不到"
    assert visitor.get(f"/office/cases/{reference}/files/999").status == 404


def test_the_page_of_a_long_case_asks_no_more_than_that_of_a_short_one(
    enter: Enter, desk: Desk
) -> None:
    short, visitor = desk.accepted(), enter(desk.cast.reviewer)
    long = desk.disbursing(desk.cast.yi)
    visitor.get("/office/to-do")

    with statements(desk.database) as few:
        visitor.get(f"/office/cases/{short}")
    with statements(desk.database) as more:
        visitor.get(f"/office/cases/{long}")

    assert visitor.status == 200
    assert len(more) <= len(few) + 2
    assert len(more) < 45
