"""A pool (资金池): money a policy sets aside, and the row under which it is drawn on."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class Pool(Base):
    """One pool of the catalogue, for one year where it is a yearly one.

    `used_fen` is what reservations have drawn and releases given back, kept here because many
    processes race for it; `verify-ledger` proves it equal to the entries.
    """

    __tablename__ = "pools"
    __table_args__ = (sa.CheckConstraint("used_fen BETWEEN 0 AND total_fen", name="not_overdrawn"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    """The catalogue's id, with `/year` for a yearly pool."""
    policy_pool: Mapped[str]
    fiscal_year: Mapped[int | None]
    total_fen: Mapped[int | None]
    """None where the policy names no sum: it is watched, not limited (ruling 19)."""
    used_fen: Mapped[int] = mapped_column(default=0)


class PoolBase(Base):
    """The figure a floor is counted from (e.g. last year's revenue), as finance recorded it."""

    __tablename__ = "pool_bases"
    __table_args__ = (sa.CheckConstraint("base_fen > 0", name="above_zero"),)

    id: Mapped[Id]
    policy_pool: Mapped[str]
    fiscal_year: Mapped[int]
    base_fen: Mapped[int]
    document: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime]
