"""What worklists are searched and arranged by: parts of names, and each person's own views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, BigInt, Id


class EnterpriseGram(Base):
    """Two characters that follow each other in an enterprise's name, in small letters.

    Kept by triggers of the database on every insert and rename.
    """

    __tablename__ = "enterprise_grams"

    gram: Mapped[str] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("enterprises.id"), primary_key=True, autoincrement=False, index=True
    )


class WorklistView(Base):
    """Filters and columns a person keeps under a name; the one without a name is what they begin
    with."""

    __tablename__ = "worklist_views"
    __table_args__ = (sa.UniqueConstraint("user_id", "name"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    name: Mapped[str]
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    columns: Mapped[list[Any]] = mapped_column(default=list)
    kept_at: Mapped[datetime]
