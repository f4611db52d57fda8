"""The history of a case (办理记录): added to, never edited, chained event by event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class CaseEvent(Base):
    """One act on a case: who, when, in which capacity, from where to where, and with what words.

    An act that moves nothing (an assignment, an opinion) has the same source and target. Acts on an
    instalment name it and carry its states. UPDATE and DELETE are rejected by the database.
    """

    __tablename__ = "case_events"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.Index("ix_case_events_actor", "actor_id", "at"),
        sa.Index("ix_case_events_at", "at", "id"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    number: Mapped[int]
    instalment: Mapped[int | None]
    """Number of the instalment acted on, None for the case itself."""
    action: Mapped[str]
    source: Mapped[str]
    target: Mapped[str]
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    """Whom a deputy stood in for: both names count (ruling 29)."""
    department_id: Mapped[str | None] = mapped_column(sa.ForeignKey("departments.id"))
    capacity: Mapped[str]
    """applying, reviewing, approving, paying … as the same-person rule counts them."""
    remarks: Mapped[str]
    particulars: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]
