"""What the three administrators do (三员分立): accounts, rights, and neither of the two alone.

The system administrator keeps accounts and grants nothing; the security administrator grants
roles and keeps no account; the audit administrator only reads. None of them sees a case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import assignment, people, sign_in
from casework.queries.people import roles_of
from casework.records.case import IN_HAND, Case
from casework.records.people import Department, User, UserStatus
from workflows.refusals import Refusal, Refused
from workflows.roles import SYSTEM, Actor, Role
from workflows.term import civil_date
from workflows.wording import phrase

NOT_GRANTED = frozenset({Role.APPLICANT, Role.SYSTEM})
"""Roles nobody is granted: an applicant is a member of an enterprise."""


def open_account(
    session: Session,
    *,
    sign_in_name: str,
    display_name: str,
    department_id: str | None,
    password_hash: str,
    actor: Actor,
    at: datetime,
) -> User:
    """Open an account without any role; its first password has to be changed."""
    _only(actor, Role.SYSTEM_ADMIN)
    user = people.add_user(
        session,
        sign_in_name=sign_in_name,
        display_name=display_name,
        department_id=department_id,
        at=at,
        must_change_password=True,
    )
    user.password_hash, user.password_changed_at = password_hash, at
    session.flush()
    return user


def set_status(
    session: Session, *, user_id: int, status: str, actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Suspend, reinstate or sign off an account; the references of cases it gives back.

    Whoever may no longer sign in has their sessions ended and their cases returned to the
    department, each with its line in the history.
    """
    _only(actor, Role.SYSTEM_ADMIN)
    user = _other(session, user_id, actor)
    user.status = UserStatus(status)
    if user.status is UserStatus.ACTIVE:
        return ()
    sign_in.end_others(session, user_id=user_id, at=at)
    return _give_back_cases(session, user_id, at)


def reset_password(
    session: Session, *, user_id: int, password_hash: str, actor: Actor, at: datetime
) -> None:
    """Give a new first password, unlock the account and end its sessions."""
    _only(actor, Role.SYSTEM_ADMIN)
    user = _other(session, user_id, actor)
    user.password_hash, user.password_changed_at = password_hash, at
    user.must_change_password, user.failed_sign_ins, user.locked_until = True, 0, None
    user.session_epoch += 1
    session.flush()


def move(
    session: Session, *, user_id: int, department_id: str | None, actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Move somebody to another department; their cases stay with the old one."""
    _only(actor, Role.SYSTEM_ADMIN)
    user = _other(session, user_id, actor)
    if department_id is not None and session.get(Department, department_id) is None:
        raise Refused(Refusal("department_unknown", {"department": department_id}))
    user.department_id = department_id
    session.flush()
    return _give_back_cases(session, user_id, at)


def reset_second_factor(session: Session, *, user_id: int, actor: Actor) -> None:
    """Let somebody set up the second factor anew, e.g. after losing a phone; ends sessions."""
    _only(actor, Role.SECURITY_ADMIN)
    user = _other(session, user_id, actor)
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    user.session_epoch += 1
    session.flush()


def end_sessions(session: Session, *, user_id: int, actor: Actor, at: datetime) -> None:
    """End every session of somebody."""
    _only(actor, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    sign_in.end_others(session, user_id=_other(session, user_id, actor).id, at=at)


def grant(
    session: Session,
    *,
    user_id: int,
    roles: Iterable[Role],
    actor: Actor,
    at: datetime,
    starts_on: date | None = None,
    until: date | None = None,
) -> None:
    """Grant roles for a term; Refused for one's own, and where roles exclude each other."""
    _only(actor, Role.SECURITY_ADMIN)
    _other(session, user_id, actor)
    for role in roles:
        if role in NOT_GRANTED:
            raise Refused(Refusal("role_not_granted", {"role": role}))
        people.grant_role(
            session,
            user_id=user_id,
            role=role,
            granted_by=actor.user_id,
            at=at,
            starts_on=starts_on,
            until=until,
        )


def revoke(session: Session, *, user_id: int, role: Role, actor: Actor, at: datetime) -> None:
    """Take a role back; the grant stays readable, and who reviews no more has no case left."""
    _only(actor, Role.SECURITY_ADMIN)
    _other(session, user_id, actor)
    people.revoke_role(session, user_id=user_id, role=role, revoked_by=actor.user_id, at=at)
    left = roles_of(session, user_id, on=civil_date(at))
    if not left & {Role.REVIEWER, Role.SECOND_REVIEWER}:
        _give_back_cases(session, user_id, at)


def close_department(
    session: Session, *, department_id: str, closed_on: date | None, actor: Actor
) -> None:
    """Close a department from a day on, or open it again with None; it is never deleted."""
    _only(actor, Role.SYSTEM_ADMIN)
    department = session.get(Department, department_id)
    if department is None:
        raise Refused(Refusal("department_unknown", {"department": department_id}))
    department.closed_on = closed_on
    session.flush()


def _give_back_cases(session: Session, user_id: int, at: datetime) -> tuple[str, ...]:
    """Return every case in hand of somebody to its department."""
    references = session.scalars(
        sa.select(Case.reference).where(Case.assigned_to_id == user_id, IN_HAND)
    ).all()
    for reference in references:
        assignment.assign(
            session,
            reference=reference,
            seen=None,
            to=None,
            actor=SYSTEM,
            at=at,
            remarks=phrase("cases_given_back", {}),
        )
    return tuple(references)


def _only(actor: Actor, *roles: Role) -> None:
    if not actor.roles.intersection(roles):
        raise Refused(Refusal("not_your_step", {"roles": roles}))


def _other(session: Session, user_id: int, actor: Actor) -> User:
    user = session.get(User, user_id)
    if user is None or user.id == SYSTEM.user_id:
        raise Refused(Refusal("not_found"))
    if user.id == actor.user_id:
        raise Refused(Refusal("own_account"))
    return user
