"""Accounts, roles, sessions and the access log, as the three administrators read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries import sign_in as sign_ins
from casework.records.people import Department, RoleGrant, User, UserStatus
from casework.records.sign_in import AccessEntry, AccessKind, SignIn
from workflows.refusals import Refusal, Refused
from workflows.roles import SYSTEM_USER_ID, Role
from workflows.term import BEIJING

PAGE = 50
KINDS = tuple(AccessKind)
STATUSES = tuple(UserStatus)


@dataclass(frozen=True, slots=True)
class Account:
    """One account in a list."""

    id: int
    sign_in_name: str
    name: str
    department: Department | None
    status: UserStatus
    roles: tuple[Role, ...]
    second_factor: bool
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class Granted:
    """One role that was granted, also when it was taken back since."""

    role: Role
    starts_on: date | None
    until: date | None
    granted_by: str | None
    """None where the office itself granted it, when it was set up."""
    granted_at: datetime
    revoked_by: str | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account with its roles and sessions."""

    account: Account
    created_at: datetime
    password_changed_at: datetime | None
    must_change_password: bool
    grants: Sequence[Granted]
    sessions: Sequence[SignIn]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the access log."""

    id: int
    at: datetime
    kind: AccessKind
    user: str | None
    sign_in_name: str | None
    page: str
    path: str
    address: str
    particulars: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which lines of the access log are wanted; what is left out asks nothing."""

    kind: str = ""
    person: str = ""
    address: str = ""
    since: date | None = None
    until: date | None = None


def accounts(
    session: Session,
    *,
    text: str = "",
    department: str = "",
    role: str = "",
    status: str = "",
    after: int = 0,
) -> tuple[Account, ...]:
    """Accounts of officials by id, one page of them."""
    chosen = (
        sa.select(User, Department)
        .outerjoin(Department, Department.id == User.department_id)
        .where(User.id > after, User.id != SYSTEM_USER_ID)
        .order_by(User.id)
        .limit(PAGE)
    )
    if text:
        like = f"%{_escaped(text.lower())}%"
        chosen = chosen.where(
            sa.or_(
                User.sign_in_name.like(like, escape="\\"),
                sa.func.lower(User.display_name).like(like, escape="\\"),
            )
        )
    if department:
        chosen = chosen.where(User.department_id == department)
    if status in set(UserStatus):
        chosen = chosen.where(User.status == UserStatus(status))
    if role:
        held = sa.select(RoleGrant.user_id).where(
            RoleGrant.role == role, RoleGrant.revoked_at.is_(None)
        )
        chosen = chosen.where(User.id.in_(held))
    rows = session.execute(chosen).all()
    roles = _roles(session, [user.id for user, _ in rows])
    return tuple(_account(user, department, roles) for user, department in rows)


def account(session: Session, user_id: int, *, at: datetime) -> AccountPage:
    """One account; Refused where there is none."""
    user = session.get(User, user_id)
    if user is None or user.id == SYSTEM_USER_ID:
        raise Refused(Refusal("not_found"))
    department = None if user.department_id is None else session.get(Department, user.department_id)
    return AccountPage(
        account=_account(user, department, _roles(session, [user.id])),
        created_at=user.created_at,
        password_changed_at=user.password_changed_at,
        must_change_password=user.must_change_password,
        grants=_grants(session, user_id),
        sessions=sign_ins.open_sign_ins(session, user_id, at=at),
    )


def log(
    session: Session, wanted: LogFilter, *, before: int | None = None, most: int = PAGE
) -> tuple[LogLine, ...]:
    """Lines of the access log, the latest first; goes on before the last one's id."""
    chosen = (
        sa.select(AccessEntry, User.display_name, User.sign_in_name)
        .outerjoin(User, User.id == AccessEntry.user_id)
        .where(*_asked(wanted))
        .order_by(AccessEntry.id.desc())
        .limit(most)
    )
    if before is not None:
        chosen = chosen.where(AccessEntry.id < before)
    return tuple(
        LogLine(
            id=row.id,
            at=row.at,
            kind=row.kind,
            user=name,
            sign_in_name=sign_in_name,
            page=row.page,
            path=row.path,
            address=row.address,
            particulars=row.particulars,
        )
        for row, name, sign_in_name in session.execute(chosen)
    )


def every_department(session: Session) -> Sequence[Department]:
    """Every department, also closed ones."""
    return session.scalars(sa.select(Department).order_by(Department.id)).all()


def _asked(wanted: LogFilter) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = []
    if wanted.kind in set(AccessKind):
        asked.append(AccessEntry.kind == AccessKind(wanted.kind))
    if wanted.person:
        asked.append(User.sign_in_name == wanted.person.strip().lower())
    if wanted.address:
        asked.append(AccessEntry.address == wanted.address.strip())
    if wanted.since is not None:
        asked.append(AccessEntry.at >= _midnight(wanted.since))
    if wanted.until is not None:
        asked.append(AccessEntry.at < _midnight(wanted.until, later=1))
    return asked


def _account(
    user: User, department: Department | None, roles: dict[int, tuple[Role, ...]]
) -> Account:
    return Account(
        id=user.id,
        sign_in_name=user.sign_in_name,
        name=user.display_name,
        department=department,
        status=user.status,
        roles=roles.get(user.id, ()),
        second_factor=user.totp_confirmed_at is not None,
        locked_until=user.locked_until,
    )


def _roles(session: Session, ids: Sequence[int]) -> dict[int, tuple[Role, ...]]:
    rows = session.execute(
        sa.select(RoleGrant.user_id, RoleGrant.role)
        .where(RoleGrant.user_id.in_(ids), RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.id)
    )
    found: dict[int, tuple[Role, ...]] = {}
    for user_id, role in rows:
        found[user_id] = (*found.get(user_id, ()), Role(role))
    return found


def _grants(session: Session, user_id: int) -> list[Granted]:
    by, back = sa.orm.aliased(User), sa.orm.aliased(User)
    rows = session.execute(
        sa.select(RoleGrant, by.display_name, back.display_name)
        .join(by, by.id == RoleGrant.granted_by_id)
        .outerjoin(back, back.id == RoleGrant.revoked_by_id)
        .where(RoleGrant.user_id == user_id)
        .order_by(RoleGrant.id.desc())
    )
    return [
        Granted(
            Role(row.role),
            row.starts_on,
            row.until,
            None if row.granted_by_id == SYSTEM_USER_ID else granted_by,
            row.granted_at,
            revoked_by,
            row.revoked_at,
        )
        for row, granted_by, revoked_by in rows
    ]


def _midnight(day: date, *, later: int = 0) -> datetime:
    """The moment a civil day begins in Beijing."""
    return datetime.combine(day + timedelta(days=later), time(), BEIJING)


def _escaped(text: str) -> str:
    """A text in which LIKE finds its own signs."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
