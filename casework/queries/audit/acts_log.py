"""The acts of cases as rows for process mining: cases, instalments, meetings, and every event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.red_flags.finding import Within
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import Enterprise

_BATCH = 5_000


class LoggedCase(NamedTuple):
    """A case as an object of the log."""

    reference: str
    credit_code: str
    clause_id: str
    department_id: str
    filed_on: date | None
    drafted_at: datetime


class LoggedPart(NamedTuple):
    """An instalment."""

    case: str
    number: int
    amount_fen: int
    fiscal_year: int
    drafted_at: datetime


class LoggedMeeting(NamedTuple):
    """A meeting, and a case that was on its agenda."""

    meeting: str
    starts_at: datetime
    case: str


class LoggedAct(NamedTuple):
    """One event."""

    case: str
    credit_code: str
    clause_id: str
    number: int
    instalment: int | None
    action: str
    source: str
    target: str
    actor_id: int
    acting_for_id: int | None
    department_id: str | None
    capacity: str
    at: datetime


def cases(session: Session, within: Within) -> Iterator[LoggedCase]:
    """The cases that are looked at."""
    chosen = sa.select(
        Case.reference,
        Enterprise.credit_code,
        Case.clause_id,
        Case.department_id,
        Case.filed_on,
        Case.drafted_at,
    )
    yield from map(LoggedCase._make, _read(session, within, chosen.select_from(Case)))


def instalments(session: Session, within: Within) -> Iterator[LoggedPart]:
    """Their instalments."""
    chosen = (
        sa.select(
            Case.reference,
            Instalment.number,
            Instalment.amount_fen,
            Instalment.fiscal_year,
            Case.drafted_at,
        )
        .select_from(Case)
        .join(Instalment, Instalment.case_id == Case.id)
    )
    yield from map(LoggedPart._make, _read(session, within, chosen, Instalment.number))


def meetings(session: Session, within: Within) -> Iterator[LoggedMeeting]:
    """The meetings they were on, meeting by meeting."""
    chosen = (
        sa.select(JointMeeting.reference, JointMeeting.starts_at, Case.reference)
        .select_from(Case)
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
    )
    rows = _read(session, within, chosen, AgendaItem.id)
    yield from sorted(map(LoggedMeeting._make, rows))


def acts(session: Session, within: Within) -> Iterator[LoggedAct]:
    """Their events, case by case in order."""
    chosen = (
        sa.select(
            Case.reference,
            Enterprise.credit_code,
            Case.clause_id,
            CaseEvent.number,
            CaseEvent.instalment,
            CaseEvent.action,
            CaseEvent.source,
            CaseEvent.target,
            CaseEvent.actor_id,
            CaseEvent.acting_for_id,
            CaseEvent.department_id,
            CaseEvent.capacity,
            CaseEvent.at,
        )
        .select_from(Case)
        .join(CaseEvent, CaseEvent.case_id == Case.id)
    )
    yield from map(LoggedAct._make, _read(session, within, chosen, CaseEvent.number))


def _read(session: Session, within: Within, chosen: Any, *then: Any) -> Any:
    return session.execute(
        chosen.join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(within.cases())
        .order_by(Case.id, *then),
        execution_options={"yield_per": _BATCH},
    )
