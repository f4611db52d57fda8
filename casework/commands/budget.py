"""Programmes and budget lines: opened, added to, moved, withdrawn, carried over once, reported.

Each change is a movement with the number of its document; none is edited. A line never falls
below what is committed and paid from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.budget import BudgetLine, BudgetMovement, Programme
from casework.records.budget import MovementKind as MovementKind
from casework.records.pool import PoolBase
from workflows.money import NOTHING, Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role
from workflows.shortage import WhenShort
from workflows.term import civil_date

_OPENING = (MovementKind.ORIGINAL, MovementKind.ADDED)


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What became of the rest of one line at the end of its year."""

    line: str
    amount: Money
    to: str | None
    """The line of the next year; None where it was carried before and has lapsed (结余)."""


def open_programme(
    session: Session,
    *,
    programme_id: str,
    name: str,
    when_short: WhenShort,
    covers: Sequence[str],
    actor: Actor,
) -> Programme:
    """Open a programme: what it pays for, and what happens when its money does not suffice."""
    _entitled(actor)
    if session.get(Programme, programme_id) is not None:
        raise Refused(Refusal("programme_known", {"programme": programme_id}))
    assert actor.district is not None
    programme = Programme(
        id=programme_id,
        name=name,
        district_id=actor.district,
        when_short=when_short,
        covers=list(covers),
    )
    session.add(programme)
    session.flush()
    return programme


def open_line(
    session: Session,
    *,
    number: str,
    programme_id: str,
    fiscal_year: int,
    amount: Money,
    actor: Actor,
    at: datetime,
) -> BudgetLine:
    """Open a line with its original budget, under the number of its document (指标文号)."""
    _entitled(actor)
    if session.get(Programme, programme_id) is None:
        raise Refused(Refusal("programme_unknown", {"programme": programme_id}))
    if session.scalar(sa.select(BudgetLine.id).where(BudgetLine.number == number)):
        raise Refused(Refusal("line_known", {"line": number}))
    line = BudgetLine(number=number, programme_id=programme_id, fiscal_year=fiscal_year)
    session.add(line)
    session.flush()
    _move(session, line, MovementKind.ORIGINAL, amount, number, None, actor, at)
    return line


def change_line(
    session: Session,
    *,
    number: str,
    kind: MovementKind,
    amount: Money,
    document: str,
    actor: Actor,
    at: datetime,
) -> BudgetLine:
    """Add to a line (追加) or withdraw from it (收回), under a document."""
    _entitled(actor)
    if kind not in (MovementKind.ADDED, MovementKind.WITHDRAWN):
        raise Refused(Refusal("movement_not_open", {"kind": kind}))
    line = _line(session, number)
    _move(session, line, kind, amount, document, None, actor, at)
    return line


