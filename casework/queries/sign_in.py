"""Who is signed in, and what stands between them and the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries import people
from casework.records.people import (
    Department,
    Enterprise,
    EnterpriseMember,
    RoleGrant,
    User,
    UserStatus,
)
from casework.records.sign_in import Attempts, SignIn
from workflows.roles import Actor, Role
from workflows.term import civil_date

PASSWORD_DAYS = 90
"""How long an official's password lasts (practice 2.8)."""
LONGEST = timedelta(hours=12)
"""However busy: after so long everybody signs in again."""


class Wants(StrEnum):
    """What a person has to do before any page opens."""

    CODE = "code"
    ENROLMENT = "enrolment"
    NEW_PASSWORD = "new_password"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is needed to check a password; nothing of it is ever shown."""

    user_id: int
    sign_in_name: str
    active: bool
    password_hash: str | None
    earlier_password_hashes: tuple[str, ...]
    locked_until: datetime | None
    failed: int
    official: bool
    totp_secret: str | None
    totp_confirmed: bool
    totp_last_step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The enterprise or department a person acts for."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A person behind a signed-in browser, as pages and commands need them."""

    sign_in_id: int
    sign_in_name: str
    language: str
    seen_at: datetime
    actor: Actor
    place: Place | None
    wants: Wants
    enterprises: int
    """How many enterprises the person may act for."""
    acting_for: str = ""
    """Name of the officer whose power is exercised as a deputy."""


def account(session: Session, sign_in_name: str, *, at: datetime) -> Account | None:
    """The account of a sign-in name, None where there is none."""
    user = people.by_sign_in_name(session, sign_in_name)
    return None if user is None else _account(session, user, at)


def account_of(session: Session, user_id: int, *, at: datetime) -> Account:
    """The account of a known user."""
    return _account(session, session.get_one(User, user_id), at)


def signed_in(
    session: Session,
    token: str,
    *,
    at: datetime,
    idle: timedelta,
    second_factor: bool,
    passwords_age: bool = True,
) -> SignedIn | None:
    """Who holds this token, or None where it was ended, is too old or was never given."""
    row = session.execute(
        sa.select(SignIn, User, Department, Enterprise)
        .join(User, User.id == SignIn.user_id)
        .outerjoin(Department, Department.id == User.department_id)
        .outerjoin(Enterprise, Enterprise.id == SignIn.enterprise_id)
        .where(
            SignIn.token_hash == hash_of_token(token),
            SignIn.ended_at.is_(None),
            SignIn.epoch == User.session_epoch,
            SignIn.seen_at > at - idle,
            SignIn.opened_at > at - LONGEST,
            User.status == UserStatus.ACTIVE,
        )
    ).one_or_none()
    if row is None:
        return None
    sign_in, user = row[0], row[1]
    department: Department | None = row[2]
    enterprise: Enterprise | None = row[3]
    granted = people.roles_of(session, user.id, on=civil_date(at))
    memberships = _memberships(session, user.id, at)
    if enterprise is not None and enterprise.id not in memberships:
        enterprise = None
    actor = Actor(
        user_id=user.id,
        name=user.display_name,
        roles=granted if enterprise is None else frozenset({Role.APPLICANT}),
        department=user.department_id if enterprise is None else None,
        enterprise_id=None if enterprise is None else enterprise.id,
        district=None if department is None or enterprise is not None else department.district_id,
    )
    return SignedIn(
        sign_in_id=sign_in.id,
        sign_in_name=user.sign_in_name,
        language=user.language,
        seen_at=sign_in.seen_at,
        actor=actor,
        place=_place(department, enterprise),
        wants=_wants(
            user,
            sign_in,
            official=bool(granted),
            oldest=at - timedelta(days=PASSWORD_DAYS) if passwords_age else None,
            second_factor=second_factor,
        ),
        enterprises=len(memberships),
    )


