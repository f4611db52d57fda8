"""Money claimed back: on a ground, only what was paid, added to and never edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from casework.commands import recover, set_off
from casework.queries import recoveries
from casework.queries.recoveries import Claim
from tests.office.desk import Desk
from tests.office.payments import balance, ledger_faults, ready, state, with_money, years_later
from tests.office.runs import answer, sent
from workflows.interest import Interest, InterestRule
from workflows.ledger import Balance
from workflows.money import Money, yuan
from workflows.recovery_facts import LegalGround
from workflows.refusals import Refused
from workflows.roles import Actor

GROUND = LegalGround("signed_commitment", "承诺书〔2026〕1号", date(2026, 3, 1), says_interest=True)
LPR = Interest(InterestRule.LPR, Fraction(3, 100), "示例公告 2026-05-20", date(2026, 3, 12))
CLAIM = Claim(yuan(60_000), GROUND, LPR)


@pytest.fixture
def paid(desk: Desk) -> str:
    """A case of which the first instalment, 100,000 yuan, was paid."""
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")
    return reference


def test_a_recovery_goes_from_a_finding_to_the_last_repayment(desk: Desk, paid: str) -> None:
    decided(desk, paid, CLAIM)
    due = desk.at.date() + timedelta(days=15)
    desk.days_later(10)
    receive(desk, paid, yuan(20_000), "SK001")
    assert standing(desk, paid) == "partial"
    assert balance(desk, paid).recovered == yuan(20_000)

    desk.days_later(20)
    assert due < desk.at.date()
    left = owing(desk, paid)
    receive(desk, paid, left, "SK002")

    assert left > yuan(40_000)
    assert standing(desk, paid) == "repaid"
    assert balance(desk, paid) == Balance(
        committed=yuan(200_000), paid=yuan(100_000), recovered=yuan(60_000)
    )
    assert ledger_faults(desk) == ()


def test_nothing_is_claimed_beyond_what_was_paid_also_by_two_recoveries(
    desk: Desk, paid: str
) -> None:
    find(desk, paid, CLAIM)
    find(desk, paid, replace(CLAIM, amount=yuan(40_001)))

    with pytest.raises(Refused, match="recovery_above_paid"):
        desk(
            recover.notify,
            paid,
            by=desk.cast.reviewer,
            number=2,
            claim=replace(CLAIM, amount=yuan(40_001)),
            remarks="超出",
        )


def test_nothing_is_decided_before_the_enterprise_was_heard(desk: Desk, paid: str) -> None:
    find(desk, paid, CLAIM)
    desk(recover.notify, paid, by=desk.cast.reviewer, number=1, claim=CLAIM, remarks="告知")

    with pytest.raises(Refused, match="enterprise_not_heard"):
        decide(desk, paid, CLAIM)
    desk(recover.act, paid, by=desk.cast.reviewer, number=1, action="hear", remarks="企业认可")
    decide(desk, paid, CLAIM)

    assert standing(desk, paid) == "due"


def test_moving_away_is_no_ground(desk: Desk, paid: str) -> None:
    moved = replace(CLAIM, ground=replace(GROUND, kind="moved_away"))
    find(desk, paid, moved)

    with pytest.raises(Refused, match="ground_missing"):
        desk(recover.notify, paid, by=desk.cast.reviewer, number=1, claim=moved, remarks="迁出")


def test_a_slip_is_booked_once(desk: Desk, paid: str) -> None:
    decided(desk, paid, CLAIM)
    receive(desk, paid, yuan(1_000), "SK001")

    with pytest.raises(Refused, match="slip_booked"):
        receive(desk, paid, yuan(1_000), "SK001")


def test_what_is_not_repaid_is_referred_and_may_still_come_in(desk: Desk, paid: str) -> None:
    decided(desk, paid, CLAIM)
    desk.days_later(30)
    desk(
        recover.act,
        paid,
        by=desk.cast.approver,
        number=1,
        action="refer_on",
        remarks="移送财政部门",
    )
    receive(desk, paid, yuan(5_000), "SK009")

    assert standing(desk, paid) == "referred"


def test_a_case_with_an_open_recovery_is_not_settled(desk: Desk, paid: str) -> None:
    find(desk, paid, CLAIM)

    with desk.database.reading() as session:
        assert recoveries.recovery_open(session, desk.case(paid).id)


def test_a_set_off_needs_the_decision_to_say_so(desk: Desk, paid: str) -> None:
    decided(desk, paid, CLAIM)
    years_later(desk, 1)
    ready(desk, paid, 2)

    with pytest.raises(Refused, match="set_off_not_decided"):
        keep_back(desk, paid, yuan(30_000))


def test_a_set_off_books_both_sides_in_full(desk: Desk, paid: str) -> None:
    allowed = Claim(yuan(30_000), replace(GROUND, says_set_off=True, says_interest=False))
    decided(desk, paid, allowed)
    years_later(desk, 1)
    ready(desk, paid, 2)
    keep_back(desk, paid, yuan(30_000))

    assert standing(desk, paid) == "repaid"
    assert balance(desk, paid) == Balance(
        committed=yuan(170_000), paid=yuan(130_000), recovered=yuan(30_000)
    )
    assert (state(desk, paid, 2), state(desk, paid, 4)) == ("ready", "paid")
    assert ledger_faults(desk) == ()


# What these tests do again and again


def find(desk: Desk, reference: str, claim: Claim) -> None:
    """A reviewer opens a recovery."""
    desk(recover.find, reference, by=desk.cast.reviewer, claim=claim, remarks="抽查发现")


def decide(desk: Desk, reference: str, claim: Claim) -> None:
    """The approver decides it."""
    desk(
        recover.decide,
        reference,
        by=desk.cast.approver,
        number=1,
        claim=claim,
        document="示追字〔2026〕1号",
        remarks="依承诺追回",
    )


def decided(desk: Desk, reference: str, claim: Claim) -> None:
    """A recovery that was found, told and decided."""
    find(desk, reference, claim)
    desk(recover.notify, reference, by=desk.cast.reviewer, number=1, claim=claim, remarks="告知")
    desk.days_later(10)
    decide(desk, reference, claim)


def receive(desk: Desk, reference: str, amount: Money, slip: str) -> None:
    """Finance books what came in today."""
    desk(
        recover.receive,
        reference,
        by=desk.cast.finance,
        number=1,
        amount=amount,
        slip=slip,
        received_on=desk.at.date(),
    )


def keep_back(desk: Desk, reference: str, amount: Money) -> Any:
    """Finance keeps the second instalment, or part of it, against the recovery."""
    by: Actor = desk.cast.finance
    return desk(set_off.set_off, reference, by=by, recovery=1, number=2, amount=amount)


def standing(desk: Desk, reference: str) -> str:
    """Where the first recovery of a case stands."""
    with desk.database.reading() as session:
        return recoveries.of_case(session, desk.case(reference).id)[0].state


def owing(desk: Desk, reference: str) -> Money:
    """What is still to come in today, with interest."""
    with desk.database.reading() as session:
        found = recoveries.of_case(session, desk.case(reference).id)[0]
        return recoveries.repayment(session, found, on=desk.at.date()).outstanding
