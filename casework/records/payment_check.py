"""What is looked at before money leaves: conditions found to be met, and accounts corrected."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class ConditionCheck(Base):
    """What an officer found of one condition of an instalment. Added to only; the latest stands."""

    __tablename__ = "condition_checks"
    __table_args__ = (sa.Index("ix_condition_checks_case", "case_id", "instalment"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    instalment: Mapped[int]
    condition: Mapped[str]
    """A name of the library of payment conditions."""
    met: Mapped[bool]
    basis: Mapped[str]
    """The paper, its number and date, or the reason."""
    valid_until: Mapped[date | None]
    """The last day on which the finding holds, e.g. of a certificate."""
    event_number: Mapped[int]
    checked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    checked_at: Mapped[datetime]


class AccountCorrection(Base):
    """A wrong account corrected by two persons: one enters it, another confirms or rejects it."""

    __tablename__ = "account_corrections"
    __table_args__ = (
        sa.Index(
            "uq_account_corrections_open",
            "enterprise_id",
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        ),
        sa.CheckConstraint("entered_by_id <> decided_by_id", name="two_persons"),
    )

    id: Mapped[Id]
    enterprise_id: Mapped[int] = mapped_column(sa.ForeignKey("enterprises.id"))
    account_name: Mapped[str]
    account_bank: Mapped[str]
    account_number: Mapped[str]
    previous_name: Mapped[str]
    previous_bank: Mapped[str]
    previous_number: Mapped[str]
    reason: Mapped[str]
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    confirmed: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
