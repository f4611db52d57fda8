"""Recoveries (追回): on which ground what was paid is claimed back, and what has come in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class Recovery(Base):
    """One recovery from one case. What came in stands in the ledger and in `RecoveryReceipt`."""

    __tablename__ = "recoveries"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.Index("ix_recoveries_state", "state", "due_on"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    number: Mapped[int]
    """Counted within the case."""
    process_version: Mapped[int]
    state: Mapped[str]
    due_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    opened_at: Mapped[datetime]


class RecoveryAct(Base):
    """One act of a recovery with what it said: finding, notice, decision … Added to only."""

    __tablename__ = "recovery_acts"
    __table_args__ = (sa.UniqueConstraint("recovery_id", "number"),)

    id: Mapped[Id]
    recovery_id: Mapped[int] = mapped_column(sa.ForeignKey("recoveries.id"))
    number: Mapped[int]
    action: Mapped[str]
    source: Mapped[str]
    target: Mapped[str]
    event_number: Mapped[int]
    """The event of the case that tells of it."""
    said: Mapped[dict[str, Any]]
    """Finding, amount, legal ground with its document, interest rule, day due …"""
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    at: Mapped[datetime]


class RecoveryReceipt(Base):
    """Money that came in: what of it repays the award, what is interest. Added to only."""

    __tablename__ = "recovery_receipts"
    __table_args__ = (
        sa.UniqueConstraint("slip"),
        sa.CheckConstraint("principal_fen >= 0 AND interest_fen >= 0", name="not_negative"),
        sa.CheckConstraint("principal_fen + interest_fen > 0", name="above_zero"),
    )

    id: Mapped[Id]
    recovery_id: Mapped[int] = mapped_column(sa.ForeignKey("recoveries.id"), index=True)
    slip: Mapped[str]
    """Number of the bank's slip, or of the decision that sets it off."""
    principal_fen: Mapped[int]
    interest_fen: Mapped[int]
    set_off: Mapped[bool]
    """Kept back from a payment, which only the decision can allow."""
    received_on: Mapped[date]
    booked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    booked_at: Mapped[datetime]
