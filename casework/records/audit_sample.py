"""Samples an auditor drew (审计抽样): seed and frame, so that anybody can draw them again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class AuditSample(Base):
    """One sample. UPDATE and DELETE are rejected by the database."""

    __tablename__ = "audit_samples"
    __table_args__ = (
        sa.CheckConstraint("size > 0 AND size <= frame_size", name="within_its_frame"),
        sa.Index("ix_audit_samples_drawn_by", "drawn_by_id", "id"),
    )

    id: Mapped[Id]
    name: Mapped[str]
    seed: Mapped[str]
    """Any text; the cases are put in the order of SHA-256 over seed and reference."""
    filters: Mapped[dict[str, Any]]
    """Which cases it was drawn from."""
    frame_size: Mapped[int]
    """How many cases that were."""
    frame_hash: Mapped[str]
    """SHA-256 over their references: tells whether the same cases are there when it is redone."""
    size: Mapped[int]
    drawn: Mapped[list[Any]]
    """References in the order they were drawn."""
    drawn_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    drawn_at: Mapped[datetime]
