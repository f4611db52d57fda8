"""Recusals (回避): who must stay out of a case, who said so, and what was decided."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id
from workflows.meeting.recusal import RecusalGround, Standing


class Recusal(Base):
    """One person's recusal from one case, in every capacity and every place of the system."""

    __tablename__ = "recusals"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "person_id"),
        sa.Index("ix_recusals_person", "person_id", "standing"),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided_by_somebody"
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    ground: Mapped[RecusalGround]
    reason: Mapped[str]
    raised_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    """The person themselves: declared. Anybody else: proposed."""
    raised_at: Mapped[datetime]
    standing: Mapped[Standing] = mapped_column(default=Standing.PENDING)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    voided_review: Mapped[bool] = mapped_column(default=False)
    """True where it was found late: the person's review fell and the case went back."""
