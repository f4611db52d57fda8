"""XLSX written as a stream: any number of rows in the same memory, the same bytes every time.

A workbook is a zip of XML. Rows are written as they come, text as text (never as a formula or a
link), money as numbers with two decimals, days as days. A sheet holds 1,048,576 rows; what is
more goes on in the next sheet. Only the standard library.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import IO, BinaryIO

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
from casework.exports.csv_file import Digest

SHEET_ROWS = 1_048_576
STYLE = {Kind.TEXT: 0, Kind.MONEY: 2, Kind.DAY: 3, Kind.COUNT: 4}
_HEAD_STYLE = 1
_PORTION = 1_000
_EPOCH = date(1899, 12, 30)
_WIDTH = {Kind.TEXT: 24, Kind.MONEY: 18, Kind.DAY: 12, Kind.COUNT: 8}
_SPECIAL = re.compile("[&<>\x00-\x1f]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "&#10;", "\t": "&#9;"}
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_xlsx(
    stream: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    title: str,
    language: str = "zh",
    circumstances: Circumstances | None = None,
) -> Stated:
    """Write heading, rows and a last row with count and totals; what it states of itself."""
    adding = Adding(columns)
    with Workbook(stream, columns, title=title, language=language) as book:
        row_of = _row_writer(columns)
        book.rows(row_of(row).encode() for row in adding.through(rows))
        stated = adding.stated()
        book.end(stated, circumstances)
    return Stated(stated.rows, stated.totals, book.sha256)


class Workbook:
    """A workbook that is being written: rows of XML in, sheets out."""

    def __init__(
        self, stream: BinaryIO, columns: Sequence[Column], *, title: str, language: str
    ) -> None:
        self._out = Digest(stream)
        self._columns, self._title, self._language = columns, title, language
        self._zip = zipfile.ZipFile(
            _Unseekable(self._out), "w", zipfile.ZIP_DEFLATED, compresslevel=1
        )
        self._sheet: IO[bytes] | None = None
        self._sheets, self._left = 0, 0
        self.sha256 = ""

    def __enter__(self) -> Workbook:
        self._next_sheet()
        return self

    def __exit__(self, *raised: object) -> None:
        self._end_sheet()
        if raised[0] is None:
            self._parts()
        self._zip.close()
        self.sha256 = self._out.sha256

    def rows(self, rows: Iterable[bytes]) -> None:
        """Write rows of XML, `<row>…</row>` each, going on in a new sheet where one is full."""
        portion: list[bytes] = []
        for row in rows:
            portion.append(row)
            if len(portion) == _PORTION:
                self.portion(b"".join(portion), len(portion))
                portion.clear()
        self.portion(b"".join(portion), len(portion))

    def portion(self, xml: str | bytes, count: int) -> None:
        """Write so many rows at once; they must not be more than a sheet still holds."""
        if count > self._left:
            self._next_sheet()
        assert self._sheet is not None
        self._sheet.write(xml.encode() if isinstance(xml, str) else xml)
        self._left -= count

    def end(self, stated: Stated, circumstances: Circumstances | None) -> None:
        """What stands below the rows: how many there are, the sums, the circumstances."""
        self._total(stated)
        if circumstances is not None:
            for label, value in circumstances.lines(self._language):
                self.portion(f"<row>{_text(label)}{_text(value)}</row>", 1)

    def _total(self, stated: Stated) -> None:
        cells = total_row(self._columns, stated, self._language)
        kinds = [one.kind for one in self._columns]
        kinds[0], kinds[1] = Kind.TEXT, Kind.COUNT
        xml = "".join(_cell(kind, value) for kind, value in zip(kinds, cells, strict=True))
        self.portion(f"<row>{xml}</row>", 1)

    def _next_sheet(self) -> None:
        self._end_sheet()
        self._sheets += 1
        self._left = SHEET_ROWS - 1 - _PORTION
        name = f"xl/worksheets/sheet{self._sheets}.xml"  # zipfile dates a plain name 1980
        self._sheet = self._zip.open(name, "w", force_zip64=True)
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{_WIDTH[one.kind]}" customWidth="1"/>'
            for at, one in enumerate(self._columns, start=1)
        )
        head = "".join(_text(one.label(self._language), style=_HEAD_STYLE) for one in self._columns)
        self._sheet.write(
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{widths}</cols><sheetData><row>{head}</row>".encode()
        )

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.write(b"</sheetData></worksheet>")
            self._sheet.close()

    def _parts(self) -> None:
        numbers = range(1, self._sheets + 1)
        sheets = "".join(
            f'<sheet name="{_escaped(self._title)[:24]} {n}" sheetId="{n}" r:id="rId{n}"/>'
            for n in numbers
        )
        self._write(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        style = f'<Relationship Id="rId0" Type="{_REL}/styles" Target="styles.xml"/>'
        rels = f'<Relationships xmlns="{_PACKAGE}/relationships">'
        self._write("xl/_rels/workbook.xml.rels", f"{rels}{style}{links}</Relationships>")
        self._write("xl/styles.xml", _STYLES)
        office = f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
        self._write("_rels/.rels", f"{rels}{office}</Relationships>")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in numbers
        )
        self._write(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{parts}</Types>',
        )

    def _write(self, name: str, xml: str) -> None:
        self._zip.writestr(zipfile.ZipInfo(name), _XML + xml, zipfile.ZIP_DEFLATED, 1)


class _Unseekable:
    """A stream that is only written to, so that a zip goes straight into a response."""

    def __init__(self, out: Digest) -> None:
        self._out, self._at = out, 0

    def write(self, data: bytes) -> int:
        self._out.write(data)
        self._at += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The stream stays its owner's."""


def _row_writer(columns: Sequence[Column]) -> Callable[[Row], str]:
    kinds = [one.kind for one in columns]

    def write(row: Row) -> str:
        return f"<row>{''.join(map(_cell, kinds, row))}</row>"

    return write


def _cell(kind: Kind, value: Value) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return _text(value)
    before, after = around(kind)
    if kind is Kind.MONEY and isinstance(value, int):
        return f"{before}{in_yuan(value)}{after}"
    if isinstance(value, date):
        return f"{before}{(value - _EPOCH).days}{after}"
    return f"{before}{value}{after}"


def around(kind: Kind) -> tuple[str, str]:
    """What stands before and after the value of a cell of this kind."""
    if kind is Kind.TEXT:
        return '<c t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
    return f'<c s="{STYLE[kind]}"><v>', "</v></c>"


def _text(text: str, *, style: int = 0) -> str:
    shown = _escaped(text) if _SPECIAL.search(text) else text
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{shown}</t></is></c>'


def _escaped(text: str) -> str:
    """Text as XML can carry it; control characters, which it cannot, are left out."""
    return _SPECIAL.sub(lambda found: _ESCAPED.get(found[0], ""), text)


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="1" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
