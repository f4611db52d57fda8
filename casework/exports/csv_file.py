"""CSV as spreadsheets open it: UTF-8 with its mark, no cell that is taken for a formula."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from casework.exports.columns import (
    Adding,
    Circumstances,
    Column,
    Kind,
    Row,
    Stated,
    Value,
    in_yuan,
    total_row,
)

BOM = b"\xef\xbb\xbf"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PORTION = 2_000


class Digest:
    """Writes on and keeps the SHA-256 of everything that was written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._sha = stream, hashlib.sha256()

    def write(self, data: bytes | memoryview) -> None:
        """Write, and count it in."""
        self._sha.update(data)
        self._stream.write(data)

    @property
    def sha256(self) -> str:
        """Of all that was written."""
        return self._sha.hexdigest()


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_csv(
    stream: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    language: str = "zh",
    circumstances: Circumstances | None = None,
) -> Stated:
    """Write heading, rows and a last row with count and totals; what it states of itself."""
    out, adding = open_csv(stream, columns, language=language), Adding(columns)
    for portion in _portions(columns, adding.through(rows)):
        out.write(portion)
    return close_csv(out, columns, adding.stated(), language=language, circumstances=circumstances)


def open_csv(stream: BinaryIO, columns: Sequence[Column], *, language: str) -> Digest:
    """Write the heading; rows go to what is returned."""
    out = Digest(stream)
    out.write(BOM + line([one.label(language) for one in columns]))
    return out


def close_csv(
    out: Digest,
    columns: Sequence[Column],
    stated: Stated,
    *,
    language: str,
    circumstances: Circumstances | None,
) -> Stated:
    """Write what stands below the rows; what the file states of itself."""
    out.write(line(_cells(columns, total_row(columns, stated, language), total=True)))
    for label, value in () if circumstances is None else circumstances.lines(language):
        out.write(line([label, guarded(value)]))
    return Stated(stated.rows, stated.totals, out.sha256)


def line(cells: Sequence[str]) -> bytes:
    """One line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _portions(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for count, row in enumerate(rows, start=1):
        writer.writerow(_cells(columns, row))
        if count % _PORTION == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _cells(columns: Sequence[Column], row: Row, *, total: bool = False) -> list[str]:
    return [
        _cell(Kind.COUNT if total and place == 1 else column.kind, value)
        for place, (column, value) in enumerate(zip(columns, row, strict=True))
    ]


def _cell(kind: Kind, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if kind is Kind.MONEY and isinstance(value, int):
        return in_yuan(value)
    return str(value)
