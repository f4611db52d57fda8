"""The disbursement history (兑付台账): one row for each instalment, every sum from the ledger.

The sums are those kept beside the entries on each instalment; `verify-ledger` proves them equal.

The screens, the exports and the totals read the same rows by the same filter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.rule_book import book
from casework.queries.sought import naming
from casework.records.award import Award
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.ledger_entry import LedgerEntry
from casework.records.people import Department, Enterprise
from workflows import instalment
from workflows.money import Money

PAY = aliased(LedgerEntry)
"""The payment of an instalment, where it has one."""

_PAYMENT = re.compile(r"[A-Z]{2,6}-\d{4}-\d{6}-\d{2,}")
_DECISION = re.compile(r"[A-Z]{2,6}-D-\d{4}-\d+")
SUMS = ("awarded", "scheduled", "paid", "recovered", "outstanding")
"""Awarded, scheduled, paid, recovered and outstanding are never one figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the history is wanted; None leaves nothing out."""

    enterprise: str | None = None
    """A credit code."""
    policy: str | None = None
    clause: str | None = None
    year: int | None = None
    """The budget year."""
    department: str | None = None
    pool: str | None = None
    """The catalogue's id, whatever the year."""
    case: str | None = None
    state: str | None = None
    """Where the instalment stands."""
    text: str | None = None
    """Part of a name, or a whole credit code, case, decision or payment number."""
    decided_from: date | None = None
    decided_until: date | None = None
    paid_from: date | None = None
    paid_until: date | None = None
    """First and last days, both included."""


EVERYTHING = Filter()
MOST_AT_ONCE = 2_000
"""How many rows are added up for whoever opens a page; more of them when they are asked for."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows, and what they come to."""

    rows: int
    awarded: Money
    scheduled: Money
    paid: Money
    recovered: Money
    outstanding: Money


def rows(
    wanted: Filter = EVERYTHING,
    *,
    visible: sa.ColumnElement[bool] | None = None,
    labels: bool = False,
) -> Any:
    """The rows as a select, ordered by case and instalment; money in fen.

    `visible` is what the person asking may see: the same condition as on every other page.
    With `labels` the state is what officers read, else its name.
    """
    number = sa.case({one.id: one.number for one in book().policies}, value=Case.policy_id)
    articles = {one.id: one.article for one in book().clauses.values()}
    columns = (
        Enterprise.credit_code.label("credit_code"),
        Enterprise.name.label("enterprise"),
        sa.func.coalesce(number, Case.policy_id).label("document"),
        Case.clause_id.label("clause"),
        sa.case(articles, value=Case.clause_id, else_="").label("article"),
        Department.name.label("department"),
        sa.case(_pools(), value=Case.clause_id, else_="").label("pool"),
        Case.reference.label("case"),
        Award.decision_number.label("decision"),
        Award.decided_on.label("decided_on"),
        Instalment.number.label("instalment"),
        Instalment.fiscal_year.label("year"),
        (_state_label() if labels else Instalment.state).label("state"),
        *_sums(),
        PAY.booked_on.label("paid_on"),
        sa.func.coalesce(PAY.payment_number, "").label("payment_number"),
        sa.func.coalesce(PAY.basis, "").label("slip"),
    )
    chosen = _of(columns, wanted, visible, with_payment=True)
    named = chosen.join(Department, Department.id == Case.department_id)
    return named.order_by(Instalment.case_id, Instalment.number)


def _of(
    columns: Iterable[Any],
    wanted: Filter,
    visible: sa.ColumnElement[bool] | None,
    *,
    with_payment: bool = False,
) -> Any:
    """Columns of the rows that are wanted; payments are joined only where something needs them."""
    chosen = (
        sa.select(*columns)
        .join_from(Instalment, Case, Case.id == Instalment.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Award, Award.id == Instalment.award_id)
        .where(*_conditions(wanted))
    )
    if with_payment or wanted.text or wanted.paid_from or wanted.paid_until:
        paid = sa.and_(
            PAY.case_id == Instalment.case_id,
            PAY.instalment == Instalment.number,
            PAY.kind == sa.literal_column("'pay'"),
        )
        chosen = chosen.outerjoin(PAY, paid)
    return chosen if visible is None else chosen.where(visible)


