"""The promised time of a case: which clock runs, until when, and what a stop leaves of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from casework.records.case import NOT_DUE, Case
from workflows.definition import Clock, State
from workflows.policy.document import Clocks
from workflows.workdays import DueDate, WorkCalendar


def clock_changes(
    case: Case, source: State, target: State, *, on: date, clocks: Clocks, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """The columns of the case that a change of state sets; working days, counted from tomorrow.

    A clock that was stopped runs on with the days it had left; a self-step changes nothing.
    """
    if source.name == target.name:
        return {}
    stopped = (case.stopped_clock, case.stopped_left)
    if source.clock is Clock.RUNNING and target.clock is Clock.STOPPED and case.due_on != NOT_DUE:
        stopped = (case.clock, _days_left(calendar, on, case.due_on))
    days = _days(target, clocks)
    if target.clock is Clock.RUNNING and target.allowed == stopped[0] and stopped[1] is not None:
        days, stopped = stopped[1], (None, None)
    if target.clock is Clock.IDLE:
        stopped = (None, None)
    due = DueDate(NOT_DUE) if days is None else _due(calendar, on, days)
    return {
        "clock": target.allowed,
        "clock_from": None if days is None else on,
        "due_on": due.on,
        "due_provisional": due.provisional,
        "stopped_clock": stopped[0],
        "stopped_left": stopped[1],
    }


@lru_cache(4096)
def _due(calendar: WorkCalendar, on: date, days: int) -> DueDate:
    return calendar.add_workdays(on, days)


@lru_cache(4096)
def _days_left(calendar: WorkCalendar, on: date, due: date) -> int:
    return calendar.workdays_between(on, due)


def _days(state: State, clocks: Clocks) -> int | None:
    """Working days the clause allows in a state; None where no time is set."""
    if state.clock is Clock.IDLE or state.allowed is None:
        return None
    days: int | None = getattr(clocks, state.allowed, None)
    return days
