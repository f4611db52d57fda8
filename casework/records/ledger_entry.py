"""The ledger (资金台账): added to, never edited, chained entry by entry within its case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, BigInt, Id

_PAID = sa.text("kind = 'pay'")
_RESERVATION_RESOLVED = sa.text("resolves_kind = 'reserve'")


class LedgerEntry(Base):
    """One booking. UPDATE and DELETE are rejected by the database, and so is booking twice:

    an entry resolves one that stands before it in its case, of a kind it may resolve; a
    reservation is resolved once, by its payment or its release; an instalment and a payment number
    are paid once. Only `commands/book.py` writes here.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.UniqueConstraint("case_id", "number", "kind"),
        sa.ForeignKeyConstraint(
            ["case_id", "resolves", "resolves_kind"],
            ["ledger_entries.case_id", "ledger_entries.number", "ledger_entries.kind"],
            name="fk_ledger_entries_resolves",
        ),
        sa.CheckConstraint("amount_fen > 0", name="above_zero"),
        sa.CheckConstraint(
            "(kind = 'hold' AND resolves_kind IS NULL)"
            " OR (kind = 'reserve' AND COALESCE(resolves_kind, '') = 'hold')"
            " OR (kind = 'pay' AND COALESCE(resolves_kind, '') = 'reserve')"
            " OR (kind = 'release' AND COALESCE(resolves_kind, '') IN ('hold', 'reserve'))"
            " OR (kind = 'recover' AND COALESCE(resolves_kind, '') = 'pay')",
            name="resolves_its_kind",
        ),
        sa.CheckConstraint("(resolves IS NULL) = (resolves_kind IS NULL)", name="resolves_whole"),
        sa.CheckConstraint("resolves < number", name="resolves_earlier"),
        sa.CheckConstraint(
            "kind IN ('hold', 'release') OR instalment IS NOT NULL", name="names_instalment"
        ),
        sa.CheckConstraint("(kind = 'pay') = (payment_number IS NOT NULL)", name="payment_number"),
        sa.Index(
            "uq_ledger_entries_reservation_resolved",
            "case_id",
            "resolves",
            unique=True,
            sqlite_where=_RESERVATION_RESOLVED,
            postgresql_where=_RESERVATION_RESOLVED,
        ),
        sa.Index(
            "uq_ledger_entries_instalment_paid",
            "case_id",
            "instalment",
            unique=True,
            sqlite_where=_PAID,
            postgresql_where=_PAID,
        ),
        sa.Index(
            "uq_ledger_entries_payment_number",
            "payment_number",
            unique=True,
            sqlite_where=_PAID,
            postgresql_where=_PAID,
        ),
        sa.Index("ix_ledger_entries_booked", "booked_on", "kind"),
        sa.Index("ix_ledger_entries_enterprise", "enterprise_id", "case_id", "number"),
        sa.Index("ix_ledger_entries_clause", "clause_id"),
        sa.Index(
            "ix_ledger_entries_budget_line", "budget_line_id", "kind", "resolves_kind", "amount_fen"
        ),
        sa.Index("ix_ledger_entries_pool", "pool_id"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    number: Mapped[int]
    """Counted within the case, without gaps."""
    kind: Mapped[str]
    """hold, reserve, pay, release or recover."""
    amount_fen: Mapped[int]
    resolves: Mapped[int | None]
    """Number of the entry of this case that it resolves, wholly or in part."""
    resolves_kind: Mapped[str | None]
    enterprise_id: Mapped[int] = mapped_column(sa.ForeignKey("enterprises.id"))
    policy_id: Mapped[str]
    clause_id: Mapped[str]
    matter_group: Mapped[str | None]
    matter_subject: Mapped[str | None]
    instalment: Mapped[int | None]
    payment_number: Mapped[str | None]
    pool_id: Mapped[str | None] = mapped_column(sa.ForeignKey("pools.id"))
    budget_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("budget_lines.id"))
    year: Mapped[int]
    """The calendar year whose caps it counts against: that of the decision (ruling 15)."""
    fiscal_year: Mapped[int]
    """The budget year it is paid from."""
    limits: Mapped[list[Any]] = mapped_column(default=list)
    """The ceilings it was booked under: cap, fen, whether shared, and the exception's minutes."""
    basis: Mapped[str] = mapped_column(default="")
    """What it rests on: decision, minutes, bank slip, finding … with its number."""
    event_number: Mapped[int]
    """The act of the case it was booked with."""
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    booked_on: Mapped[date]
    booked_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class LedgerEnd(Base):
    """Where the chain of a case ends, kept apart from the chain so that a cut-off end shows."""

    __tablename__ = "ledger_ends"

    case_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False
    )
    last_number: Mapped[int]
    last_hash: Mapped[str]


class SharedCapUse(Base):
    """Which entries use a headroom that several enterprises share: found by the cap's name."""

    __tablename__ = "shared_cap_uses"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["case_id", "number"],
            ["ledger_entries.case_id", "ledger_entries.number"],
            name="fk_shared_cap_uses_entry",
        ),
    )

    cap: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
