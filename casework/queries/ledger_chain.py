"""The ledger's chains of hashes, case by case, as `workflows.history` checks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.ledger_entry import LedgerEnd, LedgerEntry
from workflows.history import BrokenChain, Link, broken, hash_of

ENTRY = LedgerEntry.__table__
_NOT_HASHED = ("id", "case_id", "hash")
_BATCH = 5_000
_COLUMNS = tuple(column.name for column in ENTRY.columns)


def hash_of_row(reference: str, row: Mapping[str, Any]) -> str:
    """The hash of an entry: every column but its id and place in the table, and the case."""
    return hash_of(content(reference, row))


def content(reference: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """What is hashed: the case's reference and every column that says something."""
    said = {name: _plain(value) for name, value in row.items() if name not in _NOT_HASHED}
    return {"case": reference, **said}


def broken_chains(session: Session) -> Iterator[tuple[str, BrokenChain]]:
    """Every fault of every chain, with the case's reference."""
    rows = session.execute(
        sa.select(Case.reference, LedgerEnd.last_number, LedgerEnd.last_hash, *ENTRY.columns)
        .join_from(Case, LedgerEntry, LedgerEntry.case_id == Case.id)
        .outerjoin(LedgerEnd, LedgerEnd.case_id == Case.id)
        .order_by(Case.id, LedgerEntry.number),
        execution_options={"yield_per": _BATCH},
    ).mappings()
    for reference, of_case in groupby(rows, key=lambda row: row["reference"]):
        links, end = [], (0, "")
        for row in of_case:
            end = (row["last_number"] or 0, row["last_hash"] or "")
            kept = {name: row[name] for name in _COLUMNS}
            links.append(Link(content(reference, kept), kept["hash"]))
        for fault in broken(links, last_number=end[0], last_hash=end[1]):
            yield reference, fault
    yield from _emptied(session)


def _emptied(session: Session) -> Iterator[tuple[str, BrokenChain]]:
    """Chains of which nothing is left but their end."""
    rows = session.execute(
        sa.select(Case.reference, LedgerEnd.last_number, LedgerEnd.last_hash)
        .join(LedgerEnd, LedgerEnd.case_id == Case.id)
        .where(~sa.exists().where(LedgerEntry.case_id == Case.id))
    )
    for reference, number, last_hash in rows:
        for fault in broken((), last_number=number, last_hash=last_hash):
            yield reference, fault


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
