"""Budget lines: every document a movement, never below what is committed, carried once."""

from __future__ import annotations

from typing import Any

import pytest

from casework.commands import bind_lines, budget
from casework.commands.budget import CarriedOver
from casework.jobs.payments_due import carry_over, let_fall_due
from casework.queries import budget_book, instalments
from casework.queries.budget_book import LineStanding
from casework.queries.ledger_audit import every_fault
from casework.records.budget import MovementKind
from tests.office.desk import Desk
from tests.office.payments import act, ready, state, with_money, years_later
from workflows.money import NOTHING, Money, yuan
from workflows.refusals import Refused
from workflows.shortage import WhenShort


def test_a_line_says_what_each_document_brought_and_what_is_left(desk: Desk) -> None:
    with_money(desk, yuan(1_000_000))
    other = a_line(desk, "示财指〔2026〕2号", yuan(50_000))
    desk.disbursing()
    change(desk, MovementKind.ADDED, yuan(200_000))
    change(desk, MovementKind.WITHDRAWN, yuan(100_000))
    move(desk, yuan(300_000), to=other)

    line, taking = standing(desk)

    assert line.moved == {
        MovementKind.ORIGINAL: yuan(1_000_000),
        MovementKind.ADDED: yuan(200_000),
        MovementKind.WITHDRAWN: yuan(100_000),
        MovementKind.TRANSFERRED_OUT: yuan(300_000),
    }
    assert (line.total, line.committed, line.paid) == (yuan(800_000), yuan(100_000), yuan(0))
    assert line.available == yuan(700_000)
    assert taking.total == yuan(350_000)
    assert audit(desk) == []


def test_a_line_never_falls_below_what_is_committed(desk: Desk) -> None:
    with_money(desk, yuan(100_000))
    desk.disbursing()

    with pytest.raises(Refused, match="line_overdrawn") as refused:
        change(desk, MovementKind.WITHDRAWN, Money(1))

    assert refused.value.refusals[0].particulars["left"] == yuan(0)


def test_what_waits_for_money_is_bound_in_the_order_of_decision(desk: Desk) -> None:
    with_money(desk, yuan(100))
    first, second = desk.disbursing(), desk.disbursing(desk.cast.yi)
    assert bound(desk) is None
    change(desk, MovementKind.ADDED, yuan(100_000))

    assert bound(desk) == f"{first}-01"
    assert bound(desk) is None
    change(desk, MovementKind.ADDED, yuan(100_000))
    assert bound(desk) == f"{second}-01"
    assert audit(desk) == []


def test_money_is_carried_once_then_reported(desk: Desk) -> None:
    with_money(desk, yuan(1_000_000))
    reference = desk.disbursing()
    years_later(desk, 1)
    assert carried(desk, 2026) == [
        CarriedOver("示财指〔2026〕1号", yuan(900_000), "示财指〔2026〕1号/2027")
    ]
    years_later(desk, 1)
    assert carried(desk, 2027) == [CarriedOver("示财指〔2026〕1号/2027", yuan(900_000), None)]

    assert [(line.fiscal_year, line.total) for line in standing(desk)] == [
        (2026, yuan(100_000)),
        (2027, NOTHING),
    ]
    assert state(desk, reference) == "pending"
    assert audit(desk) == []


def test_a_year_that_is_running_is_not_carried(desk: Desk) -> None:
    with_money(desk)

    with pytest.raises(Refused, match="budget_year_running"):
        carried(desk, 2026)


def test_the_timer_lets_instalments_fall_due_and_carries_what_a_year_left(desk: Desk) -> None:
    with_money(desk)
    reference, other = desk.disbursing(), desk.disbursing(desk.cast.yi)
    act(desk, "hold", other, by=desk.cast.finance, remarks="核实中")

    assert let_fall_due(desk.database, at=desk.at) == 1
    assert let_fall_due(desk.database, at=desk.at) == 0
    years_later(desk, 1)
    assert carry_over(desk.database, at=desk.at) == 1
    assert (state(desk, reference), state(desk, other)) == ("carried", "held")
    assert audit(desk) == []


