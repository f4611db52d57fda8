"""An enterprise in the browser: match, file, correct, follow, withdraw."""

from __future__ import annotations

import io
import re

import pytest

from casework.commands import review
from casework.commands.review import ToCorrect
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries.rule_book import book
from tests.office.desk import HIGH_TECH, Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def jia(enter: Enter, desk: Desk) -> Visitor:
    """甲公司 at its browser."""
    return enter(desk.cast.jia)


def _upload(visitor: Visitor, reference: str, material: str, name: str, content: bytes) -> Visitor:
    return visitor.post(
        f"/my/cases/{reference}/materials",
        {"material": material, "file": (io.BytesIO(content), name)},
    )


def _start(visitor: Visitor, clause: str = HIGH_TECH) -> str:
    visitor.post("/my/cases", {"clause": clause})
    assert visitor.path.endswith("/facts"), visitor.words
    return visitor.path.split("/")[3]


def test_an_enterprise_signs_up_and_is_in(somebody: Visitor, desk: Desk) -> None:
    somebody.get("/sign-up").send({
        "credit_code": "9111 0102 MA00 GNHK 5Q".replace(" ", ""),
        "name": "丁示例科技有限公司",
        "district": "xicheng",
        "legal_person": "示例甲",
        "contact_name": "示例乙",
        "phone": "010-66001234",
        "sign_in_name": "Ding",
        "password": "Ordinary-2026",
        "again": "Ordinary-2026",
    })  # fmt: skip

    assert "校验" in somebody.words or somebody.title == "丁示例科技有限公司"


def test_signing_up_names_every_fault_and_keeps_what_was_typed(somebody: Visitor) -> None:
    somebody.get("/sign-up").send({"credit_code": "123", "name": "丁示例", "phone": "12"})

    assert somebody.status == 422
    assert somebody.page.xpath("//input[@name='credit_code']/@value") == ["123"]
    faulty = somebody.page.xpath("//div[contains(@class, 'error-summary')]//a/@href")
    assert {"#legal_person", "#contact_name", "#sign_in_name", "#password"} <= set(faulty)


def test_it_shows_what_an_enterprise_may_get_and_why_not(jia: Visitor, desk: Desk) -> None:
    jia.get("/my/matches")

    assert jia.status == 200
    counted = [
        int(re.fullmatch(r".*（(\d+)）", str(heading))[1])  # type: ignore[index]
        for heading in jia.page.xpath("//main//h2/text() | //main//summary/text()")
        if "（" in str(heading)
    ]
    cards = jia.page.xpath("//main//li[contains(@class, 'clause-card')]")
    in_force = [one for one in book().clauses if book().term_of(one).covers(desk.at.date())]
    assert len(counted) == 3
    assert sum(counted) == len(cards) == len(in_force)
    assert counted[1] > 0


def test_an_application_is_filed_from_the_clause_to_the_receipt(jia: Visitor, desk: Desk) -> None:
    reference = _start(jia)
    jia.send({"case__hnte_event": "first_certificate", "case__hnte_certificate_no": "GR1"})
    assert jia.title == "提交材料"

    for material in ("申报书", "申报承诺书", "本单位基本存款账户信息"):
        _upload(jia, reference, material, f"{material}.pdf", PDF)
        assert jia.status == 200, jia.words
    jia.get(f"/my/cases/{reference}/review")
    assert "可以支持：300,000 元" in jia.words
    jia.send({"promised": "y"}, button="提交申报")

    assert "已提交，等待受理" in jia.words
    assert desk.case(reference).state == "submitted"
    drain(desk.database, TASKS, at=desk.at)
    assert "收件凭证" in jia.get(f"/my/cases/{reference}").words


def test_nothing_is_submitted_without_the_promise(jia: Visitor, desk: Desk) -> None:
    reference = desk.draft()

    jia.get(f"/my/cases/{reference}/review").send(button="提交申报")

    assert jia.status == 422
    assert desk.case(reference).state == "draft"


def test_an_incomplete_application_is_refused_with_every_reason(jia: Visitor, desk: Desk) -> None:
    reference = _start(jia)

    jia.get(f"/my/cases/{reference}/review").send({"promised": "y"}, button="提交申报")

    assert jia.status == 409
    assert "国高新证书号" in jia.words
    assert "case.hnte_certificate_no" not in jia.words
    assert "申报承诺书" in jia.words


def test_the_same_draft_is_not_begun_twice(jia: Visitor, desk: Desk) -> None:
    first = _start(jia)
    second = _start(jia)

    assert first == second
    assert "已有一份草稿" in jia.words


def test_a_wrong_amount_is_said_at_its_field_and_stays(jia: Visitor, desk: Desk) -> None:
    reference = _start(jia, "xc-2022-114/art2.2.b")
    (name, *_more) = jia.page.xpath("//input[@inputmode='decimal']/@name")

    jia.send({name: "三十"})

    assert jia.status == 422
    assert jia.page.xpath(f"//input[@name='{name}']/@value") == ["三十"]
    assert jia.page.xpath(f"//input[@name='{name}']/@aria-invalid") == ["true"]
    assert desk.case(reference).claim_facts == {}


