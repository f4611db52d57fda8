"""Payment runs as read: their lines, totals, and what may be gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.payment_run import (
    Answer,
    PaymentAlarm,
    PaymentLine,
    PaymentRun,
    RunApproval,
)
from workflows.money import Money
from workflows.refusals import Refusal, Refused

IN_RUN = PaymentLine.taken_out_at.is_(None)
LIVE = sa.and_(IN_RUN, sa.or_(PaymentLine.answer.is_(None), PaymentLine.answer != Answer.RETURNED))
"""A line whose payment may still arrive, or has."""


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What a run comes to, and what became of it."""

    count: int
    total: Money
    paid: Money
    returned: Money
    unknown: Money
    waiting: Money


def by_number(session: Session, number: str, *, lock: bool = False) -> PaymentRun:
    """The run of this number; Refused where there is none."""
    asked = sa.select(PaymentRun).where(PaymentRun.number == number)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    run = session.scalars(asked).one_or_none()
    if run is None:
        raise Refused(Refusal("run_unknown", {"run": number}))
    return run


def totals(session: Session, run_id: int) -> RunTotals:
    """Count and sums of a run, from its lines."""
    rows = session.execute(
        sa.select(PaymentLine.answer, sa.func.count(), sa.func.sum(PaymentLine.amount_fen))
        .where(PaymentLine.run_id == run_id, IN_RUN)
        .group_by(PaymentLine.answer)
    ).all()
    sums = {answer: Money(int(fen)) for answer, _, fen in rows}
    nothing = Money(0)
    return RunTotals(
        count=sum(count for _, count, _ in rows),
        total=Money.total(sums.values()),
        paid=sums.get(Answer.PAID, nothing),
        returned=sums.get(Answer.RETURNED, nothing),
        unknown=sums.get(Answer.UNKNOWN, nothing),
        waiting=sums.get(None, nothing),
    )


def gatherable(
    session: Session, run: PaymentRun, *, on: date, after: int, limit: int
) -> Sequence[tuple[int, str, int]]:
    """Instalments that are ready and due in no open run: id, case reference, number; by id."""
    in_a_run = sa.exists().where(PaymentLine.instalment_id == Instalment.id, LIVE)
    asked = (
        sa.select(Instalment.id, Case.reference, Instalment.number)
        .join(Case, Case.id == Instalment.case_id)
        .where(
            Instalment.state == "ready",
            Instalment.due_on <= on,
            Instalment.fiscal_year == run.fiscal_year,
            Instalment.id > after,
            Case.district_id == run.district_id,
            ~in_a_run,
        )
        .order_by(Instalment.id)
        .limit(limit)
        .with_for_update(of=Instalment, skip_locked=True)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(asked)]


def lines_in_state(
    session: Session, run_id: int, state: str, *, limit: int, after: int = 0
) -> Sequence[PaymentLine]:
    """Lines of a run whose instalments stand in a state, in their order, after a line."""
    return session.scalars(
        sa.select(PaymentLine)
        .join(Instalment, Instalment.id == PaymentLine.instalment_id)
        .where(
            PaymentLine.run_id == run_id,
            IN_RUN,
            PaymentLine.number > after,
            Instalment.state == state,
        )
        .order_by(PaymentLine.number)
        .limit(limit)
    ).all()


def approvals(session: Session, run_id: int) -> Sequence[RunApproval]:
    """Who has agreed to a run."""
    return session.scalars(
        sa.select(RunApproval).where(RunApproval.run_id == run_id).order_by(RunApproval.id)
    ).all()


def open_alarms(session: Session) -> Sequence[PaymentAlarm]:
    """Answers that wait for reconciliation, the oldest first."""
    return session.scalars(
        sa.select(PaymentAlarm)
        .where(PaymentAlarm.settled_at.is_(None))
        .order_by(PaymentAlarm.raised_at, PaymentAlarm.id)
    ).all()
