"""Tables as files: text that is no formula, money that is a number, any number of rows."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest

from casework.exports.columns import Column, Kind, Row
from casework.exports.csv_file import BOM, write_csv
from casework.exports.xlsx_file import write_xlsx

COLUMNS = (Column("enterprise"), Column("case"), Column("paid", Kind.MONEY, total=True))


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@sum", "\tx", "\rx"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    out = io.BytesIO()
    write_csv(out, COLUMNS, [(text, "", 1)])

    assert out.getvalue().startswith(BOM)
    assert f"'{text}" in out.getvalue().decode()


def test_a_workbook_keeps_text_as_text_whatever_it_holds() -> None:
    out = io.BytesIO()
    write_xlsx(out, COLUMNS, [("=1+1 & <甲>\x07\n", "10000000000000000001", 1)], title="t")

    sheet = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1 &amp; &lt;甲&gt;&#10;</t>" in sheet
    assert "10000000000000000001</t>" in sheet
    assert "<v>0.01</v>" in sheet


def test_days_and_empty_cells_are_written_as_such() -> None:
    columns = (Column("case"), Column("instalment", Kind.COUNT), Column("paid_on", Kind.DAY))
    out = io.BytesIO()
    write_xlsx(out, columns, [("x", 1, date(2026, 3, 2)), ("y", 2, None)], title="t")

    sheet = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert '<c s="3"><v>46083</v></c>' in sheet
    assert sheet.count("<c/>") == 2  # the day that is not there, and the total's


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_many_rows_need_no_more_memory_than_few(write: object) -> None:
    def rows(count: int) -> Iterator[Row]:
        for n in range(count):
            yield (f"示例企业{n}", f"SL-2026-{n:06d}", n)

    def peak(count: int) -> int:
        more = {"title": "t"} if write is write_xlsx else {}
        tracemalloc.start()
        write(_Nowhere(), COLUMNS, rows(count), **more)  # type: ignore[operator]
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(40_000) < 1.2 * peak(8_000) + 200_000


class _Nowhere(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]