def test_amounts_are_typed_in_ten_thousand_yuan(jia: Visitor, desk: Desk) -> None:
    reference = _start(jia, "xc-2022-114/art2.2.b")
    (name, *_more) = jia.page.xpath("//input[@inputmode='decimal']/@name")

    jia.send({name: "１２.５万"})

    assert list(desk.case(reference).claim_facts.values()) == ["125000.00"]
    jia.get(f"/my/cases/{reference}/facts")
    assert jia.page.xpath(f"//input[@name='{name}']/@value") == ["12.5"]


def test_what_was_typed_and_not_handed_in_comes_back(jia: Visitor, desk: Desk) -> None:
    reference = _start(jia)
    place = f"/my/cases/{reference}/facts"

    jia.post("/my/typed", {"place": place, "case__hnte_certificate_no": "GR未写完"})
    jia.get(place)

    assert "已恢复您" in jia.words
    assert jia.page.xpath("//input[@name='case__hnte_certificate_no']/@value") == ["GR未写完"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("表.exe", b"MZ" + bytes(100), "类型"),
        ("表.pdf", b"", "空"),
        ("表.pdf", b"<html></html>", "类型"),
    ],
)
def test_a_file_that_may_not_be_is_refused(
    jia: Visitor, desk: Desk, name: str, content: bytes, why: str
) -> None:
    reference = _start(jia)

    _upload(jia, reference, "申报书", name, content)

    assert jia.status == 422
    assert why in jia.words
    assert desk.count("attachments") == 0


def test_files_are_sent_as_attachments(jia: Visitor, desk: Desk) -> None:
    reference = _start(jia)
    _upload(jia, reference, "申报书", "申报书.pdf", PDF)
    (address,) = [link for link in jia.links() if "/files/" in link]

    response = jia.client.get(address)

    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_correction_is_answered_in_one_place(jia: Visitor, desk: Desk) -> None:
    reference = desk.accepted()
    desk(
        review.return_for_correction,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        defects=[ToCorrect("请重新盖章。", "incomplete", "申报书"), ToCorrect("编号不一致。")],
        remarks="请补正",
    )

    jia.get(f"/my/cases/{reference}/correction")
    assert "请重新盖章。" in jia.words
    names = jia.page.xpath("//textarea/@name")
    jia.send({names[0]: "已重新盖章"})
    assert jia.status == 422
    jia.send({names[0]: "已重新盖章", names[1]: "已改正"})

    assert desk.case(reference).state == "under_review"
    assert "已重新盖章" in jia.words


def test_withdrawing_frees_the_hold_and_says_so(jia: Visitor, desk: Desk) -> None:
    reference = desk.submitted()

    jia.get(f"/my/cases/{reference}").send(button="确认撤回")

    assert "已撤回" in jia.words
    assert desk.case(reference).state == "withdrawn"


def test_a_stale_page_acts_on_nothing(jia: Visitor, desk: Desk) -> None:
    reference = desk.submitted()
    jia.get(f"/my/cases/{reference}")
    desk(review.accept, reference, by=desk.cast.window, seen=None)

    jia.send(button="确认撤回")

    assert jia.status == 409
    assert desk.case(reference).state == "under_review"


def test_both_sides_write_to_each_other(jia: Visitor, desk: Desk) -> None:
    reference = desk.accepted()

    jia.get(f"/my/cases/{reference}").send({"words": "请问何时办结？"}, button="发送")

    assert "请问何时办结？" in jia.words
    assert [e.action for e in desk.events(reference)][-1] == "message"


def test_the_payment_plan_is_shown_to_the_fen(enter: Enter, desk: Desk) -> None:
    reference = desk.disbursing()
    jia = enter(desk.cast.jia)

    jia.get(f"/my/cases/{reference}")

    assert "第 1 期" in jia.words
    assert jia.words.count("100,000.00") == 3
    assert "叁拾万元整" in jia.words


def test_another_enterprise_sees_nothing_of_a_case(enter: Enter, desk: Desk) -> None:
    reference = desk.disbursing()
    drain(desk.database, TASKS, at=desk.at)
    yi = enter(desk.cast.yi)

    for path in (
        *("", "/facts", "/materials", "/review", "/correction"),
        *("/letters/1.pdf", "/files/1"),
    ):
        assert yi.get(f"/my/cases/{reference}{path}").status == 404, path
    for path in ("/withdrawal", "/answer", "/messages", "/submission", "/facts", "/materials"):
        yi.post(f"/my/cases/{reference}{path}", {"words": "x", "promised": "y"})
        assert yi.status == 404, path
    assert "XC-" not in yi.get("/my").words


def test_what_officers_say_among_themselves_stays_among_them(jia: Visitor, desk: Desk) -> None:
    from casework.commands import correspondence

    reference = desk.assessed()
    desk(correspondence.note, reference, by=desk.cast.reviewer, words="内部：注意关联企业")

    assert "关联企业" not in jia.get(f"/my/cases/{reference}").words


def test_an_owner_names_a_further_person(jia: Visitor, desk: Desk) -> None:
    jia.get("/my/enterprise").send(
        {"display_name": "示例丙", "sign_in_name": "bing2"}, button="添加"
    )

    assert "bing2" in jia.words
    assert "初始密码" in jia.words
