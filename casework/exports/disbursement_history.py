"""The disbursement history as CSV, XLSX or JSON Lines: the same rows, count and totals stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.exports.columns import Circumstances, Column, Kind, Row, Stated
from casework.exports.copied import Copied
from casework.exports.csv_file import Digest, close_csv, open_csv, write_csv
from casework.exports.jsonl_file import close_jsonl, write_jsonl
from casework.exports.xlsx_file import Workbook, write_xlsx
from casework.queries.history import EVERYTHING, Filter, rows

COLUMNS = (
    Column("credit_code", free=True),
    Column("enterprise", free=True),
    Column("document", free=True),
    Column("clause"),
    Column("article", free=True),
    Column("department", free=True),
    Column("pool"),
    Column("case"),
    Column("decision", free=True),
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
    Column("slip", free=True),
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
    chosen = rows(wanted, visible=visible, labels=labels)
    if session.get_bind().dialect.name == "postgresql":
        copied = Copied(session, COLUMNS, chosen)
        return _copy(copied, stream, kind, language=language, circumstances=circumstances)
    found = _rows(session, chosen)
    if kind == "xlsx":
        return write_xlsx(
            stream, COLUMNS, found, title="history", language=language, circumstances=circumstances
        )
    if kind == "jsonl":
        return write_jsonl(stream, COLUMNS, found, circumstances=circumstances)
    return write_csv(stream, COLUMNS, found, language=language, circumstances=circumstances)


def _copy(
    copied: Copied,
    stream: BinaryIO,
    kind: str,
    *,
    language: str,
    circumstances: Circumstances | None,
) -> Stated:
    """The same files from rows that the server writes."""
    if kind == "xlsx":
        with Workbook(stream, COLUMNS, title="history", language=language) as book:
            book.rows(copied.as_xml())
            book.end(copied.stated, circumstances)
        return Stated(copied.stated.rows, copied.stated.totals, book.sha256)
    if kind == "jsonl":
        out = Digest(stream)
        for row in copied.as_json():
            out.write(row)
        return close_jsonl(out, copied.stated, circumstances=circumstances)
    out = open_csv(stream, COLUMNS, language=language)
    for row in copied.as_csv():
        out.write(row)
    return close_csv(out, COLUMNS, copied.stated, language=language, circumstances=circumstances)


def _rows(session: Session, chosen: Any) -> Iterator[Row]:
    found = session.execute(chosen, execution_options={"yield_per": _BATCH})
    for portion in found.partitions(_BATCH):
        yield from portion
