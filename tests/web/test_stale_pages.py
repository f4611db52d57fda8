"""A page that is behind its case acts on nothing, and nothing typed on it is lost."""

from __future__ import annotations

from tests.office.desk import Desk
from tests.web.case_page import case_page, send_step
from tests.web.conftest import Enter


def test_a_stale_page_acts_never_and_keeps_what_was_typed(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)
    desk.answer_flags(reference)

    send_step(visitor, reference, "propose_decline", remarks="不符合第三条")

    assert visitor.status == 409
    assert "您打开页面之后，案件有了新的办理" in visitor.words
    assert "不符合第三条" in visitor.page.xpath(
        "string(//textarea[@name='propose_decline-remarks'])"
    )
    assert desk.case(reference).state == "under_review"

    send_step(visitor, reference, "propose_decline", remarks="不符合第三条")
    assert desk.case(reference).state == "decline_proposed"


def test_a_double_click_is_one_act(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()
    visitor = case_page(enter, desk, reference)
    before = visitor.page

    send_step(visitor, reference, "accept")
    second = desk.case(reference).last_event
    (form,) = [f for f in before.forms if (f.get("action") or "").endswith("/steps/accept")]
    visitor.post(str(form.get("action")), dict(form.form_values()))

    assert visitor.status == 409
    assert desk.case(reference).last_event == second
    assert [event.action for event in desk.events(reference)].count("accept") == 1


def test_a_form_without_what_was_seen_does_nothing(enter: Enter, desk: Desk) -> None:
    reference = desk.submitted()

    visitor = case_page(enter, desk, reference)
    visitor.post(f"/office/cases/{reference}/steps/accept", {})

    assert visitor.status == 409
    assert desk.case(reference).state == "submitted"
