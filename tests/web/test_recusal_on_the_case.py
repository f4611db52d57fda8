"""Recusal on the page of a case: declared is out at once, proposed waits for a decision."""

from __future__ import annotations

from tests.office.desk import Desk
from tests.web.case_page import case_page
from tests.web.conftest import Enter

WHY = {"raise_recusal-ground": "kinship", "raise_recusal-reason": "与企业负责人是近亲属"}


def test_who_declares_a_recusal_no_longer_sees_the_case(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)

    visitor.send(WHY)

    assert (visitor.status, visitor.path) == (200, "/office/to-do")
    assert "已登记：提出回避" in visitor.words
    assert visitor.get(f"/office/cases/{reference}").status == 404


def test_a_proposed_recusal_is_decided_by_somebody_else(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    about = desk.cast.second_reviewer.user_id
    visitor = case_page(enter, desk, reference)
    visitor.send({**WHY, "raise_recusal-person": str(about)})
    assert visitor.get(f"/office/cases/{reference}").status == 200

    approver = case_page(enter, desk, reference, "approver")
    name = f"recusal-{about}"
    approver.send({f"{name}-ordered": "yes", f"{name}-reason": "情形属实"})

    assert approver.status == 200
    assert [event.action for event in desk.events(reference)][-2:] == [
        "raise_recusal",
        "decide_recusal",
    ]
    assert case_page(enter, desk, reference, "second_reviewer").status == 404


def test_a_recusal_without_ground_or_of_a_stranger_is_refused(enter: Enter, desk: Desk) -> None:
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)

    visitor.send({"raise_recusal-ground": "", "raise_recusal-reason": "有利害关系"})
    assert visitor.status == 422
    assert "有利害关系" in visitor.page.xpath("//textarea[@name='raise_recusal-reason']")[0].text
    visitor.send({**WHY, "raise_recusal-person": "999999"})

    assert visitor.status == 409
    assert desk.count("recusals") == 0
