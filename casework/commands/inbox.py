"""Noting that a person has read what they were told."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.notice import Notice


def mark_read(session: Session, user_id: int, *, at: datetime) -> None:
    """Mark everything in the inbox as read."""
    session.execute(
        sa.update(Notice)
        .where(Notice.recipient_id == user_id, Notice.read_at.is_(None))
        .values(read_at=at)
    )
