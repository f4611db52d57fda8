"""Instalments as the timer and finance look for them: due, left over, and stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.people import Enterprise
from workflows.money import Money
from workflows.term import BEIJING, civil_date
from workflows.workdays import WorkCalendar, official_calendar

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
MOST_STUCK = 500
"""More than anybody reads: those that rest longest come first."""


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
    session: Session,
    *,
    on: date,
    visible: sa.ColumnElement[bool] | None = None,
    most: int = MOST_STUCK,
) -> Sequence[Stuck]:
    """The instalments that rest longer than they should, the longest first; at most so many.

    Each state is asked by itself, oldest first, so that no list of a million is read for it.
    """
    calendar = official_calendar()
    parts = [
        _resting(visible)
        .where(Instalment.state == state, CaseEvent.at < _moment(on, days, calendar))
        .order_by(CaseEvent.at)
        for state, days in PATIENCE.items()
    ]
    parts.append(
        _resting(visible)
        .where(Instalment.state == "pending", Instalment.due_on < on)
        .order_by(Instalment.due_on, Instalment.id)
    )
    rows = [row for part in parts for row in session.execute(part.limit(most))]
    found = [_judged(*row, on=on) for row in rows]
    return sorted((one for one in found if one is not None), key=lambda one: -one.days)[:most]


def _moment(on: date, days: int, calendar: WorkCalendar) -> datetime:
    """No act before this moment is younger than so many working days."""
    first = on - timedelta(days=days)
    while calendar.workdays_between(first, on) < days:
        first -= timedelta(days=1)
    return datetime.combine(first + timedelta(days=1), time(), BEIJING)


def _resting(visible: sa.ColumnElement[bool] | None) -> sa.Select[*tuple[Any, ...]]:
    asked = (
        sa.select(
            *(Case.reference, Enterprise.name, Instalment.number, Instalment.amount_fen),
            *(Instalment.state, Instalment.due_on, CaseEvent.at),
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
    )
    return asked if visible is None else asked.where(visible)


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
