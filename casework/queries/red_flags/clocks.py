"""Clocks stopped again and again or too long, and entries that are dated back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import Found, Within, named
from casework.records.case_event import CaseEvent
from casework.records.ledger_entry import LedgerEntry
from workflows import application
from workflows.definition import Clock
from workflows.term import civil_date
from workflows.workdays import official_calendar

MANY_STOPS, LONG_STOP = 2, 30
"""Stops of one case, and working days of one stop, from which it is looked at."""

_STOPPED = sorted(
    {
        state.name
        for process in application.VERSIONS.values()
        for state in process.workflow.states
        if state.clock is Clock.STOPPED
    }
)


def clock_abuse(session: Session, within: Within) -> Iterator[Found]:
    """28 · Two stops or more, one over thirty working days, or an entry dated before its place."""
    yield from _stops(session, within)
    yield from _dated_back(session, within)


def _stops(session: Session, within: Within) -> Iterator[Found]:
    ended = aliased(CaseEvent)
    rows = sa.select(
        CaseEvent.case_id,
        CaseEvent.at.label("stopped_at"),
        sa.select(sa.func.min(ended.at))
        .where(
            ended.case_id == CaseEvent.case_id,
            ended.number > CaseEvent.number,
            ended.instalment.is_(None),
            ended.source == CaseEvent.target,
            ended.target != CaseEvent.target,
        )
        .scalar_subquery()
        .label("ended_at"),
    ).where(
        CaseEvent.instalment.is_(None),
        CaseEvent.target.in_(_STOPPED),
        CaseEvent.source != CaseEvent.target,
    )
    calendar = official_calendar()
    stops: dict[str | None, list[Found]] = defaultdict(list)
    for found in named(session, within, rows):
        stops[found.case].append(found)
    for of_case in stops.values():
        days = [
            calendar.workdays_between(
                civil_date(one.facts["stopped_at"]),
                _end(one, within.on),
            )
            for one in of_case
        ]
        if len(of_case) >= MANY_STOPS or max(days) > LONG_STOP:
            yield of_case[0].saying(
                why="long_stop" if max(days) > LONG_STOP else "many_stops",
                times=len(of_case),
                days=max(days),
                since=civil_date(of_case[0].facts["stopped_at"]),
            )


def _end(found: Found, today: date) -> date:
    ended = found.facts["ended_at"]
    return today if ended is None else civil_date(ended)


def _dated_back(session: Session, within: Within) -> Iterator[Found]:
    before = aliased(CaseEvent)
    events = (
        sa.select(CaseEvent.case_id, CaseEvent.number.label("entry"), CaseEvent.at.label("at"))
        .join(
            before,
            sa.and_(before.case_id == CaseEvent.case_id, before.number == CaseEvent.number - 1),
        )
        .where(CaseEvent.at < before.at)
    )
    entries = sa.select(
        LedgerEntry.case_id,
        LedgerEntry.number.label("entry"),
        LedgerEntry.booked_at.label("at"),
        LedgerEntry.booked_on,
    )
    for found in named(session, within, events):
        yield found.saying(why="event_dated_back", **found.facts)
    for found in named(session, within, entries):
        if found.facts["booked_on"] != civil_date(found.facts["at"]):
            yield found.saying(
                why="booking_dated_back", entry=found.facts["entry"], at=found.facts["at"]
            )
