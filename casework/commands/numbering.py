"""Numbers without gaps: raised in the transaction that uses them, so that none is lost."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

_NEXT = sa.text(
    "INSERT INTO numberings (series, last) VALUES (:series, 1)"
    " ON CONFLICT (series) DO UPDATE SET last = numberings.last + 1 RETURNING last"
)


def next_number(session: Session, series: str) -> int:
    """The next number of a series; others who want one wait until this transaction ends."""
    return int(session.execute(_NEXT, {"series": series}).scalar_one())


def case_reference(session: Session, *, prefix: str, year: int) -> str:
    """The next case reference of a district and year, e.g. XC-2026-000123."""
    return f"{prefix}-{year}-{next_number(session, f'case/{prefix}/{year}'):06d}"


def decision_number(session: Session, *, prefix: str, year: int) -> str:
    """The next decision number of a district and year, e.g. XC-D-2026-00012."""
    return f"{prefix}-D-{year}-{next_number(session, f'decision/{prefix}/{year}'):05d}"
