"""What somebody typed into a search box: a case number, a credit code, or part of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries import names
from casework.records.case import Case
from casework.records.numbering import Numbering
from casework.records.people import Enterprise
from workflows.roles import Actor

MOST_ENTERPRISES = 200
"""Above so many enterprises of one part of a name, more of the name is wanted."""
_REFERENCE = re.compile(r"([A-Z]{2,6})-(\d{4})-(\d{1,6})")
_NUMBER = re.compile(r"\d{1,6}")
_CODE = re.compile(r"[0-9A-Z]{18}")
_YEARS = 10


@dataclass(frozen=True, slots=True)
class Sought:
    """A search as a condition on cases."""

    condition: sa.ColumnElement[bool]
    is_nothing: bool = False
    is_common: bool = False
    """Whether more enterprises have this in their name than `MOST_ENTERPRISES`."""


def sought(session: Session, text: str, *, actor: Actor, on: date) -> Sought:
    """The cases a text names; a bare number is that of any of the last years in the district."""
    typed = text.strip().upper()
    whole = _REFERENCE.fullmatch(typed)
    if whole is not None:
        prefix, year, number = whole.groups()
        return Sought(Case.reference == f"{prefix}-{year}-{number.zfill(6)}")
    if _NUMBER.fullmatch(typed):
        return Sought(Case.reference.in_(_references(session, typed, on)))
    if _CODE.fullmatch(typed):
        owner = sa.select(Enterprise.id).where(Enterprise.credit_code == typed)
        return Sought(Case.enterprise_id == owner.scalar_subquery())
    found = names.named_like(session, text, most=MOST_ENTERPRISES + 1)
    return Sought(
        Case.enterprise_id.in_(found[:MOST_ENTERPRISES]),
        is_nothing=not found,
        is_common=len(found) > MOST_ENTERPRISES,
    )


def naming(text: str) -> sa.ColumnElement[bool]:
    """The same as one condition on `Case` joined with its `Enterprise`, asked of no session.

    For lists, sums and files that take one filter: a whole number, a whole credit code, or part of
    a name of at least two characters, each found by an index.
    """
    typed = text.strip().upper()
    if _REFERENCE.fullmatch(typed):
        prefix, year, number = typed.split("-")
        return Case.reference == f"{prefix}-{year}-{number.zfill(6)}"
    if _NUMBER.fullmatch(typed):
        series = sa.func.replace(sa.func.replace(Numbering.series, "case/", ""), "/", "-")
        numbered = sa.select(series.concat(f"-{typed.zfill(6)}"))
        return Case.reference.in_(numbered.where(Numbering.series.startswith("case/")))
    if _CODE.fullmatch(typed):
        return Enterprise.credit_code == typed
    return names.bearing(text)


def _references(session: Session, number: str, on: date) -> list[str]:
    """What a bare number may stand for: the series that cases are counted in say their prefixes."""
    series = session.scalars(
        sa.text("SELECT series FROM numberings WHERE series LIKE 'case/%' ORDER BY series")
    )
    known = (one.split("/") for one in series)
    return [
        f"{prefix}-{year}-{number.zfill(6)}"
        for _, prefix, year in known
        if int(year) > on.year - _YEARS
    ]