def test_money_that_rests_too_long_is_reported(desk: Desk) -> None:
    with_money(desk)
    reference, other = desk.disbursing(), desk.disbursing(desk.cast.yi)
    ready(desk, reference)
    assert reference not in {one.case for one in stuck(desk)}
    desk.days_later(40)

    found = stuck(desk)

    assert [(one.case, one.state, one.code) for one in found] == [
        (other, "pending", "stuck_not_due"),
        (reference, "ready", "stuck_in_state"),
    ]
    assert all(one.days > 0 for one in found)


def test_a_shortage_is_shown_before_approval_by_the_rule_of_the_programme(desk: Desk) -> None:
    with_money(desk, yuan(450_000), when_short=WhenShort.PRO_RATA)
    references = [desk.recommended(who) for who in (desk.cast.jia, desk.cast.yi)]
    with desk.database.reading() as session:
        found = budget_book.shortage(session, "industry", fiscal_year=2026)

    assert (found.available, found.wanted, found.is_short) == (yuan(450_000), yuan(600_000), True)
    assert [(one.case, one.amount) for one in found.allotted] == [
        (reference, yuan(225_000)) for reference in references
    ]


def test_a_floor_is_watched_and_never_enforced(desk: Desk) -> None:
    with_money(desk, yuan(1_000_000), covers=("xc-2022-114",))
    assert floor(desk).reached is None
    with desk.database.transaction() as session:
        budget.record_base(
            session,
            pool="xc-2022-114/contribution",
            fiscal_year=2026,
            base=yuan(200_000_000),
            document="示财决〔2026〕1号",
            actor=desk.cast.finance,
            at=desk.at,
        )

    found = floor(desk)

    assert (found.wanted, found.budgeted, found.reached) == (
        yuan(2_000_000),
        yuan(1_000_000),
        False,
    )


# What these tests do again and again


def a_line(desk: Desk, number: str, amount: Money) -> str:
    """A further line of the programme; its number."""
    with desk.database.transaction() as session:
        return budget.open_line(
            session,
            number=number,
            programme_id="industry",
            fiscal_year=2026,
            amount=amount,
            actor=desk.cast.finance,
            at=desk.at,
        ).number


def change(desk: Desk, kind: MovementKind, amount: Money) -> Any:
    """The first line gets more, or less."""
    with desk.database.transaction() as session:
        return budget.change_line(
            session,
            number="示财指〔2026〕1号",
            kind=kind,
            amount=amount,
            document="示财调〔2026〕1号",
            actor=desk.cast.finance,
            at=desk.at,
        )


def move(desk: Desk, amount: Money, *, to: str) -> None:
    """Money moves from the first line to another."""
    with desk.database.transaction() as session:
        budget.transfer(
            session,
            giving="示财指〔2026〕1号",
            taking=to,
            amount=amount,
            document="示财调〔2026〕2号",
            actor=desk.cast.finance,
            at=desk.at,
        )


def carried(desk: Desk, year: int) -> list[CarriedOver]:
    """The rest of a year is carried over."""
    with desk.database.transaction() as session:
        return list(
            budget.carry_over(
                session,
                fiscal_year=year,
                document=f"示财结〔{year}〕1号",
                actor=desk.cast.finance,
                at=desk.at,
            )
        )


def bound(desk: Desk) -> str | None:
    """The next instalment that waits is bound to a line."""
    with desk.database.transaction() as session:
        return bind_lines.bind_next(
            session, programme="industry", fiscal_year=2026, actor=desk.cast.finance, at=desk.at
        )


def standing(desk: Desk) -> list[LineStanding]:
    """Every line as it stands."""
    with desk.database.reading() as session:
        return list(budget_book.lines(session))


def stuck(desk: Desk) -> list[instalments.Stuck]:
    """Money that rests too long today."""
    with desk.database.reading() as session:
        return list(instalments.stuck(session, on=desk.at.date()))


def floor(desk: Desk) -> budget_book.Floor:
    """The one floor of the five documents."""
    with desk.database.reading() as session:
        (found,) = budget_book.floors(session, fiscal_year=2026)
        return found


def audit(desk: Desk) -> list[Any]:
    """Every fault of the money."""
    with desk.database.reading() as session:
        return list(every_fault(session))
