"""Users, their roles, enterprises, their members and what is known of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from casework.records.people import (
    Department,
    District,
    Enterprise,
    EnterpriseContact,
    EnterpriseFact,
    EnterpriseMember,
    MemberRole,
    RoleGrant,
    User,
    UserStatus,
)
from workflows.catalogue import Catalogue
from workflows.claims import Reason
from workflows.fact_values import read_value
from workflows.refusals import Refusal, Refused
from workflows.roles import ADMINISTRATORS, Actor, Role
from workflows.term import civil_date

PASSWORDS = PasswordHasher()


def load_rule_book(session: Session, *, catalogue: Catalogue) -> int:
    """Bring in the districts and departments the policies name; how many were new or renamed."""
    changed = 0
    for district in catalogue.districts.values():
        changed += _put(
            session, District, district.id, name=district.name, name_en=district.name_en
        )
    session.flush()
    for department in catalogue.departments.values():
        changed += _put(
            session,
            Department,
            department.id,
            name=department.name,
            name_en=department.name_en,
            short=department.short,
            district_id=department.district,
        )
    return changed


def add_user(
    session: Session,
    *,
    sign_in_name: str,
    display_name: str,
    at: datetime,
    password: str | None = None,
    department_id: str | None = None,
    roles: Iterable[Role] = (),
    granted_by: int = 0,
    must_change_password: bool = False,
    language: str = "zh",
) -> User:
    """Add a person with roles; Refused for a name in use, or roles that exclude each other."""
    name = sign_in_name.strip().lower()
    if not name or not display_name.strip():
        raise Refused(Refusal("name_missing"))
    if session.scalar(sa.select(User.id).where(User.sign_in_name == name)) is not None:
        raise Refused(Refusal("sign_in_name_taken", {"name": name}))
    if department_id is not None and session.get(Department, department_id) is None:
        raise Refused(Refusal("department_unknown", {"department": department_id}))
    user = User(
        sign_in_name=name,
        display_name=display_name.strip(),
        password_hash=None if password is None else PASSWORDS.hash(password),
        department_id=department_id,
        status=UserStatus.ACTIVE,
        must_change_password=must_change_password,
        password_changed_at=None if password is None else at,
        language=language,
        created_at=at,
    )
    session.add(user)
    session.flush()
    for role in sorted(set(roles)):
        grant_role(session, user_id=user.id, role=role, granted_by=granted_by, at=at)
    return user


def grant_role(
    session: Session,
    *,
    user_id: int,
    role: Role,
    granted_by: int,
    at: datetime,
    starts_on: date | None = None,
    until: date | None = None,
) -> RoleGrant:
    """Give a role; Refused where it is held already or may not be held beside another one.

    The three administrators' roles exclude each other and every other one (三员分立).
    """
    held = {
        Role(grant.role)
        for grant in session.scalars(
            sa.select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None))
        )
    }
    if role in held:
        raise Refused(Refusal("role_held", {"role": role}))
    if held and ({role} | held) & ADMINISTRATORS:
        raise Refused(Refusal("roles_exclude", {"role": role, "held": tuple(sorted(held))}))
    if user_id == granted_by:
        raise Refused(Refusal("own_role"))
    grant = RoleGrant(
        user_id=user_id,
        role=role.value,
        starts_on=starts_on,
        until=until,
        granted_by_id=granted_by,
        granted_at=at,
    )
    session.add(grant)
    session.flush()
    return grant


def revoke_role(
    session: Session, *, user_id: int, role: Role, revoked_by: int, at: datetime
) -> None:
    """Take a role back; the grant stays readable. Refused where it is not held."""
    grant = session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.user_id == user_id,
            RoleGrant.role == role.value,
            RoleGrant.revoked_at.is_(None),
        )
    ).one_or_none()
    if grant is None:
        raise Refused(Refusal("role_not_held", {"role": role}))
    grant.revoked_by_id, grant.revoked_at = revoked_by, at


def register_enterprise(
    session: Session,
    *,
    credit_code: str,
    name: str,
    at: datetime,
    district_id: str | None = None,
    kind: str = "enterprise",
    legal_person: str = "",
    address: str = "",
    override_by: int | None = None,
    override_reason: str = "",
) -> Enterprise:
    """Register an enterprise; Refused for a wrong or known credit code.

    A code whose check digit fails is taken only with an officer's reviewed reason.
    """
    code = uscc.compact(credit_code)
    overridden = override_by is not None and bool(override_reason.strip())
    if not overridden:
        _refuse_wrong_code(code)
    if not name.strip():
        raise Refused(Refusal("name_missing"))
    if session.scalar(sa.select(Enterprise.id).where(Enterprise.credit_code == code)) is not None:
        raise Refused(Refusal("enterprise_known", {"code": code}))
    enterprise = Enterprise(
        credit_code=code,
        code_override_by_id=override_by if overridden else None,
        code_override_reason=override_reason.strip() if overridden else None,
        name=name.strip(),
        kind=kind,
        district_id=district_id,
        legal_person=legal_person.strip(),
        registered_address=address.strip(),
        created_at=at,
    )
    session.add(enterprise)
    session.flush()
    session.add(EnterpriseContact(enterprise_id=enterprise.id))
    session.flush()
    return enterprise


def add_member(
    session: Session, *, enterprise_id: int, user_id: int, role: MemberRole, since: date
) -> EnterpriseMember:
    """Let a user act for an enterprise from a day on; Refused where they already do."""
    known = sa.select(EnterpriseMember.id).where(
        EnterpriseMember.enterprise_id == enterprise_id,
        EnterpriseMember.user_id == user_id,
        EnterpriseMember.until.is_(None),
    )
    if session.scalar(known) is not None:
        raise Refused(Refusal("member_already"))
    member = EnterpriseMember(enterprise_id=enterprise_id, user_id=user_id, role=role, since=since)
    session.add(member)
    session.flush()
    return member


def end_membership(session: Session, *, member_id: int, until: date) -> None:
    """End a membership; Refused for the last owner, who would leave nobody to answer."""
    member = session.get_one(EnterpriseMember, member_id)
    owners = sa.select(sa.func.count()).where(
        EnterpriseMember.enterprise_id == member.enterprise_id,
        EnterpriseMember.role == MemberRole.OWNER,
        EnterpriseMember.until.is_(None),
        EnterpriseMember.id != member_id,
    )
    if member.role is MemberRole.OWNER and not session.scalar(owners):
        raise Refused(Refusal("last_owner"))
    member.until = until


def record_enterprise_fact(
    session: Session,
    *,
    catalogue: Catalogue,
    enterprise_id: int,
    fact: str,
    value: Any,
    as_of: date,
    source: str,
    actor: Actor,
    at: datetime,
) -> EnterpriseFact:
    """Record what is known of an enterprise as of a day; Refused for a fact no rule knows."""
    entry = catalogue.facts.get(fact)
    if entry is None:
        raise Refused(Refusal("fact_unknown", {"fact": fact}))
    read = read_value(entry, value)
    if isinstance(read, Reason):
        raise Refused(Refusal("fact_unreadable", {"fact": entry.label, "given": str(value)}))
    if not source.strip():
        raise Refused(Refusal("source_missing", {"fact": entry.label}))
    if as_of > civil_date(at):
        raise Refused(Refusal("fact_in_future", {"fact": entry.label, "as_of": as_of}))
    row = EnterpriseFact(
        enterprise_id=enterprise_id,
        fact=fact,
        value=value,
        as_of=as_of,
        source=source.strip(),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    session.add(row)
    session.flush()
    return row


def first_password() -> str:
    """A password to be changed at the first sign-in, easy to read aloud."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4)) + "-7"


def _refuse_wrong_code(code: str) -> None:
    try:
        uscc.validate(code)
    except ValidationError:
        raise Refused(Refusal("credit_code_wrong", {"code": code})) from None


def _put(session: Session, record: Any, key: str, **values: Any) -> bool:
    """Insert or rename one row of the dictionary; whether anything changed."""
    row = session.get(record, key)
    if row is None:
        session.add(record(id=key, **values))
        return True
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
