"""A person's own worklists: filters and columns kept under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.worklist import WorklistView
from workflows.refusals import Refusal, Refused

MOST_VIEWS = 20
LONGEST_NAME = 20


def keep_view(
    session: Session,
    *,
    user_id: int,
    name: str,
    filters: Mapping[str, str],
    columns: Sequence[str],
    at: datetime,
) -> None:
    """Keep filters and columns under a name; what bore the name before is replaced.

    Refused for a name that is empty or too long, or beside too many others.
    """
    named = name.strip()
    if not named or len(named) > LONGEST_NAME:
        raise Refused(Refusal("view_name_unfit", {"longest": LONGEST_NAME}))
    _keep(session, user_id, named, filters, columns, at)
    kept = sa.select(sa.func.count()).where(WorklistView.user_id == user_id)
    if session.execute(kept).scalar_one() > MOST_VIEWS:
        raise Refused(Refusal("views_too_many", {"most": MOST_VIEWS}))


def choose_columns(session: Session, *, user_id: int, columns: Sequence[str], at: datetime) -> None:
    """Set the columns a person's worklists begin with."""
    _keep(session, user_id, "", {}, columns, at)


def drop_view(session: Session, *, user_id: int, view_id: int) -> None:
    """Forget one of a person's own views; those of others are out of reach."""
    session.execute(
        sa.delete(WorklistView).where(WorklistView.id == view_id, WorklistView.user_id == user_id)
    )


def _keep(
    session: Session,
    user_id: int,
    name: str,
    filters: Mapping[str, str],
    columns: Sequence[str],
    at: datetime,
) -> None:
    row = session.scalars(
        sa.select(WorklistView).where(WorklistView.user_id == user_id, WorklistView.name == name)
    ).one_or_none()
    if row is None:
        row = WorklistView(user_id=user_id, name=name)
        session.add(row)
    row.filters, row.columns, row.kept_at = dict(filters), list(columns), at
    session.flush()
