"""What somebody has typed into a long form and not yet handed in, exactly as it was typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base


class TypedForm(Base):
    """The fields of one form of one person; handing it in takes it away."""

    __tablename__ = "typed_forms"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    place: Mapped[str] = mapped_column(primary_key=True)
    """The path of the form."""
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
