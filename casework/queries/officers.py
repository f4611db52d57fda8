"""Officers of a district by the roles they hold on a day: to choose somebody from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.people import Department, RoleGrant, User, UserStatus
from workflows.roles import ADMINISTRATORS, Role


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who works for a department of the district."""

    id: int
    name: str
    department: str


def officers(
    session: Session, district_id: str | None, *, on: date, roles: Collection[Role] | None = None
) -> Sequence[Officer]:
    """Officers who hold one of these roles, or any but those of administrators and auditors."""
    wanted = set(Role) - ADMINISTRATORS - {Role.AUDITOR} if roles is None else set(roles)
    rows = session.execute(
        sa.select(User.id, User.display_name, Department.short)
        .join(Department, Department.id == User.department_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            Department.district_id == district_id,
            User.status == UserStatus.ACTIVE,
            RoleGrant.role.in_(sorted(role.value for role in wanted)),
            RoleGrant.revoked_at.is_(None),
            sa.or_(RoleGrant.starts_on.is_(None), RoleGrant.starts_on <= on),
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > on),
        )
        .distinct()
        .order_by(Department.short, User.id)
    )
    return [Officer(*row) for row in rows]
