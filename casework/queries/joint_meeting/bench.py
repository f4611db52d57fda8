"""Who may be asked to sit at a meeting, or come for somebody who does: in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.people import Department, RoleGrant, User, UserStatus
from workflows.meeting.settings import default_settings
from workflows.roles import Role

SITTING = (Role.CONVENER, Role.MEMBER)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who may sit at a meeting."""

    id: int
    name: str
    convener: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """A department and its people who may sit."""

    department_id: str
    department: str
    people: tuple[Sitter, ...]
    votes: bool
    """Whether it may have a vote at all; the others only watch."""


def benches(session: Session, district_id: str | None, *, on: date) -> Sequence[Bench]:
    """The departments of a district that have somebody to send."""
    rows = session.execute(
        sa.select(Department.id, Department.short, User.id, User.display_name, RoleGrant.role)
        .join(User, User.department_id == Department.id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            Department.district_id == district_id,
            Department.closed_on.is_(None),
            User.status == UserStatus.ACTIVE,
            RoleGrant.role.in_([role.value for role in SITTING]),
            RoleGrant.revoked_at.is_(None),
            sa.or_(RoleGrant.starts_on.is_(None), RoleGrant.starts_on <= on),
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > on),
        )
        .order_by(Department.id, User.id)
    )
    found: dict[str, dict[int, Sitter]] = {}
    names: dict[str, str] = {}
    for department_id, short, user_id, name, role in rows:
        names[department_id] = short
        people = found.setdefault(department_id, {})
        before = people.get(user_id)
        convener = role == Role.CONVENER or (before is not None and before.convener)
        people[user_id] = Sitter(user_id, name, convener)
    watching = default_settings().without_vote
    return [
        Bench(
            department_id,
            names[department_id],
            tuple(people.values()),
            department_id not in watching,
        )
        for department_id, people in found.items()
    ]
