"""What finance looks at: instalments by where they stand, payment runs and their payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.dossier import take_up
from casework.queries.payment_facts import facts_of
from casework.queries.payment_runs import IN_RUN
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.payment_run import (
    PaymentAlarm,
    PaymentLine,
    PaymentRun,
    ResultFile,
    ResultLine,
    RunApproval,
)
from casework.records.people import Department, Enterprise, User
from workflows import instalment
from workflows.facts import Involvement
from workflows.machine import Option
from workflows.money import Money
from workflows.payment_conditions import SEEN_BY_ITSELF
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor

ROWS = 50
"""How many rows a page shows."""
MOST_COUNTED = 500
"""Above so many instalments in one state, how many more does not matter to a list."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, and after which id the next page starts; None where none follows."""

    rows: Sequence[Any]
    after: int | None


@dataclass(frozen=True, slots=True)
class InstalmentView:
    """One instalment with the steps that are open to this person, and why others are not."""

    reference: str
    seen: int
    enterprise: str
    clause_id: str
    number: int
    amount: Money
    state: str
    due_on: date
    conditions: Sequence[str]
    to_check: Sequence[str]
    """The conditions of which this person may record a finding now."""
    options: Sequence[Option]


def counts(session: Session, actor: Actor) -> Mapping[str, tuple[int, Money | None]]:
    """How many instalments the actor sees stand in each state that is not final, and their sum.

    Counted no further than to one above `MOST_COUNTED`, and then without a sum: what was paid over
    the years is added up in the disbursement history, not at the head of every list.
    """
    workflow = instalment.VERSIONS[instalment.CURRENT].workflow
    parts = [
        sa.select(sa.literal_column(f"'{state}'").label("state"), Instalment.amount_fen)
        .join(Case, Case.id == Instalment.case_id)
        .where(permissions.visible_cases(actor), Instalment.state == state)
        .limit(MOST_COUNTED + 1)
        .subquery()
        for state in (one.name for one in workflow.states if not one.final)
    ]
    some = sa.union_all(*(sa.select(part.c.state, part.c.amount_fen) for part in parts)).subquery()
    rows = session.execute(
        sa.select(some.c.state, sa.func.count(), sa.func.sum(some.c.amount_fen)).group_by(
            some.c.state
        )
    )
    return {
        state: (count, Money(int(fen)) if count <= MOST_COUNTED else None)
        for state, count, fen in rows
    }


