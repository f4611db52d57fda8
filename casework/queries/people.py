"""Who people are, and as what they may act on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.people import (
    Department,
    District,
    Enterprise,
    EnterpriseFact,
    EnterpriseMember,
    RoleGrant,
    User,
    UserStatus,
)
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role


def by_sign_in_name(session: Session, name: str) -> User | None:
    """The user who signs in by this name, in whatever letters it was typed."""
    return session.scalars(
        sa.select(User).where(User.sign_in_name == name.strip().lower())
    ).one_or_none()


def by_id(session: Session, user_id: int) -> User | None:
    """The user with this id."""
    return session.get(User, user_id)


def departments(session: Session, district_id: str | None = None) -> Sequence[Department]:
    """The departments that are not closed, of one district or of all."""
    wanted = sa.select(Department).where(Department.closed_on.is_(None)).order_by(Department.id)
    if district_id is not None:
        wanted = wanted.where(Department.district_id == district_id)
    return session.scalars(wanted).all()


def districts(session: Session) -> Sequence[District]:
    """Every district."""
    return session.scalars(sa.select(District).order_by(District.id)).all()


def roles_of(session: Session, user_id: int, *, on: date) -> frozenset[Role]:
    """The roles granted to a user and in their term on a day."""
    grants = session.scalars(
        sa.select(RoleGrant.role).where(
            RoleGrant.user_id == user_id,
            RoleGrant.revoked_at.is_(None),
            sa.or_(RoleGrant.starts_on.is_(None), RoleGrant.starts_on <= on),
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > on),
        )
    )
    return frozenset(Role(role) for role in grants)


def enterprises_of(session: Session, user_id: int, *, on: date) -> Sequence[Enterprise]:
    """The enterprises a user may act for on a day, by name."""
    return session.scalars(
        sa.select(Enterprise)
        .join(EnterpriseMember, EnterpriseMember.enterprise_id == Enterprise.id)
        .where(EnterpriseMember.user_id == user_id, _member_on(on))
        .order_by(Enterprise.name, Enterprise.id)
    ).all()


def actor(session: Session, user_id: int, *, on: date, enterprise_id: int | None = None) -> Actor:
    """The user as an actor on a day, for one of their enterprises or none; Refused if neither."""
    user = session.get(User, user_id)
    if user is None or user.status is not UserStatus.ACTIVE:
        raise Refused(Refusal("user_not_active"))
    roles = set(roles_of(session, user_id, on=on))
    if enterprise_id is not None:
        member = session.scalars(
            sa.select(EnterpriseMember.id).where(
                EnterpriseMember.user_id == user_id,
                EnterpriseMember.enterprise_id == enterprise_id,
                _member_on(on),
            )
        ).first()
        if member is None:
            raise Refused(Refusal("not_a_member"))
        roles.add(Role.APPLICANT)
    department = None if user.department_id is None else session.get(Department, user.department_id)
    return Actor(
        user_id=user.id,
        name=user.display_name,
        roles=frozenset(roles),
        department=user.department_id,
        enterprise_id=enterprise_id,
        district=None if department is None else department.district_id,
    )


def enterprise_by_code(session: Session, credit_code: str) -> Enterprise | None:
    """The enterprise of a credit code (统一社会信用代码)."""
    return session.scalars(
        sa.select(Enterprise).where(Enterprise.credit_code == credit_code.strip().upper())
    ).one_or_none()


def enterprise_facts(session: Session, enterprise_id: int, *, on: date) -> dict[str, object]:
    """What was known of an enterprise as of a day: of each fact the latest, corrections last."""
    rows = session.execute(
        sa.select(EnterpriseFact.fact, EnterpriseFact.value)
        .where(EnterpriseFact.enterprise_id == enterprise_id, EnterpriseFact.as_of <= on)
        .order_by(EnterpriseFact.as_of, EnterpriseFact.id)
    )
    return {fact: value for fact, value in rows}


def _member_on(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        EnterpriseMember.since <= on,
        sa.or_(EnterpriseMember.until.is_(None), EnterpriseMember.until > on),
    )
