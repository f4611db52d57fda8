"""Accounts money goes to: entries that wait for a second person, and those decided lately."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.records.payment_check import AccountCorrection
from casework.records.people import Enterprise, User
from workflows.roles import Actor

ROWS = 50
"""How many rows a page shows."""


def corrections(session: Session, actor: Actor) -> Sequence[Any]:
    """The entries for enterprises of the actor's district, open ones first, then the newest."""
    entered, decided = aliased(User), aliased(User)
    return session.execute(
        sa.select(
            AccountCorrection,
            Enterprise.name.label("enterprise"),
            Enterprise.credit_code,
            entered.display_name.label("entered_by"),
            decided.display_name.label("decided_by"),
        )
        .join(Enterprise, Enterprise.id == AccountCorrection.enterprise_id)
        .join(entered, entered.id == AccountCorrection.entered_by_id)
        .outerjoin(decided, decided.id == AccountCorrection.decided_by_id)
        .where(Enterprise.district_id == actor.district)
        .order_by(AccountCorrection.decided_at.is_not(None), AccountCorrection.id.desc())
        .limit(ROWS)
    ).all()


def enterprise_of(session: Session, actor: Actor, credit_code: str) -> int | None:
    """The enterprise of the actor's district with this code; None where there is none."""
    return session.scalar(
        sa.select(Enterprise.id).where(
            Enterprise.credit_code == credit_code.strip().upper(),
            Enterprise.district_id == actor.district,
        )
    )


def in_district(session: Session, actor: Actor, enterprise_id: int) -> bool:
    """Whether an enterprise is of the actor's district."""
    found = session.get(Enterprise, enterprise_id)
    return found is not None and found.district_id == actor.district
