"""What an enterprise does for itself: signs up, names its people, keeps its contact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import people
from casework.records.people import (
    EnterpriseContact,
    EnterpriseMember,
    MemberRole,
    User,
)
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import Actor
from workflows.term import civil_date

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What somebody types to sign an enterprise up."""

    credit_code: str
    name: str
    kind: str
    district_id: str | None
    legal_person: str
    address: str
    contact_name: str
    phone: str
    email: str
    sign_in_name: str


def sign_up(
    session: Session, registration: Registration, *, password_hash: str, at: datetime
) -> User:
    """Register an enterprise with the person who answers for it; Refused with every fault."""
    refusals: list[Refusal] = list(contact_faults(registration.phone, registration.email))
    try:
        enterprise = people.register_enterprise(
            session,
            credit_code=registration.credit_code,
            name=registration.name,
            at=at,
            district_id=registration.district_id,
            kind=registration.kind,
            legal_person=registration.legal_person,
            address=registration.address,
        )
    except Refused as refused:
        raise Refused(*refused.refusals, *refusals) from None
    user = people.add_user(
        session,
        sign_in_name=registration.sign_in_name,
        display_name=registration.contact_name,
        at=at,
    )
    user.password_hash, user.password_changed_at = password_hash, at
    refuse_any(refusals)
    people.add_member(
        session,
        enterprise_id=enterprise.id,
        user_id=user.id,
        role=MemberRole.OWNER,
        since=civil_date(at),
    )
    contact = session.get_one(EnterpriseContact, enterprise.id)
    contact.contact_name = registration.contact_name.strip()
    contact.phone, contact.email = registration.phone.strip(), registration.email.strip()
    session.flush()
    return user


def contact_faults(phone: str, email: str) -> list[Refusal]:
    """What is wrong with a phone number or an address; empty ones are taken."""
    faults = []
    typed = phone.strip()
    if typed and not (_MOBILE.fullmatch(typed) or _LANDLINE.fullmatch(typed)):
        faults.append(Refusal("phone_unreadable", {"phone": typed}))
    if email.strip() and not _EMAIL.fullmatch(email.strip()):
        faults.append(Refusal("email_unreadable", {"email": email.strip()}))
    return faults


def edit_contact(
    session: Session, *, contact_name: str, phone: str, email: str, seen: int, actor: Actor
) -> None:
    """Change whom the office calls; Refused if somebody else changed it since it was shown."""
    refuse_any(contact_faults(phone, email))
    contact = session.get_one(EnterpriseContact, _own(actor))
    if contact.last_change != seen:
        raise Refused(Refusal("changed_meanwhile"))
    contact.contact_name, contact.phone = contact_name.strip(), phone.strip()
    contact.email = email.strip()
    session.flush()


def invite(
    session: Session,
    *,
    sign_in_name: str,
    display_name: str,
    password_hash: str,
    role: str,
    actor: Actor,
    at: datetime,
) -> User:
    """Let a further person act for the enterprise: a new account with a first password.

    Only an owner names people; Refused where the sign-in name is taken.
    """
    _refuse_others(session, actor, at)
    user = people.add_user(
        session,
        sign_in_name=sign_in_name,
        display_name=display_name,
        at=at,
        must_change_password=True,
    )
    user.password_hash, user.password_changed_at = password_hash, at
    people.add_member(
        session,
        enterprise_id=_own(actor),
        user_id=user.id,
        role=MemberRole(role),
        since=civil_date(at),
    )
    return user


def dismiss(session: Session, *, member_id: int, actor: Actor, at: datetime) -> None:
    """End somebody's acting for the enterprise; what they did stays."""
    _refuse_others(session, actor, at)
    member = session.get(EnterpriseMember, member_id)
    if member is None or member.enterprise_id != _own(actor):
        raise Refused(Refusal("not_found"))
    people.end_membership(session, member_id=member_id, until=civil_date(at))


def _own(actor: Actor) -> int:
    if actor.enterprise_id is None:
        raise Refused(Refusal("no_enterprise"))
    return actor.enterprise_id


def _refuse_others(session: Session, actor: Actor, at: datetime) -> None:
    member = session.scalars(
        sa.select(EnterpriseMember).where(
            EnterpriseMember.enterprise_id == _own(actor),
            EnterpriseMember.user_id == actor.user_id,
            EnterpriseMember.until.is_(None),
        )
    ).one_or_none()
    if member is None or member.role is not MemberRole.OWNER:
        raise Refused(Refusal("owner_only"))
