"""Minutes (会议纪要): drafts, countersignatures, corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class MinutesDraft(Base):
    """One version of the draft, as recorded facts and edited words. Added to only."""

    __tablename__ = "minutes_drafts"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "version"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    drafted_at: Mapped[datetime]


class MinutesSignature(Base):
    """A countersignature (会签) under one version. Added to only."""

    __tablename__ = "minutes_signatures"
    __table_args__ = (sa.UniqueConstraint("draft_id", "seat_id"),)

    id: Mapped[Id]
    draft_id: Mapped[int] = mapped_column(sa.ForeignKey("minutes_drafts.id"))
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_seats.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    signed_at: Mapped[datetime]


class MinutesCorrection(Base):
    """A numbered correction (更正) of issued minutes; what was issued stays as it is."""

    __tablename__ = "minutes_corrections"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "serial"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    serial: Mapped[int]
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id"))
    text: Mapped[str]
    reason: Mapped[str]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("documents.id"))
    corrected_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    corrected_at: Mapped[datetime]
