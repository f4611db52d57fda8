"""Delegations (授权代理): the power of an absent officer, lent for a term."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class Delegation(Base):
    """One role of one officer lent to a deputy; ended early by revoking, never deleted."""

    __tablename__ = "delegations"
    __table_args__ = (
        sa.CheckConstraint("until > starts_on", name="has_an_end"),
        sa.CheckConstraint("grantor_id <> deputy_id", name="two_people"),
        sa.Index("ix_delegations_deputy", "deputy_id", "until"),
        sa.Index("ix_delegations_grantor", "grantor_id", "until"),
    )

    id: Mapped[Id]
    grantor_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    deputy_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    role: Mapped[str]
    """A value of `workflows.roles.Role`."""
    department_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))
    clause_id: Mapped[str | None]
    """None lends the power for every clause of the department."""
    limit_fen: Mapped[int | None]
    """Up to this amount, inclusive; None sets no limit beyond the grantor's own."""
    starts_on: Mapped[date]
    until: Mapped[date]
    """The first day on which it no longer runs."""
    reason: Mapped[str]
    granted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    granted_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]
