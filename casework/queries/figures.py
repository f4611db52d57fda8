"""The office in figures for one year: how far cases came, how long steps took, where money went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework import permissions
from casework.queries.balances import available, summed
from casework.queries.rule_book import terms
from casework.records.award import Award
from casework.records.budget import BudgetLine, Programme
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.ledger_entry import LedgerEntry
from workflows import application
from workflows.money import NOTHING, Money
from workflows.roles import Actor
from workflows.term import BEIJING
from workflows.workdays import official_calendar

_STATES = application.VERSIONS[application.CURRENT].workflow.states
MOST_AT_ONCE = 10_000
"""How many cases are counted for whoever opens the page; more of them when it is asked for."""
_TIMED = {state.name: state.allowed for state in _STATES if state.allowed is not None}


@dataclass(frozen=True, slots=True)
class Reached:
    """Of the cases filed in a year, how many came so far; each stage holds the ones after it."""

    filed: int
    accepted: int
    supported: int
    paid: int
    """At least one instalment is paid."""
    settled: int


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long cases stood in one state, over the stays that ended in a year; working days."""

    state: str
    stays: int
    days: int
    """Of all stays together."""
    promised: int
    """Of all stays together, each by the clock of its clause."""
    longest: int
    in_time: int
    least_promised: int
    most_promised: int

    @property
    def mean(self) -> Fraction:
        """Working days of one stay."""
        return Fraction(self.days, self.stays)

    @property
    def mean_promised(self) -> Fraction:
        """Working days that were promised for one stay."""
        return Fraction(self.promised, self.stays)


@dataclass(frozen=True, slots=True)
class Spent:
    """The lines of one programme and year together."""

    programme: str
    fiscal_year: int
    total: Money
    committed: Money
    paid: Money

    @property
    def available(self) -> Money:
        """What may still be committed."""
        return available(self.total, self.committed, self.paid)


@dataclass(frozen=True, slots=True)
class Month:
    """What was paid and recovered in one month."""

    number: int
    payments: int
    paid: Money
    recovered: Money


def is_large(session: Session, actor: Actor, *, year: int) -> bool:
    """Whether more cases were filed in a year than are counted for whoever opens the page."""
    some = (
        sa.select(Case.id)
        .where(permissions.visible_cases(actor), *_filed_in(year))
        .order_by(Case.id.desc())
        .limit(MOST_AT_ONCE + 1)
    )
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return int(session.scalar(counted) or 0) > MOST_AT_ONCE


def reached(session: Session, actor: Actor, *, year: int) -> Reached:
    """How far the cases filed in a year came, of those the actor sees."""
    paid = sa.exists().where(LedgerEntry.case_id == Case.id, LedgerEntry.kind == "pay")
    row = session.execute(
        sa.select(
            sa.func.count(),
            _number_of(Case.accepted_on.is_not(None)),
            _number_of(sa.exists().where(Award.case_id == Case.id)),
            _number_of(paid),
            _number_of(sa.and_(paid, Case.state == "settled")),
        ).where(permissions.visible_cases(actor), *_filed_in(year))
    ).one()
    return Reached(*(int(number) for number in row))


def by_state(session: Session, actor: Actor, *, year: int) -> Mapping[str, int]:
    """How many of the cases filed in a year stand in each state now, in the order of the states."""
    rows = session.execute(
        sa.select(Case.state, sa.func.count())
        .where(permissions.visible_cases(actor), *_filed_in(year))
        .group_by(Case.state)
    )
    found = {state: count for state, count in rows}
    return {state.name: found[state.name] for state in _STATES if state.name in found}


def step_times(session: Session, actor: Actor, *, year: int) -> Sequence[StepTime]:
    """How long steps took that ended in a year, against what their clauses promise (ruling 28)."""
    calendar = official_calendar()
    taken: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for clause, state, came, went, count in session.execute(_stays(session, actor, year)):
        days = calendar.workdays_between(came, went)
        promised: int = getattr(terms(clause).clocks, _TIMED[state])
        taken[state].append((days, promised, count))
    return [_step_time(state, taken[state]) for state in _TIMED if state in taken]


