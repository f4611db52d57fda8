"""Notices in people's inboxes: what they were told of cases and meetings, and when they read."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id

_UNREAD = sa.text("read_at IS NULL")


class Notice(Base):
    """One event of a case or act of a meeting, in the words in which one person was told."""

    __tablename__ = "notices"
    __table_args__ = (
        sa.UniqueConstraint("recipient_id", "case_id", "event_number"),
        sa.UniqueConstraint("recipient_id", "meeting_id", "act_number"),
        sa.CheckConstraint("(case_id IS NULL) <> (meeting_id IS NULL)", name="case_or_meeting"),
        sa.Index("ix_notices_inbox", "recipient_id", "id"),
        sa.Index(
            "ix_notices_unread", "recipient_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD
        ),
    )

    id: Mapped[Id]
    recipient_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))
    event_number: Mapped[int | None]
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    act_number: Mapped[int | None]
    audience: Mapped[str]
    """As whom: a value of `workflows.definition.Audience`, or `sitting` for a meeting."""
    text: Mapped[str]
    delivered_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
