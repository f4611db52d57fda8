"""What follows a meeting (督办): tasks with their dates, and cases that wait after the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.permissions import recused
from casework.queries.rule_book import terms
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.meeting.agenda import AgendaItem, FollowUp, ItemResult
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import Department, Enterprise
from workflows.facts import Result
from workflows.meeting.minutes import Stage
from workflows.money import Money
from workflows.policy.document import Clause
from workflows.roles import Actor
from workflows.term import civil_date


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Something a department has to do after a meeting."""

    id: int
    reference: str
    meeting: str
    position: int
    department_id: str
    department: str
    task: str
    due_on: date
    done_on: date | None
    overdue: bool
    note: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A case that did not leave the meeting with its minutes: changes, or a recused issuer."""

    reference: str
    enterprise: str
    clause: Clause
    department_id: str
    department: str
    last_event: int
    meeting: str
    position: int
    result: Result
    amount: Money | None
    asked: str
    """What the meeting wanted changed."""
    confirmed: bool


def follow_ups(
    session: Session, actor: Actor, *, on: date, most: int = 200
) -> Sequence[FollowUpRow]:
    """What departments of the district still have to do, the most urgent first, then the done."""
    rows = session.execute(
        sa.select(
            FollowUp,
            Case.reference,
            JointMeeting.reference,
            AgendaItem.position,
            FollowUp.department_id,
            Department.short,
        )
        .join(AgendaItem, AgendaItem.id == FollowUp.item_id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .join(Department, Department.id == FollowUp.department_id)
        .where(JointMeeting.district_id == actor.district, ~recused(actor, Case.id))
        .order_by(FollowUp.done_at.is_not(None), FollowUp.due_on, FollowUp.id)
        .limit(most)
    )
    return [
        FollowUpRow(
            id=row.id,
            reference=reference,
            meeting=meeting,
            position=position,
            department_id=department_id,
            department=short,
            task=row.task,
            due_on=row.due_on,
            done_on=None if row.done_at is None else civil_date(row.done_at),
            overdue=row.done_at is None and row.due_on < on,
            note=row.note,
        )
        for row, reference, meeting, position, department_id, short in rows
    ]


def is_seen(session: Session, actor: Actor, task: int) -> bool:
    """Whether there is such a task in the person's district, on a case they may see."""
    wanted = (
        sa.select(FollowUp.id)
        .join(AgendaItem, AgendaItem.id == FollowUp.item_id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .where(
            FollowUp.id == task,
            JointMeeting.district_id == actor.district,
            ~recused(actor, AgendaItem.case_id),
        )
    )
    return session.scalar(wanted) is not None


def waiting(session: Session, actor: Actor, *, most: int = 200) -> Sequence[WaitingRow]:
    """Cases that wait after issued minutes, as far as the person sees them."""
    confirmed = sa.exists().where(
        CaseEvent.case_id == Case.id,
        CaseEvent.action == "confirm_changes",
        CaseEvent.at >= JointMeeting.issued_at,
    )
    later = AgendaItem.__table__.alias("later")
    rows = session.execute(
        sa.select(
            Case.reference,
            Enterprise.name,
            Case.clause_id,
            Case.department_id,
            Department.short,
            Case.last_event,
            JointMeeting.reference,
            AgendaItem.position,
            ItemResult,
            confirmed,
        )
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .join(ItemResult, ItemResult.item_id == AgendaItem.id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Department, Department.id == Case.department_id)
        .where(
            Case.state == "joint_meeting",
            JointMeeting.stage == Stage.ISSUED,
            ItemResult.result != Result.POSTPONED,
            ~sa.exists().where(later.c.case_id == Case.id, later.c.id > AgendaItem.id),
            permissions.visible_cases(actor),
        )
        .order_by(JointMeeting.issued_at, Case.id)
        .limit(most)
    )
    return [
        WaitingRow(
            reference=row[0],
            enterprise=row[1],
            clause=terms(row[2]).clause,
            department_id=row[3],
            department=row[4],
            last_event=row[5],
            meeting=row[6],
            position=row[7],
            result=row[8].result,
            amount=None if row[8].amount_fen is None else Money(row[8].amount_fen),
            asked=row[8].reason or row[8].conditions,
            confirmed=row[9],
        )
        for row in rows
    ]
