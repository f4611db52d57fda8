"""Clauses as they were read: a later correction of the file does not rewrite what was applied."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base


class ClauseEdition(Base):
    """One clause by the SHA-256 of its content, kept when a case first took it. Added to only."""

    __tablename__ = "clause_editions"

    hash: Mapped[str] = mapped_column(primary_key=True)
    clause_id: Mapped[str] = mapped_column(index=True)
    content: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]
