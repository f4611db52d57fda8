"""Budget lines (预算指标): what a programme may spend in a year, and each document that said so."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id
from workflows.shortage import WhenShort


class Programme(Base):
    """A programme (专项资金项目) that budget lines belong to and policies are paid from."""

    __tablename__ = "programmes"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    district_id: Mapped[str] = mapped_column(sa.ForeignKey("districts.id"))
    when_short: Mapped[WhenShort]
    """What happens to approved claims that a line does not cover."""
    covers: Mapped[list[Any]] = mapped_column(default=list)
    """Ids of the policies or single clauses paid from it; a clause outranks its policy."""


class BudgetLine(Base):
    """One line of one year. Available = total − committed − paid.

    Both sums are kept here because many processes race for them; `verify-ledger` proves
    `total_fen` equal to the movements and `used_fen` equal to the ledger.
    """

    __tablename__ = "budget_lines"
    __table_args__ = (
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("used_fen BETWEEN 0 AND total_fen", name="not_overdrawn"),
        sa.Index("ix_budget_lines_programme", "programme_id", "fiscal_year", "id"),
    )

    id: Mapped[Id]
    number: Mapped[str]
    """The number the finance department gave it (指标文号)."""
    programme_id: Mapped[str] = mapped_column(sa.ForeignKey("programmes.id"))
    fiscal_year: Mapped[int]
    total_fen: Mapped[int] = mapped_column(default=0)
    used_fen: Mapped[int] = mapped_column(default=0)
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("budget_lines.id"))
    """The line of the year before whose rest it holds: it is carried once."""


class MovementKind(StrEnum):
    """How money comes to a line or leaves it."""

    ORIGINAL = "original"
    """年初预算"""
    ADDED = "added"
    """追加"""
    TRANSFERRED_IN = "transferred_in"
    """调剂增加"""
    TRANSFERRED_OUT = "transferred_out"
    """调剂减少"""
    WITHDRAWN = "withdrawn"
    """收回"""
    CARRIED_IN = "carried_in"
    """上年结转"""
    CARRIED_OUT = "carried_out"
    """结转下年"""
    LAPSED = "lapsed"
    """结余: carried once already, reported and given back"""

    @property
    def sign(self) -> int:
        """Whether it adds to the line or takes from it."""
        gains = (self.ORIGINAL, self.ADDED, self.TRANSFERRED_IN, self.CARRIED_IN)
        return 1 if self in gains else -1


class BudgetMovement(Base):
    """One document that changed a line. UPDATE and DELETE are rejected by the database."""

    __tablename__ = "budget_movements"
    __table_args__ = (
        sa.CheckConstraint("amount_fen > 0", name="above_zero"),
        sa.UniqueConstraint("budget_line_id", "number"),
    )

    id: Mapped[Id]
    budget_line_id: Mapped[int] = mapped_column(sa.ForeignKey("budget_lines.id"))
    number: Mapped[int]
    kind: Mapped[MovementKind]
    amount_fen: Mapped[int]
    document: Mapped[str]
    """Number of the document (文号) it rests on."""
    other_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("budget_lines.id"))
    """The line on the other side of a transfer or a carry-over."""
    moved_on: Mapped[date]
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    moved_at: Mapped[datetime]