def is_large(
    session: Session,
    wanted: Filter = EVERYTHING,
    *,
    visible: sa.ColumnElement[bool] | None = None,
) -> bool:
    """Whether these are more rows than are added up unasked."""
    some = _of((Instalment.id,), wanted, visible).limit(MOST_AT_ONCE + 1).subquery()
    return int(session.scalar(sa.select(sa.func.count(some.c.id))) or 0) > MOST_AT_ONCE


def after(chosen: Any, reference: str, number: int) -> Any:
    """The rows that follow the one of this case and instalment, however far down it stands."""
    case = sa.select(Case.id).where(Case.reference == reference).scalar_subquery()
    return chosen.where(sa.tuple_(Instalment.case_id, Instalment.number) > sa.tuple_(case, number))


def totals(
    session: Session,
    wanted: Filter = EVERYTHING,
    *,
    visible: sa.ColumnElement[bool] | None = None,
) -> Totals:
    """What the rows of a filter come to, for the page and to be held against a file."""
    inner = _of(_sums(), wanted, visible).subquery()
    whole = session.execute(
        sa.select(
            sa.func.count(),
            *(
                sa.cast(sa.func.coalesce(sa.func.sum(inner.c[name]), 0), sa.BigInteger)
                for name in SUMS
            ),
        )
    ).one()
    return Totals(int(whole[0]), *(Money(int(fen)) for fen in whole[1:]))


def by_year(
    session: Session, wanted: Filter = EVERYTHING, *, visible: sa.ColumnElement[bool] | None = None
) -> Sequence[tuple[int, Totals]]:
    """The same, budget year by budget year."""
    year = Instalment.fiscal_year.label("year")
    inner = _of((year, *_sums()), wanted, visible).subquery()
    found = session.execute(
        sa.select(
            inner.c.year,
            sa.func.count(),
            *(sa.cast(sa.func.sum(inner.c[name]), sa.BigInteger) for name in SUMS),
        )
        .group_by(inner.c.year)
        .order_by(inner.c.year)
    )
    return [
        (int(row[0]), Totals(int(row[1]), *(Money(int(fen)) for fen in row[2:]))) for row in found
    ]


def _sums() -> tuple[sa.ColumnElement[int], ...]:
    """The columns of `SUMS`."""
    return (
        _awarded().label("awarded"),
        (Instalment.committed_fen + Instalment.paid_fen).label("scheduled"),
        Instalment.paid_fen.label("paid"),
        Instalment.recovered_fen.label("recovered"),
        Instalment.committed_fen.label("outstanding"),
    )


def _state_label() -> sa.ColumnElement[str]:
    workflow = instalment.VERSIONS[instalment.CURRENT].workflow
    spoken = {state.name: state.label for state in workflow.states}
    return sa.case(spoken, value=Instalment.state, else_=Instalment.state)


def _pools() -> dict[str, str]:
    """The pool of each clause that has one."""
    return {one.id: one.pool for one in book().clauses.values() if one.pool is not None}


def _conditions(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    for column, value in (
        (Enterprise.credit_code, wanted.enterprise),
        (Case.policy_id, wanted.policy),
        (Case.clause_id, wanted.clause),
        (Instalment.fiscal_year, wanted.year),
        (Case.department_id, wanted.department),
        (Case.reference, wanted.case),
        (Instalment.state, wanted.state),
    ):
        if value is not None:
            found.append(column == value)
    for day, first, last in (
        (Award.decided_on, wanted.decided_from, wanted.decided_until),
        (PAY.booked_on, wanted.paid_from, wanted.paid_until),
    ):
        if first is not None:
            found.append(day >= first)
        if last is not None:
            found.append(day <= last)
    if wanted.text is not None:
        found.append(_named(wanted.text))
    if wanted.pool is not None:
        of = sorted(clause for clause, pool in _pools().items() if pool == wanted.pool)
        found.append(Case.clause_id.in_(of))
    return found


def _named(text: str) -> sa.ColumnElement[bool]:
    typed = text.strip().upper()
    if _PAYMENT.fullmatch(typed):
        return PAY.payment_number == typed
    if _DECISION.fullmatch(typed):
        return Award.decision_number == typed
    return naming(text)


def _awarded() -> sa.ColumnElement[int]:
    """What the decision that stands gave: a part that a later decision replaced counts nothing."""
    later = aliased(Award)
    replaced = sa.exists().where(later.case_id == Award.case_id, later.number > Award.number)
    fallen = sa.and_(Instalment.state == "cancelled", replaced)
    return sa.case((fallen, 0), else_=Instalment.amount_fen)
