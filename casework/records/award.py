"""The decision to support (支持决定) and its amount."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class Award(Base):
    """A decided amount. A change is a further award with the next number; none is edited."""

    __tablename__ = "awards"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("amount_fen >= 0", name="not_negative"),
        sa.Index("ix_awards_enterprise", "enterprise_id", "decided_on"),
        sa.Index("ix_awards_decided", "decided_on"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    number: Mapped[int] = mapped_column(default=1)
    """1 for the first decision, then counted up; the highest stands."""
    decision_number: Mapped[str] = mapped_column(unique=True)
    enterprise_id: Mapped[int] = mapped_column(sa.ForeignKey("enterprises.id"))
    clause_id: Mapped[str]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessments.id"))
    amount_fen: Mapped[int]
    recommended_fen: Mapped[int]
    fiscal_year: Mapped[int]
    plan: Mapped[list[Any]]
    """The plan of payments as decided: number, name, fen, due, conditions."""
    conditions: Mapped[str] = mapped_column(default="")
    """Conditions written into the decision letter: a possible ground of recovery (ruling 30)."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it is below the recommendation, partial, or changed (rulings 17, 29)."""
    event_number: Mapped[int]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    decided_at: Mapped[datetime]
    decided_on: Mapped[date]
