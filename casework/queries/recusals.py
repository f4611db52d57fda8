"""Recusals raised on a case, as its officers read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.records.people import User
from casework.records.recusal import Recusal
from workflows.meeting.recusal import RecusalGround, Standing


class ClaimRow(NamedTuple):
    """One recusal raised on the case."""

    person_id: int
    person: str
    ground: RecusalGround
    reason: str
    raised_by_id: int
    raised_by: str
    standing: Standing
    decided_by: str | None
    decision_reason: str
    voided_review: bool


def claims_of(session: Session, case_id: int) -> Sequence[ClaimRow]:
    """Every recusal raised on a case, in order."""
    person, raiser, decider = aliased(User), aliased(User), aliased(User)
    rows = session.execute(
        sa.select(
            Recusal.person_id,
            person.display_name,
            Recusal.ground,
            Recusal.reason,
            Recusal.raised_by_id,
            raiser.display_name,
            Recusal.standing,
            decider.display_name,
            Recusal.decision_reason,
            Recusal.voided_review,
        )
        .join(person, person.id == Recusal.person_id)
        .join(raiser, raiser.id == Recusal.raised_by_id)
        .outerjoin(decider, decider.id == Recusal.decided_by_id)
        .where(Recusal.case_id == case_id)
        .order_by(Recusal.id)
    )
    return [ClaimRow._make(row) for row in rows]
