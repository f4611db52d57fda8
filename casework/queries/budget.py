"""Budget lines and pools as read: which one pays for a clause, and what is left of each."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.records.budget import BudgetLine, Programme
from casework.records.pool import Pool
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.shortage import WhenShort

_YEARLY = ("yearly", "floor")


def programme_of(session: Session, clause_id: str) -> Programme | None:
    """The programme that pays for a clause: one that names it, else one that names its policy."""
    programmes = session.scalars(sa.select(Programme).order_by(Programme.id)).all()
    for named in (clause_id, clause_id.split("/")[0]):
        for programme in programmes:
            if named in programme.covers:
                return programme
    return None


def line_for(
    session: Session,
    clause_id: str,
    fiscal_year: int,
    fen: int,
    *,
    freed: tuple[int | None, Money] = (None, Money(0)),
) -> int | None:
    """The line of the year that covers a sum, the oldest that does; None while there is none.

    `freed` is what the same booking gives back to a line. Where the programme has lines for the
    year, all too short, and shortages are referred, it is Refused with the figures.
    """
    programme = programme_of(session, clause_id)
    if programme is None:
        return None
    lines = session.execute(
        sa.select(BudgetLine.id, BudgetLine.total_fen - BudgetLine.used_fen)
        .where(BudgetLine.programme_id == programme.id, BudgetLine.fiscal_year == fiscal_year)
        .order_by(BudgetLine.id)
    ).all()
    left = {line: free + (freed[1].fen if line == freed[0] else 0) for line, free in lines}
    for line, free in left.items():
        if free >= fen:
            return int(line)
    if left and programme.when_short is WhenShort.REFER:
        short = {
            "programme": programme.name,
            "left": Money(sum(left.values())),
            "amount": Money(fen),
        }
        raise Refused(Refusal("programme_short", short))
    return None


def pool_of(session: Session, clause_id: str, *, on: date) -> str | None:
    """The row of the pool a clause draws on, opened when it is first drawn on; None without one."""
    pool = book().pools.get(book().clause(clause_id).pool or "")
    if pool is None:
        return None
    year = on.year if pool.kind in _YEARLY else None
    row = pool.id if year is None else f"{pool.id}/{year}"
    if session.scalar(sa.select(Pool.id).where(Pool.id == row)) is None:
        limited = pool.kind == "hard" and pool.amount_yuan is not None
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(
            insert(Pool)
            .values(
                id=row,
                policy_pool=pool.id,
                fiscal_year=year,
                total_fen=(pool.amount_yuan or 0) * 100 if limited else None,
                used_fen=0,
            )
            .on_conflict_do_nothing()
        )
    return row
