"""The worklists a person has arranged for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.worklist import WorklistView


@dataclass(frozen=True, slots=True)
class View:
    """Filters and columns under a name."""

    id: int
    name: str
    filters: Mapping[str, str]
    columns: tuple[str, ...]


def views_of(session: Session, user_id: int) -> tuple[View, ...]:
    """Every view of a person by name; the one without a name holds the columns to begin with."""
    rows = session.execute(
        sa.select(WorklistView.id, WorklistView.name, WorklistView.filters, WorklistView.columns)
        .where(WorklistView.user_id == user_id)
        .order_by(WorklistView.name)
    )
    return tuple(View(row.id, row.name, row.filters, tuple(row.columns)) for row in rows)
