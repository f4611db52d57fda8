"""The one page of a case: what it shows, what it lets be done, and what it refuses."""

from __future__ import annotations

import pytest

from tests.office.council import PURCHASE, PURCHASED
from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.statements import statements
from tests.web.visitor import Visitor


def _page(enter: Enter, desk: Desk, reference: str, who: str = "reviewer") -> Visitor:
    return enter(getattr(desk.cast, who)).get(f"/office/cases/{reference}")


def _step(visitor: Visitor, reference: str, action: str, **fields: str) -> Visitor:
    """Send the form of a step as it stands on the page."""
    (form,) = [f for f in visitor.page.forms if (f.get("action") or "").endswith(f"/{action}")]
    sent = {name: value for name, value in form.form_values()}
    sent |= {f"{action}-{name}": value for name, value in fields.items()}
    return visitor.post(str(form.get("action")), sent)


def test_the_page_shows_facts_materials_history_and_who_holds_it(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()

    words = _page(enter, desk, reference).words

    for shown in ("甲示例科技有限公司", "GR202611000001", "审核中", "审核人", "受理", "必交"):
        assert shown in words


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_a_case_of_others_is_not_there_and_the_try_is_kept(
    enter: Enter, desk: Desk, who: str
) -> None:
    reference = desk.accepted()

    visitor = _page(enter, desk, reference, who)

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
    visitor = _page(enter, desk, reference)

    _step(visitor, reference, "accept")
    assert "已办理：受理" in visitor.words
    desk.answer_flags(reference)
    visitor.get(f"/office/cases/{reference}")
    _step(visitor, reference, "assess")
    assert "300,000" in visitor.words
    _step(visitor, reference, "recommend", remarks="材料齐全")

    assert desk.case(reference).state == "awaiting_approval"
    approver = _page(enter, desk, reference, "approver")
    _step(approver, reference, "approve")
    assert desk.case(reference).state == "public_notice"


def test_a_step_that_is_not_open_says_why_beside_it(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()

    words = _page(enter, desk, reference).words

    assert "暂时不能办理" in words
    assert "尚未核定额度" in words


def test_a_stale_page_acts_never_and_keeps_what_was_typed(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = _page(enter, desk, reference)
    desk.answer_flags(reference)

    _step(visitor, reference, "propose_decline", remarks="不符合第三条")

    assert visitor.status == 409
    assert "您打开页面之后，案件有了新的办理" in visitor.words
    assert "不符合第三条" in visitor.page.xpath(
        "string(//textarea[@name='propose_decline-remarks'])"
    )
    assert desk.case(reference).state == "under_review"

    _step(visitor, reference, "propose_decline", remarks="不符合第三条")
    assert desk.case(reference).state == "decline_proposed"


def test_a_double_click_is_one_act(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()
    visitor = _page(enter, desk, reference)
    before = visitor.page

    _step(visitor, reference, "accept")
    second = desk.case(reference).last_event
    (form,) = [f for f in before.forms if (f.get("action") or "").endswith("/steps/accept")]
    visitor.post(str(form.get("action")), dict(form.form_values()))

    assert visitor.status == 409
    assert desk.case(reference).last_event == second
    assert [event.action for event in desk.events(reference)].count("accept") == 1


def test_a_form_without_what_was_seen_does_nothing(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()

    visitor = _page(enter, desk, reference)
    visitor.post(f"/office/cases/{reference}/steps/accept", {})

    assert visitor.status == 409
    assert desk.case(reference).state == "submitted"


def test_a_reason_that_is_missing_is_asked_for(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()

    visitor = _page(enter, desk, reference)
    _step(visitor, reference, "propose_decline")

    assert visitor.status == 409
    assert "请填写理由" in visitor.words


def test_everything_to_correct_is_told_at_once_from_the_catalogue(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = _page(enter, desk, reference)

    _step(
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
    visitor = _page(enter, desk, reference)

    _step(visitor, reference, "return_for_correction", remarks="请补正")

    assert "请逐项写明需要补正的内容" in visitor.words
    assert desk.case(reference).state == "under_review"


def test_departments_are_asked_and_answer_side_by_side(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = _page(enter, desk, reference)

    _step(
        visitor,
        reference,
        "request_joint_check",
        departments="xc-rsj",
        remarks="请核实社保缴纳情况",
    )
    assert desk.case(reference).state == "joint_check"

    consulted = _page(enter, desk, reference, "consulted")
    assert "请核实社保缴纳情况" in consulted.words
    _step(consulted, reference, "record_opinion", verdict="disagree", remarks="未缴纳")

    assert "未缴纳" in _page(enter, desk, reference).words


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
    visitor = _page(enter, desk, reference)
    second = str(desk.cast.second_reviewer.user_id)

    visitor.send({"assign-to": second, "assign-remarks": "请接办"})
    assert desk.case(reference).assigned_to_id == desk.cast.second_reviewer.user_id
    visitor.send({"assign-to": ""})

    assert desk.case(reference).assigned_to_id is None
    assert "请接办" in visitor.words


def test_notes_stay_inside_and_messages_go_out(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = _page(enter, desk, reference)

    visitor.send({"note-words": "与街道核实过地址"})
    visitor.send({"message-words": "请补充说明收入口径"})

    assert "与街道核实过地址" in visitor.words
    assert "请补充说明收入口径" in visitor.words
    actions = [event.action for event in desk.events(reference)]
    assert actions[-2:] == ["note", "message"]


def test_a_flag_is_answered_on_the_page(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = _page(enter, desk, reference)
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

    visitor = _page(enter, desk, own)

    assert elsewhere in visitor.words
    assert f"/office/cases/{elsewhere}" not in visitor.links()
    assert "300" in visitor.words


def test_the_files_of_a_case_come_as_attachments_and_only_to_those_who_see_it(
    enter: Enter, desk: Desk
) -> None:
    reference = desk.accepted()
    visitor = _page(enter, desk, reference)
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
