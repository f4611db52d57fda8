"""An approved amount changes only by a new decision of another person; the ledger follows."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from casework.commands import change_award
from casework.queries import history
from casework.records.award import Award
from tests.office.desk import Desk
from tests.office.payments import act, balance, ledger_faults, ready, state, with_money
from tests.office.runs import answer, sent
from workflows.ledger import Balance
from workflows.money import Money, yuan
from workflows.refusals import Refused
from workflows.roles import Actor


def test_a_lower_amount_is_laid_out_on_the_same_days(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    pay_first(desk, reference)
    change(desk, reference, yuan(200_001))

    assert balance(desk, reference) == Balance(committed=yuan(100_001), paid=yuan(100_000))
    assert [state(desk, reference, number) for number in (1, 2, 3, 4, 5)] == [
        *("paid", "cancelled", "cancelled"),
        *("pending", "pending"),
    ]
    with desk.database.reading() as session:
        awards = session.scalars(sa.select(Award).order_by(Award.number)).all()
        page = history.totals(session)
    assert [(award.number, award.amount_fen) for award in awards] == [
        (1, yuan(300_000).fen),
        (2, yuan(200_001).fen),
    ]
    assert [part["amount_fen"] for part in awards[1].plan] == [5_000_050, 5_000_050]
    assert (page.awarded, page.scheduled) == (yuan(200_001), yuan(200_001))
    assert ledger_faults(desk) == ()


def test_the_first_approver_does_not_change_their_own_decision(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()

    with pytest.raises(Refused, match="own_decision"):
        change(desk, reference, yuan(200_000), by=desk.cast.approver)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (yuan(300_000), "award_unchanged"),
        (yuan(99_999), "award_below_paid"),
        (yuan(300_001), "above_ceiling"),
    ],
)
def test_it_may_not_be_changed_to_just_any_amount(desk: Desk, amount: Money, code: str) -> None:
    with_money(desk)
    reference = desk.disbursing()
    pay_first(desk, reference)

    with pytest.raises(Refused, match=code):
        change(desk, reference, amount)


def test_it_waits_while_a_payment_is_on_its_way(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    act(desk, "request", reference, by=desk.cast.finance)

    with pytest.raises(Refused, match="payments_under_way"):
        change(desk, reference, yuan(200_000))


def test_a_decision_down_to_what_was_paid_settles_the_case(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    pay_first(desk, reference)
    change(desk, reference, yuan(100_000))

    assert desk.case(reference).state == "settled"


def pay_first(desk: Desk, reference: str) -> None:
    """The first instalment is paid."""
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")


def change(desk: Desk, reference: str, amount: Money, *, by: Actor | None = None) -> Any:
    """Another approver decides anew."""
    return desk(
        change_award.change_award,
        reference,
        by=by or desk.cast.other_approver,
        seen=None,
        amount=amount,
        remarks="复核后调整",
    )
