"""Notices in people's inboxes: what they were told of a case, and when they read it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class Notice(Base):
    """One event of a case told to one person, in the words it was told in."""

    __tablename__ = "notices"
    __table_args__ = (
        sa.UniqueConstraint("recipient_id", "case_id", "event_number"),
        sa.Index("ix_notices_inbox", "recipient_id", "id"),
    )

    id: Mapped[Id]
    recipient_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    event_number: Mapped[int]
    audience: Mapped[str]
    """As whom the person was told: a value of `workflows.definition.Audience`."""
    text: Mapped[str]
    delivered_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
