"""What an auditor's first page says of the office, and the list of cases to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import Within
from casework.records.award import Award
from casework.records.case import Case
from casework.records.people import Enterprise
from workflows.money import Money

PAGE = 50
MOST_AT_ONCE = 10_000
"""How many cases are gone through for whoever opens a page; more of them when it is asked for."""


class Figures(NamedTuple):
    """The size of what an auditor may look at."""

    cases: int
    enterprises: int
    awarded: Money
    awards: int
    first_filed: date | None
    last_filed: date | None


class Listed(NamedTuple):
    """One case as the list shows it."""

    id: int
    reference: str
    enterprise: str
    credit_code: str
    clause_id: str
    department_id: str
    state: str
    filed_on: date | None
    decided_on: date | None
    awarded_fen: int | None


def is_large(session: Session, within: Within) -> bool:
    """Whether more cases are looked at than a page goes through unasked."""
    some = _of(within, sa.select(Case.id)).order_by(Case.id.desc()).limit(MOST_AT_ONCE + 1)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return int(session.scalar(counted) or 0) > MOST_AT_ONCE


def figures(session: Session, within: Within) -> Figures:
    """How many cases, enterprises and decisions, in two statements."""
    cases, enterprises, first, last = session.execute(
        _of(
            within,
            sa.select(
                sa.func.count(),
                sa.func.count(Case.enterprise_id.distinct()),
                sa.func.min(Case.filed_on),
                sa.func.max(Case.filed_on),
            ),
        )
    ).one()
    later = aliased(Award)
    stands = ~sa.exists().where(later.case_id == Award.case_id, later.number > Award.number)
    awards, fen = session.execute(
        _of(within, sa.select(sa.func.count(), sa.func.sum(Award.amount_fen)))
        .join(Award, Award.case_id == Case.id)
        .where(stands)
    ).one()
    return Figures(cases, enterprises, Money(int(fen or 0)), awards, first, last)


def cases(
    session: Session, within: Within, *, state: str = "", before: int | None = None
) -> Sequence[Listed]:
    """The cases that are looked at, the latest first, one page from the one before `before`."""
    awarded = (
        sa.select(Award.amount_fen)
        .where(Award.case_id == Case.id)
        .order_by(Award.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    chosen = _of(
        within,
        sa.select(
            Case.id,
            Case.reference,
            Enterprise.name,
            Enterprise.credit_code,
            Case.clause_id,
            Case.department_id,
            Case.state,
            Case.filed_on,
            Case.decided_on,
            awarded,
        ),
    )
    if state:
        chosen = chosen.where(Case.state == state)
    if before is not None:
        chosen = chosen.where(Case.id < before)
    rows = session.execute(chosen.order_by(Case.id.desc()).limit(PAGE + 1))
    return [Listed._make(row) for row in rows]


def _of(within: Within, chosen: Any) -> Any:
    return (
        chosen.select_from(Case)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(within.cases())
    )
