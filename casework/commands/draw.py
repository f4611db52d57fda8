"""Drawing on pools and budget lines: a sum kept beside the entries, moved only if it suffices.

One conditional update for each row, the last statements of a booking, in one order for everybody:
many processes may race for the same row, and none reads a figure it then overwrites.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.records.budget import BudgetLine
from casework.records.pool import Pool
from workflows.ledger import Entry, Kind, Ledger
from workflows.money import Money
from workflows.policy.document import Pool as PolicyPool
from workflows.refusals import Refusal, Refused

_MOVE = {
    "line": sa.text(
        "UPDATE budget_lines SET used_fen = used_fen + :fen WHERE id = :of"
        " AND (:fen <= 0 OR used_fen + :fen <= total_fen)"
    ),
    "pool": sa.text(
        "UPDATE pools SET used_fen = used_fen + :fen WHERE id = :of"
        " AND (:fen <= 0 OR total_fen IS NULL OR used_fen + :fen <= total_fen)"
    ),
}


class Drawn(NamedTuple):
    """What a booking takes from one line or pool, or gives back."""

    what: str
    of: int | str
    fen: int


def open_pool(session: Session, pool: PolicyPool, row: str) -> None:
    """Make the row of a pool that is drawn on for the first time; others may be first."""
    limited = pool.kind == "hard" and pool.amount_yuan is not None
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    year = row.removeprefix(pool.id).removeprefix("/")
    session.execute(
        insert(Pool)
        .values(
            id=row,
            policy_pool=pool.id,
            fiscal_year=int(year) if year else None,
            total_fen=(pool.amount_yuan or 0) * 100 if limited else None,
            used_fen=0,
        )
        .on_conflict_do_nothing()
    )


def drawn(new: Sequence[tuple[Ledger, Entry]]) -> list[Drawn]:
    """What these entries take, row by row in the order in which everybody takes: lines, pools."""
    lines: dict[int, int] = defaultdict(int)
    pools: dict[str, int] = defaultdict(int)
    for ledger, entry in new:
        fen = _taken(ledger, entry)
        if entry.pool is not None:
            pools[entry.pool] += fen
        if entry.budget_line is not None:
            lines[entry.budget_line] += fen
    found = [Drawn("line", of, fen) for of, fen in sorted(lines.items())]
    found += [Drawn("pool", of, fen) for of, fen in sorted(pools.items())]
    return [one for one in found if one.fen]


def draw(session: Session, wanted: Sequence[Drawn]) -> None:
    """Take from lines and pools; Refused, with the figures, where one is short."""
    for one in wanted:
        done = session.execute(_MOVE[one.what], {"of": one.of, "fen": one.fen})
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise Refused(short(session, one))


def short(session: Session, one: Drawn) -> Refusal:
    """Why a line or a pool does not cover a sum, with its figures."""
    amount = Money(one.fen)
    if one.what == "pool":
        pool = session.get_one(Pool, one.of, populate_existing=True)
        total = Money(pool.total_fen or 0)
        left = total - Money(pool.used_fen)
        figures = {"pool": one.of, "total": total, "left": left, "amount": amount}
        return Refusal("pool_overdrawn", figures)
    line = session.get_one(BudgetLine, one.of, populate_existing=True)
    total = Money(line.total_fen)
    left = total - Money(line.used_fen)
    figures = {"line": line.number, "total": total, "left": left, "amount": amount}
    return Refusal("line_overdrawn", figures)


def _taken(ledger: Ledger, entry: Entry) -> int:
    """What an entry takes from its pool and line: reserved, given back when it is released."""
    resolved = ledger.resolved(entry)
    if entry.kind is Kind.RESERVE:
        return entry.amount.fen
    if entry.kind is Kind.RELEASE and resolved is not None and resolved.kind is Kind.RESERVE:
        return -entry.amount.fen
    return 0
