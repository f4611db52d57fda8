"""One enterprise as its own people see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.people import (
    District,
    Enterprise,
    EnterpriseContact,
    EnterpriseFact,
    EnterpriseMember,
    MemberRole,
    User,
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acts, or acted, for the enterprise."""

    id: int
    user_id: int
    name: str
    sign_in_name: str
    role: MemberRole
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class KnownFact:
    """What the registers know of the enterprise, as of a day."""

    fact: str
    value: Any
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """An enterprise with its contact, its people and what is known of it."""

    enterprise: Enterprise
    district: District | None
    contact: EnterpriseContact
    members: Sequence[Member]
    facts: Sequence[KnownFact]


def profile(session: Session, enterprise_id: int, *, on: date) -> Profile:
    """The enterprise as it is known on a day."""
    enterprise = session.get_one(Enterprise, enterprise_id)
    rows = session.execute(
        sa.select(EnterpriseMember, User.display_name, User.sign_in_name)
        .join(User, User.id == EnterpriseMember.user_id)
        .where(EnterpriseMember.enterprise_id == enterprise_id)
        .order_by(EnterpriseMember.until.is_not(None), EnterpriseMember.id)
    )
    return Profile(
        enterprise=enterprise,
        district=None
        if enterprise.district_id is None
        else session.get(District, enterprise.district_id),
        contact=session.get_one(EnterpriseContact, enterprise_id),
        members=[
            Member(one.id, one.user_id, name, sign_in, one.role, one.since, one.until)
            for one, name, sign_in in rows
        ],
        facts=_facts(session, enterprise_id, on),
    )


def _facts(session: Session, enterprise_id: int, on: date) -> list[KnownFact]:
    rows = session.scalars(
        sa.select(EnterpriseFact)
        .where(EnterpriseFact.enterprise_id == enterprise_id, EnterpriseFact.as_of <= on)
        .order_by(EnterpriseFact.as_of, EnterpriseFact.id)
    )
    latest = {row.fact: KnownFact(row.fact, row.value, row.as_of, row.source) for row in rows}
    return [latest[fact] for fact in sorted(latest)]
