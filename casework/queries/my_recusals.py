"""Whom an enterprise may ask to stay out of its case (申请回避), and what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.dossier import Dossier, take_up
from casework.queries.facts import case_facts
from casework.queries.recusals import ClaimRow, claims_of
from casework.records.case import Case
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.joint_meeting import Attendance, JointMeeting, MeetingSeat
from casework.records.people import Department, EnterpriseMember, RoleGrant, User, UserStatus
from workflows.meeting.minutes import Stage
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role

_NO_OFFICER = ("", "applying")
_OF_THE_DEPARTMENT = (Role.REVIEWER, Role.SECOND_REVIEWER, Role.APPROVER)
_KNOWN_FROM = (Stage.PAPERS_SENT, Stage.IN_SESSION, Stage.CLOSED, Stage.DRAFTED)
"""Stages at which it is fixed who sits over the case."""


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer who handles the case or may, or sits at the meeting that hears it."""

    user_id: int
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class MyRecusals:
    """What the enterprise asked for on one case, and whom it may still name."""

    case: Case
    handlers: Sequence[Officer]
    asked: Sequence[ClaimRow]
    closed: tuple[Refusal, ...]
    """Every reason why nothing can be asked for now."""


def my_recusals(session: Session, reference: str, *, actor: Actor, on: date) -> MyRecusals:
    """The recusals of one case of the actor's enterprise; Refused as unknown for any other."""
    dossier = take_up(session, reference)
    case = dossier.case
    if not session.scalar(sa.select(permissions.may_see(actor, case.id))):
        raise Refused(Refusal("case_unknown", {"reference": reference}))
    claims = claims_of(session, case.id)
    raised, ours = {one.person_id for one in claims}, _members(session, case)
    return MyRecusals(
        case=case,
        handlers=[one for one in handlers_of(session, dossier, on=on) if one.user_id not in raised],
        asked=[one for one in claims if one.raised_by_id in ours],
        closed=_closed(dossier, actor, on),
    )


def handlers_of(session: Session, dossier: Dossier, *, on: date) -> Sequence[Officer]:
    """The active officers whose recusal an enterprise may ask for.

    Who has the case or acted on it, the reviewers and approvers of its department, and who sits at
    the meeting that hears it, once its papers are out.
    """
    case = dossier.case
    ids = {act.actor_id for act in dossier.acts if act.capacity not in _NO_OFFICER}
    if case.assigned_to_id is not None:
        ids.add(case.assigned_to_id)
    seated = (
        sa.select(sa.func.coalesce(Attendance.person_id, MeetingSeat.holder_id))
        .select_from(MeetingSeat)
        .outerjoin(Attendance, Attendance.seat_id == MeetingSeat.id)
        .join(JointMeeting, JointMeeting.id == MeetingSeat.meeting_id)
        .join(AgendaItem, AgendaItem.meeting_id == JointMeeting.id)
        .where(AgendaItem.case_id == case.id, JointMeeting.stage.in_(_KNOWN_FROM))
    )
    department = sa.select(RoleGrant.user_id).where(
        RoleGrant.role.in_(_OF_THE_DEPARTMENT),
        RoleGrant.revoked_at.is_(None),
        sa.or_(RoleGrant.starts_on.is_(None), RoleGrant.starts_on <= on),
        sa.or_(RoleGrant.until.is_(None), RoleGrant.until > on),
    )
    of_department = sa.and_(User.department_id == case.department_id, User.id.in_(department))
    rows = session.execute(
        sa.select(User.id, User.display_name, Department.short)
        .join(Department, Department.id == User.department_id)
        .where(
            User.status == UserStatus.ACTIVE,
            sa.or_(User.id.in_(sorted(ids)), User.id.in_(seated), of_department),
        )
        .order_by(Department.id, User.id)
    )
    return [Officer(*row) for row in rows]


def asked_by_enterprise(session: Session, case: Case, user_id: int) -> bool:
    """Whether this person acts, or acted, for the enterprise of the case."""
    return user_id in _members(session, case)


def _members(session: Session, case: Case) -> frozenset[int]:
    return frozenset(
        session.scalars(
            sa.select(EnterpriseMember.user_id).where(
                EnterpriseMember.enterprise_id == case.enterprise_id
            )
        )
    )


def _closed(dossier: Dossier, actor: Actor, on: date) -> tuple[Refusal, ...]:
    involved = case_facts(dossier, on=on).involved
    try:
        permissions.require_act(dossier.case, "raise_recusal", involved, actor)
    except Refused as refused:
        return refused.refusals
    return ()
