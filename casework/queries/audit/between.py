"""What happened between two dates: every act, every decision, every payment, added up by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import Within
from casework.records.award import Award
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.ledger_entry import LedgerEntry
from casework.records.people import Enterprise, User
from workflows.money import Money
from workflows.term import BEIJING

PAGE = 100
MOST_AT_ONCE = 10_000
"""How many acts are added up for whoever opens a page; more of them when they are asked for."""


class Happened(NamedTuple):
    """One act."""

    id: int
    at: datetime
    case: str
    enterprise: str
    number: int
    instalment: int | None
    action: str
    source: str
    target: str
    who: str
    instead_of: str | None
    remarks: str


class Counted(NamedTuple):
    """How often something happened, and what it came to."""

    what: str
    times: int
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Span:
    """First and last civil day, both included, of what one person may see."""

    within: Within
    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first moment of the first day to the first moment after the last."""
        begin = datetime.combine(self.first, time(), BEIJING)
        end = datetime.combine(self.last + timedelta(days=1), time(), BEIJING)
        return begin.astimezone(UTC), end.astimezone(UTC)


def acts(session: Session, span: Span, *, after: int = 0, most: int = PAGE) -> Sequence[Happened]:
    """The acts of the span in their order, from the one after `after` on."""
    begin, end = span.moments
    grantor, last = aliased(User), aliased(CaseEvent)
    reached = sa.select(last.at).where(last.id == after).scalar_subquery()
    further = sa.tuple_(CaseEvent.at, CaseEvent.id) > sa.tuple_(reached, after)
    rows = session.execute(
        sa.select(
            CaseEvent.id,
            CaseEvent.at,
            Case.reference,
            Enterprise.name,
            CaseEvent.number,
            CaseEvent.instalment,
            CaseEvent.action,
            CaseEvent.source,
            CaseEvent.target,
            User.display_name,
            grantor.display_name,
            CaseEvent.remarks,
        )
        .join(Case, Case.id == CaseEvent.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(User, User.id == CaseEvent.actor_id)
        .outerjoin(grantor, grantor.id == CaseEvent.acting_for_id)
        .where(span.within.cases(), CaseEvent.at >= begin, CaseEvent.at < end)
        .where(further if after else sa.true())
        .order_by(CaseEvent.at, CaseEvent.id)
        .limit(most)
    )
    return [Happened._make(row) for row in rows]


def is_large(session: Session, span: Span) -> bool:
    """Whether more acts fall into the span than are added up unasked."""
    begin, end = span.moments
    some = (
        sa.select(CaseEvent.id)
        .where(CaseEvent.at >= begin, CaseEvent.at < end)
        .order_by(CaseEvent.at)
        .limit(MOST_AT_ONCE + 1)
    )
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return int(session.scalar(counted) or 0) > MOST_AT_ONCE


def acts_by_kind(session: Session, span: Span) -> Sequence[Counted]:
    """How often each act was done in the span, the most frequent first."""
    begin, end = span.moments
    rows = session.execute(
        sa.select(CaseEvent.action, sa.func.count())
        .join(Case, Case.id == CaseEvent.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(span.within.cases(), CaseEvent.at >= begin, CaseEvent.at < end)
        .group_by(CaseEvent.action)
        .order_by(sa.func.count().desc(), CaseEvent.action)
    )
    return [Counted(action, times, None) for action, times in rows]


def money(session: Session, span: Span) -> Sequence[Counted]:
    """What was decided and what the ledger booked in the span, by kind."""
    decided = _sum(
        sa.select(sa.func.count(), sa.func.sum(Award.amount_fen))
        .join(Case, Case.id == Award.case_id)
        .where(Award.decided_on >= span.first, Award.decided_on <= span.last),
        span,
    )
    booked = _sum(
        sa.select(LedgerEntry.kind, sa.func.count(), sa.func.sum(LedgerEntry.amount_fen))
        .join(Case, Case.id == LedgerEntry.case_id)
        .where(LedgerEntry.booked_on >= span.first, LedgerEntry.booked_on <= span.last)
        .group_by(LedgerEntry.kind)
        .order_by(LedgerEntry.kind),
        span,
    )
    times, fen = session.execute(decided).one()
    return [
        Counted("decided", times, Money(int(fen or 0))),
        *(Counted(kind, times, Money(int(fen))) for kind, times, fen in session.execute(booked)),
    ]


def _sum(statement: Any, span: Span) -> Any:
    return statement.join(Enterprise, Enterprise.id == Case.enterprise_id).where(
        span.within.cases()
    )
