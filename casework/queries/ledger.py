"""The ledger as read: rows become entries, and balances come from `workflows.ledger` alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.ledger_entry import LedgerEntry, SharedCapUse
from workflows.ledger import Entry, Kind, Ledger, Limit
from workflows.money import Money

_BATCH = 5_000

ENTRY = LedgerEntry.__table__
_READ = [column for column in ENTRY.columns if column.name not in ("previous_hash", "hash")]


def entries_of_case(session: Session, case_id: int) -> tuple[Entry, ...]:
    """The entries of one case, in their order."""
    return _entries(session, ENTRY.c.case_id == case_id)


def entries_of_cases(session: Session, cases: Sequence[int]) -> dict[int, list[Entry]]:
    """The entries of these cases, by case."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for one in _entries(session, ENTRY.c.case_id.in_(cases)):
        found[one.case].append(one)
    return found


def entries_of_enterprise(session: Session, enterprise_id: int) -> tuple[Entry, ...]:
    """The entries of all cases of an enterprise, case by case."""
    return _entries(session, ENTRY.c.enterprise_id == enterprise_id)


def entries_sharing(session: Session, cap: str) -> tuple[Entry, ...]:
    """The entries of every case, of any enterprise, that uses this shared headroom."""
    using = sa.select(SharedCapUse.case_id).where(SharedCapUse.cap == cap)
    return _entries(session, ENTRY.c.case_id.in_(using))


def ledger_of_case(session: Session, case_id: int) -> Ledger:
    """The ledger of one case."""
    return Ledger(entries_of_case(session, case_id))


def every_entry(session: Session) -> Iterator[Entry]:
    """Every entry there is, case by case, without holding them all."""
    rows = session.execute(
        sa.select(*_READ).order_by(ENTRY.c.case_id, ENTRY.c.number),
        execution_options={"yield_per": _BATCH},
    )
    for row in rows.mappings():
        yield entry(row)


def chains_of_cases(
    session: Session, cases: Sequence[int]
) -> tuple[dict[int, list[Entry]], dict[int, tuple[int, str]]]:
    """The entries of these cases, and number and hash of the last one of each."""
    rows = session.execute(
        sa.select(*_READ, ENTRY.c.hash)
        .where(ENTRY.c.case_id.in_(cases))
        .order_by(ENTRY.c.case_id, ENTRY.c.number)
    )
    entries: dict[int, list[Entry]] = defaultdict(list)
    ends: dict[int, tuple[int, str]] = {}
    for row in rows.mappings():
        entries[row["case_id"]].append(entry(row))
        ends[row["case_id"]] = (row["number"], row["hash"])
    return entries, ends


def entry(row: Mapping[Any, Any]) -> Entry:
    """One row as the rule book reads it."""
    return Entry(
        id=row["id"],
        case=row["case_id"],
        number=row["number"],
        kind=Kind(row["kind"]),
        amount=Money(row["amount_fen"]),
        enterprise=row["enterprise_id"],
        policy=row["policy_id"],
        clause=row["clause_id"],
        on=row["booked_on"],
        year=row["year"],
        fiscal_year=row["fiscal_year"],
        matter_group=row["matter_group"],
        matter_subject=row["matter_subject"],
        pool=row["pool_id"],
        budget_line=row["budget_line_id"],
        instalment=row["instalment"],
        payment_number=row["payment_number"],
        resolves=row["resolves"],
        limits=limits_read(row["limits"]),
    )


def limits_kept(limits: Sequence[Limit]) -> list[dict[str, Any]]:
    """Limits as a row keeps them."""
    return [
        {
            "cap": limit.cap,
            "fen": limit.amount.fen,
            "shared": limit.shared,
            "exception": limit.exception,
        }
        for limit in limits
    ]


def limits_read(kept: Sequence[Mapping[str, Any]]) -> tuple[Limit, ...]:
    """Limits as a row kept them."""
    return tuple(
        Limit(one["cap"], Money(one["fen"]), one["shared"], one["exception"]) for one in kept
    )


def _entries(session: Session, which: sa.ColumnElement[bool]) -> tuple[Entry, ...]:
    rows = session.execute(sa.select(*_READ).where(which).order_by(ENTRY.c.case_id, ENTRY.c.number))
    return tuple(entry(row) for row in rows.mappings())