def instalments(session: Session, actor: Actor, state: str, *, after: int = 0) -> Page:
    """The instalments in one state that the actor sees, in the order they were laid out."""
    rows = session.execute(
        sa.select(
            Instalment.id,
            Case.reference,
            Enterprise.name.label("enterprise"),
            Case.clause_id,
            Instalment.number,
            Instalment.name,
            Instalment.amount_fen,
            Instalment.fiscal_year,
            Instalment.due_on,
            Instalment.state,
        )
        .join(Case, Case.id == Instalment.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(permissions.visible_cases(actor), Instalment.state == state, Instalment.id > after)
        .order_by(Instalment.id)
        .limit(ROWS + 1)
    ).all()
    return _page(rows)


def instalment_view(
    session: Session, actor: Actor, reference: str, number: int, *, on: date
) -> InstalmentView:
    """One instalment and what may be done with it; Refused where there is none to see."""
    dossier = take_up(session, reference)
    part = next((one for one in dossier.instalments if one.number == number), None)
    if part is None or dossier.case.district_id != actor.district:
        raise Refused(Refusal("instalment_unknown", {"number": number}))
    (facts,) = facts_of(session, [(dossier, part)], on=on)
    row = session.get_one(Instalment, part.id)
    options = instalment.VERSIONS[row.process_version].options(row.state, facts, actor)
    return InstalmentView(
        reference=reference,
        seen=dossier.case.last_event,
        enterprise=session.get_one(Enterprise, dossier.case.enterprise_id).name,
        clause_id=dossier.case.clause_id,
        number=number,
        amount=Money(row.amount_fen),
        state=row.state,
        due_on=row.due_on,
        conditions=tuple(row.conditions),
        to_check=_to_check(row, dossier.case, facts.involved, actor),
        options=options,
    )


def _to_check(row: Instalment, case: Case, involved: Involvement, actor: Actor) -> tuple[str, ...]:
    try:
        permissions.require_act(case, "record_condition", involved, actor)
    except Refused:
        return ()
    asked = row.conditions if row.state == "check" else ()
    return tuple(one for one in asked if one not in SEEN_BY_ITSELF)


def payment_runs(session: Session, actor: Actor, *, before: int | None = None) -> Page:
    """The runs of the district, the newest first, with what each comes to."""
    latest = (
        sa.select(PaymentRun.id)
        .where(PaymentRun.district_id == actor.district)
        .order_by(PaymentRun.id.desc())
        .limit(ROWS + 1)
    )
    if before is not None:
        latest = latest.where(PaymentRun.id < before)
    asked = (
        sa.select(
            PaymentRun.id,
            PaymentRun.number,
            PaymentRun.state,
            PaymentRun.fiscal_year,
            PaymentRun.made_at,
            User.display_name.label("made_by"),
            sa.func.count(PaymentLine.id).label("count"),
            _whole(sa.func.sum(PaymentLine.amount_fen)).label("total_fen"),
            _whole(_sum_if("paid")).label("paid_fen"),
        )
        .join(User, User.id == PaymentRun.made_by_id)
        .outerjoin(PaymentLine, sa.and_(PaymentLine.run_id == PaymentRun.id, IN_RUN))
        .where(PaymentRun.id.in_(latest.scalar_subquery()))
        .group_by(PaymentRun.id, User.display_name)
        .order_by(PaymentRun.id.desc())
    )
    return _page(session.execute(asked).all())


def payments(session: Session, run_id: int, *, after: int = 0) -> Page:
    """The payments of a run, by their place; account numbers are left to the template to mask."""
    rows = session.execute(
        sa.select(
            PaymentLine.number.label("id"),
            PaymentLine.payment_number,
            Case.reference,
            PaymentLine.instalment,
            PaymentLine.account_name,
            PaymentLine.account_bank,
            PaymentLine.account_number,
            PaymentLine.amount_fen,
            PaymentLine.answer,
            PaymentLine.slip,
            PaymentLine.answered_on,
            Instalment.state,
        )
        .join(Case, Case.id == PaymentLine.case_id)
        .join(Instalment, Instalment.id == PaymentLine.instalment_id)
        .where(PaymentLine.run_id == run_id, IN_RUN, PaymentLine.number > after)
        .order_by(PaymentLine.number)
        .limit(ROWS + 1)
    ).all()
    return _page(rows)


def checkers(session: Session, run_id: int) -> Sequence[tuple[str, datetime]]:
    """Who has agreed to a run, and when."""
    rows = session.execute(
        sa.select(User.display_name, RunApproval.approved_at)
        .join(User, User.id == RunApproval.checker_id)
        .where(RunApproval.run_id == run_id)
        .order_by(RunApproval.id)
    )
    return [(name, at) for name, at in rows]


def result_files(session: Session, actor: Actor) -> Sequence[Any]:
    """The district's files of answers, the newest first, with how many lines are not booked."""
    left = (
        sa.select(sa.func.count())
        .where(ResultLine.file_id == ResultFile.id, ResultLine.booked_at.is_(None))
        .correlate(ResultFile)
        .scalar_subquery()
    )
    return session.execute(
        sa.select(
            ResultFile.id,
            ResultFile.name,
            ResultFile.lines,
            ResultFile.paid_fen,
            ResultFile.imported_at,
            left.label("left"),
        )
        .where(_of_the_district(ResultFile, actor))
        .order_by(ResultFile.id.desc())
        .limit(ROWS)
    ).all()


def may_book(session: Session, file_id: int, actor: Actor) -> bool:
    """Whether a file of answers is the actor's district's."""
    mine = sa.select(ResultFile.id).where(
        ResultFile.id == file_id, _of_the_district(ResultFile, actor)
    )
    return session.scalar(mine) is not None


def may_settle(session: Session, alarm_id: int, actor: Actor) -> bool:
    """Whether an answer that nobody could book is of the actor's district."""
    return session.scalar(_alarms(actor).where(PaymentAlarm.id == alarm_id)) is not None


def alarms(session: Session, actor: Actor) -> Sequence[PaymentAlarm]:
    """The district's answers that nobody could book, the newest first, settled ones last."""
    return session.scalars(
        _alarms(actor)
        .order_by(PaymentAlarm.settled_at.is_not(None), PaymentAlarm.id.desc())
        .limit(ROWS)
    ).all()


def _alarms(actor: Actor) -> sa.Select[PaymentAlarm]:
    return (
        sa.select(PaymentAlarm)
        .join(Case, Case.id == PaymentAlarm.case_id)
        .where(Case.district_id == actor.district)
    )


def _of_the_district(file: type[ResultFile], actor: Actor) -> sa.ColumnElement[bool]:
    """Whether a file was imported by somebody of the actor's district."""
    return file.imported_by_id.in_(
        sa.select(User.id)
        .join(Department, Department.id == User.department_id)
        .where(Department.district_id == actor.district)
    )


def _whole(fen: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """A sum as a whole number: PostgreSQL adds whole numbers up to a decimal one."""
    return sa.cast(sa.func.coalesce(fen, 0), sa.BigInteger)


def _sum_if(answer: str) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((PaymentLine.answer == answer, PaymentLine.amount_fen), else_=0))


def _page(rows: Sequence[Any]) -> Page:
    return Page(rows[:ROWS], rows[ROWS - 1].id if len(rows) > ROWS else None)
