"""Writes the letter of an event, with its number, once the event is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import letters
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.outbox import post


def ask_for(session: Session, event: CaseEvent, *, at: datetime) -> None:
    """Ask for the letter of an event, if it has one."""
    if event.instalment is None and letters.kind_of(event.action, event.source, event.target):
        post(
            session,
            kind="letter",
            payload={"case_id": event.case_id, "event_number": event.number},
            dedupe_key=f"letter/{event.case_id}/{event.number}",
            run_after=at,
        )


def write(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    """Write the letter that a message names."""
    case = session.get_one(Case, payload["case_id"])
    event = session.scalars(
        sa.select(CaseEvent).where(
            CaseEvent.case_id == case.id, CaseEvent.number == payload["event_number"]
        )
    ).one()
    letters.write(session, case=case, event=event)
