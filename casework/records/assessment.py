"""The worked calculation (测算) of a case, as recorded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class Assessment(Base):
    """What was put in and what came out, whole, so that an auditor can work it out again.

    The latest one of a case stands; earlier ones stay readable.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="not_negative"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    number: Mapped[int]
    request: Mapped[dict[str, Any]]
    answer: Mapped[dict[str, Any]]
    outcome: Mapped[str]
    """payable, not_payable, unknown … as the rule book answers."""
    eligibility: Mapped[str]
    figure_stands: Mapped[bool]
    """False where an officer's figure is wanted, or breaks a limit."""
    amount_fen: Mapped[int | None]
    ceiling_fen: Mapped[int | None]
    officer_fen: Mapped[int | None]
    """The figure an officer set, where the clause leaves it open (ruling 9)."""
    reason: Mapped[str] = mapped_column(default="")
    as_of: Mapped[date]
    event_number: Mapped[int]
    """The act that recorded it; acts on facts with higher numbers make it outdated."""
    assessed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    assessed_at: Mapped[datetime]
