"""Budget lines: paid without one, above one, from the wrong year, carried too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import PAY, Found, Within, named
from casework.records.budget import BudgetLine, BudgetMovement, MovementKind, Programme
from casework.records.ledger_entry import LedgerEntry

CARRIED_YEARS = 2
"""A rest is carried on for two years at most."""

_USED = sa.func.sum(
    sa.case(
        (LedgerEntry.kind == "reserve", LedgerEntry.amount_fen),
        (
            sa.and_(LedgerEntry.kind == "release", LedgerEntry.resolves_kind == "reserve"),
            -LedgerEntry.amount_fen,
        ),
        else_=0,
    )
)


def budget_overrun(session: Session, within: Within) -> Iterator[Found]:
    """22 · More decided or paid than a line holds, no line, another year, carried too long."""
    yield from _payments(session, within)
    if not within.is_narrowed:
        yield from _lines(session, within)


def _payments(session: Session, within: Within) -> Iterator[Found]:
    rows = (
        sa.select(
            LedgerEntry.case_id,
            LedgerEntry.instalment,
            LedgerEntry.amount_fen,
            LedgerEntry.booked_on.label("paid_on"),
            LedgerEntry.fiscal_year,
            LedgerEntry.budget_line_id,
            BudgetLine.number.label("line"),
            BudgetLine.fiscal_year.label("line_year"),
        )
        .outerjoin(BudgetLine, BudgetLine.id == LedgerEntry.budget_line_id)
        .where(PAY)
        .where(
            sa.or_(
                LedgerEntry.budget_line_id.is_(None),
                BudgetLine.fiscal_year != LedgerEntry.fiscal_year,
                sa.extract("year", LedgerEntry.booked_on) != LedgerEntry.fiscal_year,
            )
        )
    )
    for found in named(session, within, rows):
        facts = found.facts
        yield found.saying(
            why="no_budget_line" if facts["budget_line_id"] is None else "wrong_year",
            line=facts["line"],
            fiscal_year=facts["fiscal_year"],
            instalment=facts["instalment"],
            amount_fen=facts["amount_fen"],
            paid_on=facts["paid_on"],
        )


def _lines(session: Session, within: Within) -> Iterator[Found]:
    """Lines of the auditor's district, added up anew from documents and ledger."""
    used = (
        sa.select(LedgerEntry.budget_line_id, _USED.label("fen"))
        .where(LedgerEntry.budget_line_id.is_not(None))
        .group_by(LedgerEntry.budget_line_id)
        .subquery()
    )
    gains = [kind for kind in MovementKind if kind.sign > 0]
    sign = sa.case((BudgetMovement.kind.in_(gains), 1), else_=-1)
    given = (
        sa.select(
            BudgetMovement.budget_line_id,
            sa.func.sum(BudgetMovement.amount_fen * sign).label("fen"),
        )
        .group_by(BudgetMovement.budget_line_id)
        .subquery()
    )
    before, earlier = aliased(BudgetLine), aliased(BudgetLine)
    rows = session.execute(
        sa.select(
            BudgetLine.number,
            BudgetLine.fiscal_year,
            sa.func.coalesce(used.c.fen, 0).label("used"),
            sa.func.coalesce(given.c.fen, 0).label("given"),
            sa.func.coalesce(earlier.carried_from_id, 0).label("carried"),
        )
        .join(Programme, Programme.id == BudgetLine.programme_id)
        .outerjoin(used, used.c.budget_line_id == BudgetLine.id)
        .outerjoin(given, given.c.budget_line_id == BudgetLine.id)
        .outerjoin(before, before.id == BudgetLine.carried_from_id)
        .outerjoin(earlier, earlier.id == before.carried_from_id)
        .where(Programme.district_id == within.actor.district)
        .order_by(BudgetLine.id)
    )
    for row in rows:
        yield from _line_faults(row)


def _line_faults(row: Any) -> Iterator[Found]:
    facts = {"line": row.number, "fiscal_year": row.fiscal_year}
    if row.used > row.given:
        sums = {"amount_fen": int(row.used), "limit_fen": int(row.given)}
        yield Found(None, None, None, None, {"why": "above_line", **facts, **sums})
    if row.carried:
        yield Found(None, None, None, None, {"why": "carried_too_long", **facts})
