"""What a person was told of cases and meetings, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.notice import Notice

MOST_COUNTED = 99
"""Unread notices are on every page, so they are not counted to their end."""


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in an inbox."""

    id: int
    reference: str
    """Of the case or meeting."""
    of_meeting: bool
    text: str
    delivered_at: datetime
    read_at: datetime | None


def latest(
    session: Session, user_id: int, *, before: int | None = None, most: int = 30
) -> tuple[Told, ...]:
    """Notices of a person, the latest first; goes on before the last one's id."""
    chosen = (
        sa.select(
            Notice.id,
            sa.func.coalesce(Case.reference, JointMeeting.reference),
            Notice.meeting_id.is_not(None),
            Notice.text,
            Notice.delivered_at,
            Notice.read_at,
        )
        .outerjoin(Case, Case.id == Notice.case_id)
        .outerjoin(JointMeeting, JointMeeting.id == Notice.meeting_id)
        .where(Notice.recipient_id == user_id)
        .order_by(Notice.id.desc())
        .limit(most)
    )
    if before is not None:
        chosen = chosen.where(Notice.id < before)
    return tuple(Told(*row) for row in session.execute(chosen))


def unread(session: Session, user_id: int) -> int:
    """How many notices a person has not read, counted no further than to one above the most."""
    some = (
        sa.select(Notice.id)
        .where(Notice.recipient_id == user_id, Notice.read_at.is_(None))
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return int(session.scalar(sa.select(sa.func.count()).select_from(some)) or 0)
