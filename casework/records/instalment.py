"""One part of an award (分期), with its own process from 待拨付 to 已拨付."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id
from casework.records.case import NOT_DUE


class Instalment(Base):
    """What is to be paid when, and where it stands; `state` changes only in `commands/step.py`."""

    __tablename__ = "instalments"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("amount_fen > 0", name="above_zero"),
        sa.Index("ix_instalments_due", "state", "due_on", "id"),
        sa.Index("ix_instalments_standing", "state", "id"),
        sa.Index("ix_instalments_year", "fiscal_year", "case_id", "number"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    award_id: Mapped[int] = mapped_column(sa.ForeignKey("awards.id"), index=True)
    number: Mapped[int]
    """Counted within the case, also over changed decisions."""
    name: Mapped[str] = mapped_column(default="")
    amount_fen: Mapped[int]
    fiscal_year: Mapped[int]
    due_on: Mapped[date] = mapped_column(default=NOT_DUE)
    due_provisional: Mapped[bool] = mapped_column(default=False)
    conditions: Mapped[list[Any]] = mapped_column(default=list)
    """Names of the library of payment conditions, asked again when it falls due."""
    process_version: Mapped[int]
    state: Mapped[str]
    last_event: Mapped[int]
    """Number of the case event that last moved it."""
    committed_fen: Mapped[int] = mapped_column(default=0)
    paid_fen: Mapped[int] = mapped_column(default=0)
    recovered_fen: Mapped[int] = mapped_column(default=0)
    """What the ledger says of it, kept here for lists of a million rows; written with the entries
    in one transaction, and proved equal to them by `verify-ledger`."""
