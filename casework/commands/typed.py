"""Keeping what is typed into a long form until it is handed in or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.typed import TypedForm
from workflows.refusals import Refusal, Refused

MOST_CHARACTERS = 200_000
MOST_FORMS = 200


def keep(
    session: Session, *, user_id: int, place: str, fields: Mapping[str, Any], at: datetime
) -> None:
    """Keep the fields of a form as they were typed, in the place of what was kept before."""
    if sum(len(str(value)) for value in fields.values()) > MOST_CHARACTERS:
        raise Refused(Refusal("typed_too_long"))
    row = session.get(TypedForm, (user_id, place))
    if row is not None:
        row.fields, row.saved_at = dict(fields), at
        return
    kept = sa.select(sa.func.count()).where(TypedForm.user_id == user_id)
    if (session.scalar(kept) or 0) >= MOST_FORMS:
        raise Refused(Refusal("typed_too_many"))
    session.add(TypedForm(user_id=user_id, place=place, fields=dict(fields), saved_at=at))


def forget(session: Session, *, user_id: int, place: str) -> None:
    """Forget what was typed: it was handed in, or thrown away."""
    session.execute(
        sa.delete(TypedForm).where(TypedForm.user_id == user_id, TypedForm.place == place)
    )


def kept(session: Session, *, user_id: int, place: str) -> TypedForm | None:
    """What this person typed there and did not hand in."""
    return session.get(TypedForm, (user_id, place))
