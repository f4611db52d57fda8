"""Budget lines and pools as read: which one pays for a clause, and what is left of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.records.budget import BudgetLine, Programme
from casework.records.pool import Pool
from workflows.money import Money
from workflows.policy.document import Pool as PolicyPool
from workflows.refusals import Refusal, Refused
from workflows.shortage import WhenShort

_YEARLY = ("yearly", "floor")


_PROGRAMMES, _LINES = Programme.__table__.c, BudgetLine.__table__.c
_MONEY = (
    sa.select(
        *(_PROGRAMMES.id, _PROGRAMMES.name, _PROGRAMMES.covers, _PROGRAMMES.when_short),
        *(_LINES.id, _LINES.fiscal_year, _LINES.total_fen - _LINES.used_fen),
        sa.exists().where(Pool.__table__.c.id == sa.bindparam("pool", type_=sa.Text)),
    )
    .select_from(sa.select(sa.literal(1)).subquery("always"))
    .outerjoin(Programme.__table__, sa.true())
    .outerjoin(
        BudgetLine.__table__,
        sa.and_(
            _LINES.programme_id == _PROGRAMMES.id,
            _LINES.fiscal_year.in_(sa.bindparam("years", expanding=True)),
        ),
    )
    .order_by(_PROGRAMMES.id, _LINES.id)
)
"""Every programme with its lines of some years, and whether a pool has its row: a row or more."""


def programme_of(session: Session, clause_id: str) -> Programme | None:
    """The programme that pays for a clause: one that names it, else one that names its policy."""
    pays = payers(session)(clause_id)
    return None if pays is None else session.get_one(Programme, pays)


def payers(session: Session) -> Callable[[str], str | None]:
    """Which programme pays for a clause, for many clauses: the programmes are read once."""
    rows = session.execute(sa.select(Programme.id, Programme.covers).order_by(Programme.id))
    programmes = [(programme, covers) for programme, covers in rows]
    return cache(lambda clause: _programme(programmes, clause))


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
    _, (line,) = money_for(session, clause_id, [(fiscal_year, fen)], freed=freed)
    return line


def money_for(
    session: Session,
    clause_id: str,
    wanted: Sequence[tuple[int, int]],
    *,
    pool: str | None = None,
    freed: tuple[int | None, Money] = (None, Money(0)),
) -> tuple[bool, list[int | None]]:
    """Whether a pool's row is there, and the line for each year and sum, as `line_for` says."""
    years = sorted({year for year, _ in wanted})
    rows = session.execute(_MONEY, {"pool": pool, "years": years}).all()
    pays = _programme([(row[0], row[2]) for row in rows if row[0] is not None], clause_id)
    own = [row for row in rows if row[0] == pays and row[4] is not None]
    left = {row[4]: row[6] + (freed[1].fen if row[4] == freed[0] else 0) for row in own}
    found: list[int | None] = []
    for year, fen in wanted:
        lines = [row[4] for row in own if row[5] == year]
        line = next((one for one in lines if left[one] >= fen), None)
        if line is not None:
            left[line] -= fen
        elif lines and own[0][3] is WhenShort.REFER:
            total = Money(sum(left[one] for one in lines))
            short = {"programme": own[0][1], "left": total, "amount": Money(fen)}
            raise Refused(Refusal("programme_short", short))
        found.append(line)
    return bool(rows[0][7]), found


def pool_of(clause_id: str, *, on: date) -> tuple[PolicyPool, str] | None:
    """The pool a clause draws on, and the id of its row on a day; None without one."""
    pool = book().pools.get(book().clause(clause_id).pool or "")
    if pool is None:
        return None
    return pool, f"{pool.id}/{on.year}" if pool.kind in _YEARLY else pool.id


def _programme(programmes: Sequence[tuple[str, Sequence[str]]], clause_id: str) -> str | None:
    """Which programme pays for a clause: one that names it, else one that names its policy."""
    for named in (clause_id, clause_id.split("/")[0]):
        for programme, covers in programmes:
            if named in covers:
                return programme
    return None
