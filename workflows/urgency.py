"""How pressing a promised date is: the colours of a worklist (practice 2.1, 2.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.workdays import WorkCalendar

SOON_WORKDAYS = 3
"""So many working days before its end a step turns yellow; after it, red."""


class Urgency(StrEnum):
    """What a due date asks for."""

    OVER = "over"
    SOON = "soon"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Remaining:
    """Working days to a due date; negative once it has passed."""

    days: int
    urgency: Urgency


def remaining(due_on: date, *, today: date, calendar: WorkCalendar) -> Remaining:
    """How long there is until a due day, which itself still counts."""
    if due_on < today:
        return Remaining(-calendar.workdays_between(due_on, today), Urgency.OVER)
    left = calendar.workdays_between(today, due_on)
    return Remaining(left, Urgency.SOON if left <= SOON_WORKDAYS else Urgency.CALM)


def last_soon_day(today: date, calendar: WorkCalendar) -> date:
    """The last due day that is yellow today: no working day more fits before it."""
    following = calendar.add_workdays(today, SOON_WORKDAYS + 1).on
    return date.fromordinal(following.toordinal() - 1)