def budget(session: Session, actor: Actor) -> Sequence[Spent]:
    """What each programme of the district has had and used, by year, the newest first."""
    of_lines = (
        sa.select(
            LedgerEntry.budget_line_id.label("line"),
            summed("committed").label("committed"),
            summed("paid").label("paid"),
        )
        .where(LedgerEntry.budget_line_id.is_not(None))
        .group_by(LedgerEntry.budget_line_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(
            Programme.name,
            BudgetLine.fiscal_year,
            sa.func.sum(BudgetLine.total_fen),
            sa.func.coalesce(sa.func.sum(of_lines.c.committed), 0),
            sa.func.coalesce(sa.func.sum(of_lines.c.paid), 0),
        )
        .join(Programme, Programme.id == BudgetLine.programme_id)
        .outerjoin(of_lines, of_lines.c.line == BudgetLine.id)
        .where(Programme.district_id == actor.district)
        .group_by(Programme.id, Programme.name, BudgetLine.fiscal_year)
        .order_by(BudgetLine.fiscal_year.desc(), Programme.id)
    )
    return [
        Spent(name, year, *(Money(int(fen)) for fen in (total, committed, paid)))
        for name, year, total, committed, paid in rows
    ]


def payments(session: Session, actor: Actor, *, year: int) -> Sequence[Month]:
    """What was paid and recovered in each month of a year, of the cases the actor sees."""
    month = sa.cast(sa.extract("month", LedgerEntry.booked_on), sa.Integer).label("month")
    rows = session.execute(
        sa.select(month, LedgerEntry.kind, sa.func.count(), sa.func.sum(LedgerEntry.amount_fen))
        .join(Case, Case.id == LedgerEntry.case_id)
        .where(
            permissions.visible_cases(actor),
            LedgerEntry.kind.in_(("pay", "recover")),
            LedgerEntry.booked_on >= date(year, 1, 1),
            LedgerEntry.booked_on < date(year + 1, 1, 1),
        )
        .group_by(month, LedgerEntry.kind)
    )
    found = {(number, kind): (count, Money(int(fen))) for number, kind, count, fen in rows}
    none = (0, NOTHING)
    return [
        Month(number, *found.get((number, "pay"), none), found.get((number, "recover"), none)[1])
        for number in range(1, 13)
    ]


def _filed_in(year: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (Case.filed_on >= date(year, 1, 1), Case.filed_on < date(year + 1, 1, 1))


def _number_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _stays(session: Session, actor: Actor, year: int) -> sa.Select[Any]:
    """Clause, state, first and last day, and how many cases stood there just so."""
    going, coming = aliased(CaseEvent), aliased(CaseEvent)
    came_at = (
        sa.select(sa.func.max(coming.at))
        .where(
            coming.case_id == going.case_id,
            coming.number < going.number,
            coming.instalment.is_(None),
            coming.target == going.source,
            coming.source != coming.target,
        )
        .scalar_subquery()
    )
    stays = (
        sa.select(
            Case.clause_id.label("clause"),
            going.source.label("state"),
            _day(session, came_at).label("came"),
            _day(session, going.at).label("went"),
        )
        .join(Case, Case.id == going.case_id)
        .where(
            permissions.visible_cases(actor),
            going.instalment.is_(None),
            going.source.in_(sorted(_TIMED)),
            going.source != going.target,
            going.at >= datetime(year, 1, 1, tzinfo=BEIJING),
            going.at < datetime(year + 1, 1, 1, tzinfo=BEIJING),
        )
        .subquery()
    )
    columns = (stays.c.clause, stays.c.state, stays.c.came, stays.c.went)
    return sa.select(*columns, sa.func.count()).where(stays.c.came.is_not(None)).group_by(*columns)


def _day(session: Session, at: sa.SQLColumnExpression[Any]) -> sa.ColumnElement[date]:
    """The civil day of a stored moment in Beijing, told by the database."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.date(at, "+8 hours", type_=sa.Date)
    return sa.cast(sa.func.timezone(BEIJING.key, at), sa.Date)


def _step_time(state: str, taken: Sequence[tuple[int, int, int]]) -> StepTime:
    return StepTime(
        state=state,
        stays=sum(count for _days, _promised, count in taken),
        days=sum(days * count for days, _promised, count in taken),
        promised=sum(promised * count for _days, promised, count in taken),
        longest=max(days for days, _promised, _count in taken),
        in_time=sum(count for days, promised, count in taken if days <= promised),
        least_promised=min(promised for _days, promised, _count in taken),
        most_promised=max(promised for _days, promised, _count in taken),
    )
