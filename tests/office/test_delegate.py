"""Deputies: they act within what was lent, both names are kept, and nobody gets around a bar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from casework.commands import approve, assess, delegate, recuse
from casework.queries.deputies import as_deputy, lent_by, lent_to
from tests.office.desk import HIGH_TECH, Desk
from workflows.meeting.recusal import RecusalGround
from workflows.money import Money, yuan
from workflows.refusals import Refused
from workflows.roles import Actor, Role

AWARD = yuan(300_000)


def lend(desk: Desk, *, to: Actor | None = None, by: Actor | None = None, **narrowed: Any) -> Actor:
    """The approver is away for a month; the deputy as an actor."""
    on = desk.at.date()
    given = {"role": Role.APPROVER, "starts_on": on, "until": on + timedelta(days=30), **narrowed}
    deputy = to or desk.cast.other_approver
    with desk.database.transaction() as session:
        row = delegate.grant(
            session,
            deputy_id=deputy.user_id,
            actor=by or desk.cast.approver,
            at=desk.at,
            reason="出差",
            **given,
        )
        return as_deputy(session, deputy.user_id, row.id, on=on)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """What was refused."""
    return [refusal.code for refusal in refused.value.refusals]


def test_a_deputy_approves_and_both_names_are_kept(desk: Desk) -> None:
    reference = desk.recommended()
    deputy = lend(desk, clause_id=HIGH_TECH, limit=AWARD)

    desk(approve.approve, reference, by=deputy, seen=None)

    event = desk.events(reference)[-1]
    assert event.actor_id == desk.cast.other_approver.user_id
    assert event.acting_for_id == desk.cast.approver.user_id


def test_a_deputy_does_not_approve_above_the_limit(desk: Desk) -> None:
    reference = desk.recommended()
    deputy = lend(desk, limit=AWARD - Money(1))

    with pytest.raises(Refused) as refused:
        desk(approve.approve, reference, by=deputy, seen=None)

    assert codes(refused) == ["above_delegated_limit"]


def test_a_deputy_acts_only_under_the_clause_that_was_lent(desk: Desk) -> None:
    reference = desk.recommended()
    deputy = lend(desk, clause_id="xc-2022-114/art2.2.a")

    with pytest.raises(Refused) as refused:
        desk(approve.approve, reference, by=deputy, seen=None)

    assert codes(refused) == ["delegation_of_other_clause"]


def test_a_power_ends_with_its_term_and_with_its_revocation(desk: Desk) -> None:
    reference = desk.recommended()
    deputy = lend(desk)
    desk.days_later(31)
    with pytest.raises(Refused) as late:
        desk(approve.approve, reference, by=deputy, seen=None)
    again = lend(desk)
    with desk.database.transaction() as session:
        (row, _), *_ = lent_by(session, desk.cast.approver.user_id)
        delegate.revoke(session, delegation_id=row.id, actor=desk.cast.approver, at=desk.at)

    with pytest.raises(Refused) as revoked:
        desk(approve.approve, reference, by=again, seen=None)

    assert codes(late) == ["delegation_not_running"]
    assert codes(revoked) == ["delegation_not_running"]


def test_the_reviewer_of_a_case_does_not_approve_it_as_a_deputy(desk: Desk) -> None:
    reference = desk.recommended()
    deputy = lend(desk, to=desk.cast.reviewer)

    with pytest.raises(Refused) as refused:
        desk(approve.approve, reference, by=deputy, seen=None)

    assert "deputy_acted_already" in codes(refused)


def test_a_recused_grantor_does_not_act_through_a_deputy(desk: Desk) -> None:
    reference = desk.recommended()
    approver = desk.cast.approver
    desk(
        recuse.raise_recusal,
        reference,
        by=approver,
        seen=None,
        person_id=approver.user_id,
        ground=RecusalGround.KINSHIP,
        reason="近亲属任职",
    )

    with pytest.raises(Refused) as refused:
        desk(approve.approve, reference, by=lend(desk), seen=None)

    assert codes(refused) == ["recused"]


def test_a_deputy_counts_for_the_grantor_in_the_same_person_rule(desk: Desk) -> None:
    reviewer = desk.cast.second_reviewer
    reference = desk.accepted()
    deputy = lend(desk, by=reviewer, to=desk.cast.approver, role=Role.SECOND_REVIEWER)
    desk(assess.assess, reference, by=desk.cast.reviewer, seen=None)
    desk(assess.check_assessment, reference, by=deputy, seen=None)
    desk.answer_flags(reference)
    desk(assess.recommend, reference, by=desk.cast.reviewer, seen=None)

    with pytest.raises(Refused) as refused:
        desk(approve.approve, reference, by=desk.cast.approver, seen=None)

    assert codes(refused) == ["same_person"]


def test_nobody_lends_what_is_not_theirs_twice_or_backwards(desk: Desk) -> None:
    lend(desk)
    for wrong, code in (
        ({"role": Role.FINANCE}, "power_not_ones_own"),
        ({}, "power_lent_already"),
        ({"to": desk.cast.approver}, "deputy_of_oneself"),
        ({"to": desk.cast.auditor}, "deputy_holds_barred_role"),
        ({"starts_on": date(2026, 1, 1)}, "delegation_backdated"),
        ({"until": date(2026, 1, 1)}, "delegation_without_end"),
        ({"clause_id": "no/such"}, "clause_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            lend(desk, **wrong)
        assert code in codes(refused), wrong


def test_a_borrowed_power_is_not_lent_on(desk: Desk) -> None:
    deputy = lend(desk)

    with pytest.raises(Refused) as refused:
        lend(desk, by=deputy, to=desk.cast.reviewer)

    assert codes(refused) == ["power_not_ones_own"]


def test_a_deputy_sees_what_may_be_exercised_today(desk: Desk) -> None:
    lend(desk, limit=AWARD)

    with desk.database.reading() as session:
        today = lent_to(session, desk.cast.other_approver.user_id, on=desk.at.date())
        later = lent_to(session, desk.cast.other_approver.user_id, on=date(2027, 1, 1))

    assert [(row.role, name, row.limit_fen) for row, name in today] == [
        ("approver", "approver", AWARD.fen)
    ]
    assert later == []
