"""Drawing on pools and budget lines: a sum kept beside the entries, moved only if it suffices.

One conditional update for each row, the last statements of a booking, rows in the order of their
ids: many processes may race for the same row, and none reads a figure it then overwrites.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.budget import BudgetLine
from casework.records.pool import Pool
from workflows.ledger import Entry, Kind, Ledger
from workflows.money import Money
from workflows.refusals import Refusal, Refused

_POOL = sa.text(
    "UPDATE pools SET used_fen = used_fen + :fen WHERE id = :of"
    " AND (:fen <= 0 OR total_fen IS NULL OR used_fen + :fen <= total_fen)"
)
_LINE = sa.text(
    "UPDATE budget_lines SET used_fen = used_fen + :fen WHERE id = :of"
    " AND (:fen <= 0 OR used_fen + :fen <= total_fen)"
)


def draw(session: Session, new: Sequence[tuple[Ledger, Entry]]) -> None:
    """Take from pools and lines what these entries reserve; Refused where one is short."""
    pools: dict[str, int] = defaultdict(int)
    lines: dict[int, int] = defaultdict(int)
    for ledger, entry in new:
        fen = _taken(ledger, entry)
        if entry.pool is not None:
            pools[entry.pool] += fen
        if entry.budget_line is not None:
            lines[entry.budget_line] += fen
    for line, fen in sorted(lines.items()):
        if fen and not _moved(session, _LINE, line, fen):
            raise Refused(_line_short(session, line, Money(fen)))
    for pool, fen in sorted(pools.items()):
        if fen and not _moved(session, _POOL, pool, fen):
            raise Refused(_pool_short(session, pool, Money(fen)))


def _taken(ledger: Ledger, entry: Entry) -> int:
    """What an entry takes from its pool and line: reserved, given back when it is released."""
    resolved = ledger.resolved(entry)
    if entry.kind is Kind.RESERVE:
        return entry.amount.fen
    if entry.kind is Kind.RELEASE and resolved is not None and resolved.kind is Kind.RESERVE:
        return -entry.amount.fen
    return 0


def _moved(session: Session, statement: sa.TextClause, of: int | str, fen: int) -> bool:
    done = session.execute(statement, {"of": of, "fen": fen})
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _line_short(session: Session, line_id: int, amount: Money) -> Refusal:
    line = session.get_one(BudgetLine, line_id, populate_existing=True)
    left = Money(line.total_fen - line.used_fen)
    return Refusal(
        "line_overdrawn",
        {"line": line.number, "total": Money(line.total_fen), "left": left, "amount": amount},
    )


def _pool_short(session: Session, pool_id: str, amount: Money) -> Refusal:
    pool = session.get_one(Pool, pool_id, populate_existing=True)
    total = Money(pool.total_fen or 0)
    left = total - Money(pool.used_fen)
    return Refusal(
        "pool_overdrawn", {"pool": pool_id, "total": total, "left": left, "amount": amount}
    )
