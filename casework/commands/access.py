"""The access log: sign-ins, refusals of rights, what auditors looked at and took away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.records.sign_in import AccessEntry
from casework.records.sign_in import AccessKind as Kind

__all__ = ["Kind", "note"]


def note(
    session: Session,
    *,
    kind: Kind,
    user_id: int | None,
    sign_in_id: int | None,
    page: str,
    path: str,
    address: str,
    at: datetime,
    particulars: Mapping[str, Any] | None = None,
) -> None:
    """Add one line; nothing of it is ever changed."""
    session.add(
        AccessEntry(
            at=at,
            kind=kind,
            user_id=user_id,
            sign_in_id=sign_in_id,
            page=page,
            path=path[:500],
            address=address,
            particulars=dict(particulars or {}),
        )
    )
