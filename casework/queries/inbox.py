"""What a person was told of cases and meetings, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.timeline import process_run, step_of
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.notice import Notice
from workflows.definition import Audience
from workflows.term import civil_date

_NAMING = ("raise_recusal", "decide_recusal")
"""Acts whose notice names a person, which the event alone does not."""
MOST_COUNTED = 99
"""Unread notices are on every page, so they are not counted to their end."""


@dataclass(frozen=True, slots=True)
class Happened:
    """The event of a case that a notice tells of, to be said in the reader's language."""

    action: str
    """The event's name in the tables of steps and acts."""
    source: str
    target: str
    state: str
    """Chinese label of the state it led to, as this reader is told it."""
    instalment: int | None
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in an inbox."""

    id: int
    reference: str
    """Of the case or meeting."""
    of_meeting: bool
    text: str
    delivered_at: datetime
    read_at: datetime | None
    happened: Happened | None
    """None for a meeting, and for what only its own words tell."""


def latest(
    session: Session, user_id: int, *, before: int | None = None, most: int = 30
) -> tuple[Told, ...]:
    """Notices of a person, the latest first; goes on before the last one's id."""
    chosen = (
        sa.select(
            Notice.id,
            sa.func.coalesce(Case.reference, JointMeeting.reference),
            Notice.meeting_id.is_not(None),
            Notice.text,
            Notice.delivered_at,
            Notice.read_at,
            Notice.audience,
            Case,
            CaseEvent,
            Instalment.process_version,
        )
        .outerjoin(Case, Case.id == Notice.case_id)
        .outerjoin(JointMeeting, JointMeeting.id == Notice.meeting_id)
        .outerjoin(
            CaseEvent,
            sa.and_(CaseEvent.case_id == Notice.case_id, CaseEvent.number == Notice.event_number),
        )
        .outerjoin(
            Instalment,
            sa.and_(
                Instalment.case_id == Notice.case_id, Instalment.number == CaseEvent.instalment
            ),
        )
        .where(Notice.recipient_id == user_id)
        .order_by(Notice.id.desc())
        .limit(most)
    )
    if before is not None:
        chosen = chosen.where(Notice.id < before)
    return tuple(
        Told(*row[:6], _happened(row.audience, row.Case, row.CaseEvent, row.process_version))
        for row in session.execute(chosen)
    )


def _happened(
    audience: str, case: Case | None, event: CaseEvent | None, version: int | None
) -> Happened | None:
    if case is None or event is None or event.action in _NAMING:
        return None
    process = process_run(case, event, version)
    step, state = step_of(process, event), process.state(event.target)
    return Happened(
        action=event.action,
        source=event.source,
        target=event.target,
        state=state.public if audience == Audience.APPLICANT else state.label,
        instalment=event.instalment,
        on=civil_date(event.at),
        reason=event.remarks if step is None or step.reason else "",
    )


def unread(session: Session, user_id: int) -> int:
    """How many notices a person has not read, counted no further than to one above the most."""
    some = (
        sa.select(Notice.id)
        .where(Notice.recipient_id == user_id, Notice.read_at.is_(None))
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return int(session.scalar(sa.select(sa.func.count()).select_from(some)) or 0)
