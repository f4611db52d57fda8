"""The decision: amounts, caps, plans, and what it leaves behind."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from casework.commands import approve, assess, opinions
from casework.queries import cases
from tests.office.acts import take
from tests.office.desk import Desk
from tests.office.sums import held, refused, reserved
from workflows.money import yuan


def test_it_lays_the_award_out_by_the_clauses_plan(desk: Desk) -> None:
    reference = desk.approved()

    with desk.database.reading() as session:
        award = cases.latest_award(session, desk.case(reference).id)
        parts = session.execute(
            sa.text("SELECT number, amount_fen, fiscal_year, state FROM instalments ORDER BY 1")
        ).all()
    assert award is not None
    assert (award.amount_fen, award.recommended_fen) == (300_000_00, 300_000_00)
    assert award.decision_number == "XC-D-2026-00001"
    assert [tuple(part) for part in parts] == [
        (1, 100_000_00, 2026, "pending"),
        (2, 100_000_00, 2027, "pending"),
        (3, 100_000_00, 2028, "pending"),
    ]
    assert (held(desk), reserved(desk)) == (0, 300_000_00)
    assert desk.case(reference).decided_on == date(2026, 3, 2)


def test_a_lower_amount_needs_a_reason_and_frees_the_rest(desk: Desk) -> None:
    reference = desk.recommended()
    by = desk.cast.approver

    with refused("lower_amount_unexplained"):
        desk(approve.approve, reference, by=by, seen=None, amount=yuan(150_000))
    desk(approve.approve, reference, by=by, seen=None, amount=yuan(150_000), remarks="部分条件")

    assert (held(desk), reserved(desk)) == (0, 150_000_00)


def test_nobody_approves_above_the_ceiling_or_nothing(desk: Desk) -> None:
    reference = desk.recommended()
    by = desk.cast.approver

    with refused("above_ceiling"):
        desk(approve.approve, reference, by=by, seen=None, amount=yuan(300_001))
    with refused("award_is_nothing"):
        desk(approve.approve, reference, by=by, seen=None, amount=yuan(0), remarks="零")


def test_a_flag_without_its_legal_answer_stops_the_approval_and_nothing_else(desk: Desk) -> None:
    reference = desk.accepted()
    desk(assess.assess, reference, by=desk.cast.reviewer, seen=None)
    take(desk, reference, "recommend")

    with refused("flags_open"):
        take(desk, reference, "approve")
    desk.answer_flags(reference)
    take(desk, reference, "approve")


def test_a_flag_the_case_does_not_carry_is_not_answered(desk: Desk) -> None:
    reference = desk.accepted()

    with refused("flag_not_raised"):
        desk(
            opinions.record_legal_answer,
            reference,
            by=desk.cast.reviewer,
            seen=None,
            flag="C4",
            may_proceed=True,
            words="可以",
            basis="意见",
        )


def test_a_calculation_older_than_the_facts_is_not_decided_on(desk: Desk) -> None:
    reference = desk.assessed()
    desk(
        assess.record_fact,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        fact="case.hnte_event",
        value="first_certificate",
        basis="证书",
    )

    with refused("assessment_outdated"):
        take(desk, reference, "recommend")
    take(desk, reference, "assess")
    take(desk, reference, "recommend")


def test_what_was_found_outranks_what_was_declared(desk: Desk) -> None:
    reference = desk.accepted()
    desk(
        assess.record_fact,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        fact="case.hnte_event",
        value="re_obtained",
        basis="证书",
    )

    row = desk(assess.assess, reference, by=desk.cast.reviewer, seen=None)

    assert (row.eligibility, row.amount_fen) == ("unknown", None)
    assert held(desk) == 0


def test_a_termination_frees_what_was_not_paid(desk: Desk) -> None:
    reference = desk.disbursing()

    take(desk, reference, "terminate")

    assert (held(desk), reserved(desk)) == (0, 0)
    assert desk.count("instalments", state="cancelled") == 3
    assert desk.count("awards") == 1


def test_the_request_and_answer_are_kept_whole(desk: Desk) -> None:
    from casework.queries.rule_book import book
    from workflows.assessment import assess as work_out
    from workflows.claims_json import read_request, to_json

    reference = desk.assessed()

    with desk.database.reading() as session:
        kept = cases.latest_assessment(session, desk.case(reference).id)
    assert kept is not None
    again = work_out(book(), read_request(kept.request)).claims[0]
    assert to_json(again) == kept.answer
