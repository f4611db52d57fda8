"""When time alone ends a state: the system is asked to look at the case then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.records.case import NOT_DUE, Case
from casework.records.outbox import post
from workflows.term import BEIJING

WATCHED = ("draft", "submitted", "returned")
"""States that time may end: the clause closes, nobody accepts, nobody corrects."""


def watch(session: Session, case: Case) -> None:
    """Let the system look at the case when the day after its last day begins in Beijing."""
    last = last_day(case)
    if case.state not in WATCHED or last is None:
        return
    morning = datetime.combine(last + timedelta(days=1), time(), tzinfo=BEIJING)
    post(
        session,
        kind="time_over",
        payload={"case_id": case.id, "state": case.state},
        dedupe_key=f"time_over/{case.id}/{case.last_event}/{morning.date().isoformat()}",
        run_after=morning,
    )


def last_day(case: Case) -> date | None:
    """The last day on which somebody may still act, where time ends the state."""
    if case.state == "draft":
        return book().term_of(case.clause_id).last_day
    return None if case.due_on == NOT_DUE else case.due_on
