"""The disbursement history as CSV, XLSX or JSON Lines: the same rows, count and totals stated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.exports.columns import Adding, Column, Kind, Row, Stated, in_yuan
from casework.exports.csv_file import Digest, write_csv
from casework.exports.xlsx_file import write_xlsx
from casework.queries.history import EVERYTHING, Filter, rows

COLUMNS = (
    Column("credit_code"),
    Column("enterprise"),
    Column("document"),
    Column("clause"),
    Column("article"),
    Column("department"),
    Column("pool"),
    Column("case"),
    Column("decision"),
    Column("decided_on", Kind.DAY),
    Column("instalment", Kind.COUNT),
    Column("year", Kind.COUNT),
    Column("state"),
    Column("awarded", Kind.MONEY, total=True),
    Column("scheduled", Kind.MONEY, total=True),
    Column("paid", Kind.MONEY, total=True),
    Column("recovered", Kind.MONEY, total=True),
    Column("outstanding", Kind.MONEY, total=True),
    Column("paid_on", Kind.DAY),
    Column("payment_number"),
    Column("slip"),
)
_BATCH = 5_000
_PORTION = 1_000


def write_history(
    session: Session,
    stream: BinaryIO,
    wanted: Filter = EVERYTHING,
    *,
    kind: str = "csv",
    language: str = "zh",
    visible: sa.ColumnElement[bool] | None = None,
) -> Stated:
    """Write the rows of a filter as `csv`, `xlsx` or `jsonl`; what the file states of itself."""
    labels = language == "zh" and kind != "jsonl"
    found = _rows(session, rows(wanted, visible=visible, labels=labels))
    if kind == "xlsx":
        return write_xlsx(stream, COLUMNS, found, title="history", language=language)
    if kind == "jsonl":
        return _write_jsonl(stream, found)
    return write_csv(stream, COLUMNS, found, language=language)


def _rows(session: Session, chosen: Any) -> Iterator[Row]:
    found = session.execute(chosen, execution_options={"yield_per": _BATCH})
    for portion in found.partitions(_BATCH):
        yield from portion


def _write_jsonl(stream: BinaryIO, found: Iterable[Row]) -> Stated:
    """One object a line, amounts in yuan as text; the last says how many rows and the totals."""
    out, adding = Digest(stream), Adding(COLUMNS)
    portion: list[str] = []
    for row in adding.through(found):
        portion.append(_object(row))
        if len(portion) == _PORTION:
            out.write("".join(portion).encode())
            portion.clear()
    out.write("".join(portion).encode())
    stated = adding.stated()
    sums = {name: in_yuan(fen) for name, fen in stated.totals.items()}
    out.write((json.dumps({"rows": stated.rows, "totals": sums}) + "\n").encode())
    return Stated(stated.rows, stated.totals, out.sha256)


def _object(row: Row) -> str:
    said: dict[str, object] = {}
    for column, value in zip(COLUMNS, row, strict=True):
        if column.kind is Kind.MONEY and isinstance(value, int):
            said[column.name] = in_yuan(value)
        else:
            said[column.name] = value.isoformat() if isinstance(value, date) else value
    return json.dumps(said, ensure_ascii=False) + "\n"
