"""Instalments as the timer and finance look for them: due, left over, and stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.people import Enterprise
from workflows.money import Money
from workflows.term import civil_date
from workflows.workdays import official_calendar

PATIENCE = {
    "check": 10,
    "ready": 10,
    "requested": 5,
    "ordered": 5,
    "sent": 10,
    "returned": 3,
    "held": 30,
    "carried": 30,
}
"""Working days an instalment may rest in a state before it counts as stuck (practice 2.4, 2.6)."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """Money that rests: where, since when, and for how many working days beyond its time."""

    case: str
    enterprise: str
    instalment: int
    amount: Money
    state: str
    since: date
    days: int
    code: str
    """Why: too long in its state, or not looked at although its day has come."""


def to_fall_due(
    session: Session, *, on: date, after: int, limit: int
) -> Sequence[tuple[int, str, int]]:
    """Instalments whose day has come: id, case reference and number, by id."""
    rows = session.execute(
        sa.select(Instalment.id, Case.reference, Instalment.number)
        .join(Case, Case.id == Instalment.case_id)
        .where(
            Instalment.state == "pending",
            Instalment.due_on <= on,
            Instalment.id > after,
            Case.state == "disbursing",
        )
        .order_by(Instalment.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def left_from_last_year(session: Session, *, year: int) -> Sequence[tuple[str, int]]:
    """Instalments that a past budget year should have paid, and that may be carried."""
    rows = session.execute(
        sa.select(Case.reference, Instalment.number)
        .join(Case, Case.id == Instalment.case_id)
        .where(
            Instalment.fiscal_year < year,
            Instalment.state.in_(("check", "ready", "returned")),
        )
        .order_by(Instalment.id)
    )
    return [(row[0], row[1]) for row in rows]


def stuck(
    session: Session, *, on: date, visible: sa.ColumnElement[bool] | None = None
) -> Sequence[Stuck]:
    """Every instalment that rests longer than it should, the longest first."""
    asked = (
        sa.select(
            Case.reference,
            Enterprise.name,
            Instalment.number,
            Instalment.amount_fen,
            Instalment.state,
            Instalment.due_on,
            CaseEvent.at,
        )
        .join(Case, Case.id == Instalment.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .outerjoin(
            CaseEvent,
            sa.and_(
                CaseEvent.case_id == Instalment.case_id,
                CaseEvent.number == Instalment.last_event,
            ),
        )
        .where(
            sa.or_(
                Instalment.state.in_(sorted(PATIENCE)),
                sa.and_(Instalment.state == "pending", Instalment.due_on < on),
            )
        )
    )
    if visible is not None:
        asked = asked.where(visible)
    found = [_judged(*row, on=on) for row in session.execute(asked)]
    return sorted((one for one in found if one is not None), key=lambda one: -one.days)


def _judged(
    reference: str,
    enterprise: str,
    number: int,
    fen: int,
    state: str,
    due_on: date,
    moved_at: datetime | None,
    *,
    on: date,
) -> Stuck | None:
    since = due_on if moved_at is None or state == "pending" else civil_date(moved_at)
    rested = official_calendar().workdays_between(since, on) if since < on else 0
    days = rested - PATIENCE.get(state, 0)
    if days <= 0:
        return None
    code = "stuck_not_due" if state == "pending" else "stuck_in_state"
    return Stuck(reference, enterprise, number, Money(fen), state, since, days, code)
