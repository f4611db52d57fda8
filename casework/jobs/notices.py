"""Delivers one notice: an event of a case into the inboxes of those who are to know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from casework.config import shared_folder
from casework.jobs import letters
from casework.queries.recipients import recipients
from casework.queries.timeline import label_of, process_of, step_of
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.notice import Notice
from casework.records.people import User
from workflows.definition import Audience, Workflow
from workflows.meeting.recusal import Standing
from workflows.term import civil_date
from workflows.wording import phrase


def deliver(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    """Write the notice that a message names into each inbox, one to a person for one event."""
    audience = Audience(payload["audience"])
    case = session.get_one(Case, payload["case_id"])
    event = session.scalars(
        sa.select(CaseEvent).where(
            CaseEvent.case_id == case.id, CaseEvent.number == payload["event_number"]
        )
    ).one()
    if audience is Audience.APPLICANT:
        letters.ask_for(session, event, at=at)
    told = set(recipients(session, case, audience, on=civil_date(at)))
    if audience is not Audience.APPLICANT:  # an applicant's own filing is receipted
        told.discard(event.actor_id)
    told -= _told_before(session, event)
    text = _text(session, case, event, process_of(session, case, event), audience)
    session.add_all(
        Notice(
            recipient_id=recipient,
            case_id=case.id,
            event_number=event.number,
            audience=audience,
            text=text,
            delivered_at=at,
        )
        for recipient in sorted(told)
    )


def _told_before(session: Session, event: CaseEvent) -> set[int]:
    """Who was told in another capacity."""
    return set(
        session.scalars(
            sa.select(Notice.recipient_id).where(
                Notice.case_id == event.case_id, Notice.event_number == event.number
            )
        )
    )


def _text(
    session: Session, case: Case, event: CaseEvent, process: Workflow[Any], audience: Audience
) -> str:
    """The event in plain words: applicants read public labels, officers their own."""
    step = step_of(process, event)
    state = process.state(event.target)
    return words(
        "case_event.txt",
        reference=case.reference,
        instalment=event.instalment,
        step=label_of(process, event),
        recusal=_recusal(session, event),
        reason=event.remarks if step is None or step.reason else "",
        state=state.public if audience is Audience.APPLICANT else state.label,
        on=civil_date(event.at),
    )


def _recusal(session: Session, event: CaseEvent) -> str:
    """Whose recusal was asked for or decided, and how; nothing for any other event."""
    told = event.particulars
    if event.action not in ("raise_recusal", "decide_recusal"):
        return ""
    person = session.get_one(User, told["person"]).display_name
    outcome = Standing(told.get("standing", Standing.PENDING))
    return phrase("recusal_stands", {"person": person, "standing": outcome})


def words(template: str, **told: object) -> str:
    """A notice in words, from its template."""
    return _templates().get_template(template).render(told)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(shared_folder("templates") / "notices"),
        undefined=StrictUndefined,
        autoescape=False,  # plain text; pages escape what they show
        trim_blocks=True,
        lstrip_blocks=True,
    )