def open_sign_ins(session: Session, user_id: int, *, at: datetime) -> Sequence[SignIn]:
    """The signed-in browsers of a user, the latest first."""
    return session.scalars(
        sa.select(SignIn)
        .join(User, User.id == SignIn.user_id)
        .where(
            SignIn.user_id == user_id,
            SignIn.ended_at.is_(None),
            SignIn.epoch == User.session_epoch,
            SignIn.opened_at > at - LONGEST,
        )
        .order_by(SignIn.seen_at.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Someone:
    """One person of a trial office, as its sign-in page lists them."""

    sign_in_name: str
    name: str
    roles: tuple[Role, ...]
    enterprise: str


MOST_LISTED = 60


def everybody(session: Session, *, on: date) -> tuple[Someone, ...]:
    """Who may sign in, officials by their roles first, then enterprises; for trial offices."""
    users = session.scalars(
        sa.select(User)
        .where(User.status == UserStatus.ACTIVE, User.password_hash.is_not(None))
        .order_by(User.id)
        .limit(MOST_LISTED)
    ).all()
    ids = [user.id for user in users]
    roles: dict[int, list[Role]] = {}
    for user_id, role in session.execute(
        sa.select(RoleGrant.user_id, RoleGrant.role).where(
            RoleGrant.user_id.in_(ids), RoleGrant.revoked_at.is_(None)
        )
    ):
        roles.setdefault(user_id, []).append(Role(role))
    places = dict(
        session.execute(
            sa.select(EnterpriseMember.user_id, Enterprise.name)
            .join(Enterprise, Enterprise.id == EnterpriseMember.enterprise_id)
            .where(EnterpriseMember.user_id.in_(ids), EnterpriseMember.since <= on)
        ).all()
    )
    return tuple(
        Someone(
            user.sign_in_name,
            user.display_name,
            tuple(sorted(roles.get(user.id, []), key=tuple(Role).index)),
            places.get(user.id, ""),
        )
        for user in users
    )


def attempts(session: Session, scope: str, subject: str, *, since: datetime) -> int:
    """How often something was tried from a moment on."""
    counted = sa.select(sa.func.coalesce(sa.func.sum(Attempts.count), 0)).where(
        Attempts.scope == scope, Attempts.subject == subject, Attempts.since > since
    )
    return int(session.scalar(counted) or 0)


def hash_of_token(token: str) -> str:
    """What the office keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _account(session: Session, user: User, at: datetime) -> Account:
    return Account(
        user_id=user.id,
        sign_in_name=user.sign_in_name,
        active=user.status is UserStatus.ACTIVE,
        password_hash=user.password_hash,
        earlier_password_hashes=tuple(user.earlier_password_hashes),
        locked_until=user.locked_until,
        failed=user.failed_sign_ins,
        official=bool(people.roles_of(session, user.id, on=civil_date(at))),
        totp_secret=user.totp_secret,
        totp_confirmed=user.totp_confirmed_at is not None,
        totp_last_step=user.totp_last_step or 0,
    )


def _memberships(session: Session, user_id: int, at: datetime) -> frozenset[int]:
    today = civil_date(at)
    return frozenset(
        session.scalars(
            sa.select(EnterpriseMember.enterprise_id).where(
                EnterpriseMember.user_id == user_id,
                EnterpriseMember.since <= today,
                sa.or_(EnterpriseMember.until.is_(None), EnterpriseMember.until > today),
            )
        )
    )


def _place(department: Department | None, enterprise: Enterprise | None) -> Place | None:
    if enterprise is not None:
        return Place(name=enterprise.name, name_en=enterprise.name)
    if department is not None:
        return Place(name=department.name, name_en=department.name_en)
    return None


def _wants(
    user: User, sign_in: SignIn, *, official: bool, oldest: datetime | None, second_factor: bool
) -> Wants:
    if official and second_factor and sign_in.second_factor_at is None:
        return Wants.ENROLMENT if user.totp_confirmed_at is None else Wants.CODE
    changed = user.password_changed_at or user.created_at
    aged = official and oldest is not None and changed < oldest
    return Wants.NEW_PASSWORD if user.must_change_password or aged else Wants.NOTHING