def transfer(
    session: Session,
    *,
    giving: str,
    taking: str,
    amount: Money,
    document: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Move money from one line to another of the same year (调剂), under a document."""
    _entitled(actor)
    lines = {number: _line(session, number) for number in sorted((giving, taking))}
    from_, to = lines[giving], lines[taking]
    if from_.id == to.id or from_.fiscal_year != to.fiscal_year:
        raise Refused(Refusal("transfer_not_open", {"from": giving, "to": taking}))
    _move(session, from_, MovementKind.TRANSFERRED_OUT, amount, document, to.id, actor, at)
    _move(session, to, MovementKind.TRANSFERRED_IN, amount, document, from_.id, actor, at)


def carry_over(
    session: Session, *, fiscal_year: int, document: str, actor: Actor, at: datetime
) -> Sequence[CarriedOver]:
    """Carry what is free on each line of a past year into the next: once; then it lapses."""
    _entitled(actor)
    if civil_date(at).year <= fiscal_year:
        raise Refused(Refusal("budget_year_running", {"year": fiscal_year}))
    lines = session.scalars(
        sa.select(BudgetLine)
        .where(BudgetLine.fiscal_year == fiscal_year, BudgetLine.total_fen > BudgetLine.used_fen)
        .order_by(BudgetLine.id)
        .with_for_update()
    ).all()
    return [_carried(session, line, document, actor, at) for line in lines]


def record_base(
    session: Session,
    *,
    pool: str,
    fiscal_year: int,
    base: Money,
    document: str,
    actor: Actor,
    at: datetime,
) -> PoolBase:
    """Record the figure a floor is counted from, e.g. last year's revenue, with its document."""
    _entitled(actor)
    if base <= NOTHING or not document.strip():
        raise Refused(Refusal("document_number_missing"))
    kept = PoolBase(
        policy_pool=pool,
        fiscal_year=fiscal_year,
        base_fen=base.fen,
        document=document.strip(),
        recorded_by_id=actor.user_id,
        recorded_on=civil_date(at),
        recorded_at=at,
    )
    session.add(kept)
    session.flush()
    return kept


def _carried(
    session: Session, line: BudgetLine, document: str, actor: Actor, at: datetime
) -> CarriedOver:
    rest = Money(line.total_fen - line.used_fen)
    if line.carried_from_id is not None:
        _move(session, line, MovementKind.LAPSED, rest, document, None, actor, at)
        return CarriedOver(line.number, rest, None)
    number = f"{line.number}/{line.fiscal_year + 1}"
    to = session.scalars(sa.select(BudgetLine).where(BudgetLine.number == number)).one_or_none()
    if to is None:
        to = BudgetLine(
            number=number,
            programme_id=line.programme_id,
            fiscal_year=line.fiscal_year + 1,
            carried_from_id=line.id,
        )
        session.add(to)
        session.flush()
    _move(session, line, MovementKind.CARRIED_OUT, rest, document, to.id, actor, at)
    _move(session, to, MovementKind.CARRIED_IN, rest, document, line.id, actor, at)
    return CarriedOver(line.number, rest, number)


def _move(
    session: Session,
    line: BudgetLine,
    kind: MovementKind,
    amount: Money,
    document: str,
    other: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Change the line's total and keep the document; Refused where it would be overdrawn."""
    if amount <= NOTHING:
        raise Refused(Refusal("amount_zero", {"text": str(amount)}))
    if not document.strip():
        raise Refused(Refusal("document_number_missing"))
    fen = kind.sign * amount.fen
    moved = session.execute(
        sa.update(BudgetLine)
        .where(BudgetLine.id == line.id, BudgetLine.total_fen + fen >= BudgetLine.used_fen)
        .values(total_fen=BudgetLine.total_fen + fen)
        .execution_options(synchronize_session=False)
    )
    session.refresh(line)
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        left = Money(line.total_fen - line.used_fen)
        total = Money(line.total_fen)
        figures = {"line": line.number, "total": total, "left": left, "amount": amount}
        raise Refused(Refusal("line_overdrawn", figures))
    last = session.scalar(
        sa.select(sa.func.coalesce(sa.func.max(BudgetMovement.number), 0)).where(
            BudgetMovement.budget_line_id == line.id
        )
    )
    session.add(
        BudgetMovement(
            budget_line_id=line.id,
            number=int(last or 0) + 1,
            kind=kind,
            amount_fen=amount.fen,
            document=document.strip(),
            other_line_id=other,
            moved_on=civil_date(at),
            actor_id=actor.user_id,
            moved_at=at,
        )
    )
    session.flush()


def _line(session: Session, number: str) -> BudgetLine:
    line = session.scalars(
        sa.select(BudgetLine).where(BudgetLine.number == number).with_for_update()
    ).one_or_none()
    if line is None:
        raise Refused(Refusal("line_unknown", {"line": number}))
    return line


def _entitled(actor: Actor) -> None:
    if Role.FINANCE not in actor.roles:
        raise Refused(Refusal("not_your_step", {"roles": (Role.FINANCE,)}))
