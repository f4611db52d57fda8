"""Gapless numbers: one row for each series, raised in the transaction that uses the number."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base


class Numbering(Base):
    """The last number given out in a series such as `case/XC/2026`."""

    __tablename__ = "numberings"

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
