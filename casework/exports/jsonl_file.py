"""JSON Lines: one object a line, amounts in yuan as text; the last says count and totals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from casework.exports.columns import (
    Adding,
    Circumstances,
    Column,
    Kind,
    Row,
    Stated,
    in_yuan,
)
from casework.exports.csv_file import Digest

_PORTION = 1_000


def write_jsonl(
    stream: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    circumstances: Circumstances | None = None,
) -> Stated:
    """Write one object a line and a last one with count and totals; what it states of itself."""
    out, adding = Digest(stream), Adding(columns)
    portion: list[str] = []
    for row in adding.through(rows):
        portion.append(_object(columns, row))
        if len(portion) == _PORTION:
            out.write("".join(portion).encode())
            portion.clear()
    out.write("".join(portion).encode())
    return close_jsonl(out, adding.stated(), circumstances=circumstances)


def close_jsonl(out: Digest, stated: Stated, *, circumstances: Circumstances | None) -> Stated:
    """Write the last line; what the file states of itself."""
    sums = {name: in_yuan(fen) for name, fen in stated.totals.items()}
    last: dict[str, object] = {"rows": stated.rows, "totals": sums}
    if circumstances is not None:
        last |= circumstances.plain()
    out.write((json.dumps(last, ensure_ascii=False) + "\n").encode())
    return Stated(stated.rows, stated.totals, out.sha256)


def _object(columns: Sequence[Column], row: Row) -> str:
    said: dict[str, object] = {}
    for column, value in zip(columns, row, strict=True):
        if column.kind is Kind.MONEY and isinstance(value, int):
            said[column.name] = in_yuan(value)
        else:
            said[column.name] = value.isoformat() if isinstance(value, date) else value
    return json.dumps(said, ensure_ascii=False) + "\n"
