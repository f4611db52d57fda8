"""Who is told of an event: the people behind an audience, on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.meeting.joint_meeting import Attendance, JointMeeting, MeetingSeat
from casework.records.people import Department, EnterpriseMember, RoleGrant, User, UserStatus
from casework.records.review import Opinion
from workflows.definition import Audience
from workflows.roles import Role, Scope

ROLES = {
    Audience.WINDOW: (Role.WINDOW,),
    Audience.REVIEWER: (Role.REVIEWER, Role.SECOND_REVIEWER),
    Audience.CONSULTED: (Role.CONSULTED,),
    Audience.APPROVER: (Role.APPROVER,),
    Audience.MEETING: (Role.SECRETARY, Role.CONVENER),
    Audience.GOVERNMENT_OFFICE: (Role.GOVERNMENT_OFFICE,),
    Audience.FINANCE: (Role.FINANCE,),
    Audience.OBJECTION_EXAMINER: (Role.OBJECTION_EXAMINER,),
}
"""Applicants are members of an enterprise; an objector is a stranger and answered by letter."""


def recipients(session: Session, case: Case, audience: Audience, *, on: date) -> Sequence[int]:
    """The ids of the active users to be told, in order."""
    if audience is Audience.REVIEWER and case.assigned_to_id is not None:
        return [case.assigned_to_id]
    people = sa.select(User.id).where(User.status == UserStatus.ACTIVE).order_by(User.id).distinct()
    if audience is Audience.APPLICANT:
        chosen = people.join(EnterpriseMember, EnterpriseMember.user_id == User.id).where(
            EnterpriseMember.enterprise_id == case.enterprise_id,
            _in_term(EnterpriseMember.since, EnterpriseMember.until, on),
        )
    elif audience in ROLES:
        roles = ROLES[audience]
        chosen = (
            people.join(RoleGrant, RoleGrant.user_id == User.id)
            .outerjoin(Department, Department.id == User.department_id)
            .where(
                RoleGrant.role.in_(roles),
                RoleGrant.revoked_at.is_(None),
                _in_term(RoleGrant.starts_on, RoleGrant.until, on),
                _within(roles[0].scope, case),
            )
        )
    else:
        return ()
    return session.scalars(chosen).all()


def seated(session: Session, meeting: JointMeeting, *, on: date) -> Sequence[int]:
    """The ids of the active users to be told of a meeting: who has or took a seat, its office."""
    holders = sa.select(MeetingSeat.holder_id).where(MeetingSeat.meeting_id == meeting.id)
    came = sa.select(Attendance.person_id).where(Attendance.meeting_id == meeting.id)
    office = (
        sa.select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .join(Department, Department.id == User.department_id)
        .where(
            RoleGrant.role == Role.SECRETARY,
            RoleGrant.revoked_at.is_(None),
            _in_term(RoleGrant.starts_on, RoleGrant.until, on),
            Department.district_id == meeting.district_id,
        )
    )
    return session.scalars(
        sa.select(User.id)
        .where(
            User.status == UserStatus.ACTIVE,
            sa.or_(User.id.in_(holders), User.id.in_(came), User.id.in_(office)),
        )
        .order_by(User.id)
    ).all()


def _within(scope: Scope, case: Case) -> sa.ColumnElement[bool]:
    """The department in charge, a department that was asked, or anyone of the district."""
    if scope is Scope.DEPARTMENT:
        return User.department_id == case.department_id
    if scope is Scope.CONSULTED:
        asked = sa.select(Opinion.department_id).where(Opinion.case_id == case.id)
        return User.department_id.in_(asked)
    return Department.district_id == case.district_id


def _in_term(
    since: sa.ColumnElement[date] | sa.orm.InstrumentedAttribute[date | None],
    until: sa.orm.InstrumentedAttribute[date | None],
    on: date,
) -> sa.ColumnElement[bool]:
    return sa.and_(sa.or_(since.is_(None), since <= on), sa.or_(until.is_(None), until > on))
