"""The disbursement history as CSV, XLSX or JSON Lines: the same rows, count and totals stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.exports.columns import Circumstances, Column, Kind, Row, Stated
from casework.exports.csv_file import write_csv
from casework.exports.jsonl_file import write_jsonl
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


def write_history(
    session: Session,
    stream: BinaryIO,
    wanted: Filter = EVERYTHING,
    *,
    kind: str = "csv",
    language: str = "zh",
    visible: sa.ColumnElement[bool] | None = None,
    circumstances: Circumstances | None = None,
) -> Stated:
    """Write the rows of a filter as `csv`, `xlsx` or `jsonl`; what the file states of itself."""
    labels = language == "zh" and kind != "jsonl"
    found = _rows(session, rows(wanted, visible=visible, labels=labels))
    if kind == "xlsx":
        return write_xlsx(
            stream, COLUMNS, found, title="history", language=language, circumstances=circumstances
        )
    if kind == "jsonl":
        return write_jsonl(stream, COLUMNS, found, circumstances=circumstances)
    return write_csv(stream, COLUMNS, found, language=language, circumstances=circumstances)


def _rows(session: Session, chosen: Any) -> Iterator[Row]:
    found = session.execute(chosen, execution_options={"yield_per": _BATCH})
    for portion in found.partitions(_BATCH):
        yield from portion
