"""The disbursement history: five separate columns, the same on the page and in every file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest

from casework.commands import disburse
from casework.exports.columns import Stated
from casework.exports.disbursement_history import COLUMNS, write_history
from casework.queries import history
from casework.queries.history import Filter
from tests.office.desk import HIGH_TECH, Desk
from tests.office.payments import ready, with_money
from tests.office.runs import answer, sent
from workflows.money import yuan


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """Two awards in three parts each; one part paid, one cancelled."""
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")
    desk(disburse.cancel, reference, by=desk.cast.approver, number=3, remarks="放弃")
    desk.disbursing(desk.cast.yi)
    return desk


def test_awarded_scheduled_paid_recovered_and_outstanding_are_separate(paid: Desk) -> None:
    with paid.database.reading() as session:
        found = history.totals(session)
        years = history.by_year(session)

    assert found == history.Totals(
        rows=6,
        awarded=yuan(600_000),
        scheduled=yuan(500_000),
        paid=yuan(100_000),
        recovered=yuan(0),
        outstanding=yuan(400_000),
    )
    assert [(year, one.paid, one.outstanding) for year, one in years] == [
        (2026, yuan(100_000), yuan(100_000)),
        (2027, yuan(0), yuan(200_000)),
        (2028, yuan(0), yuan(100_000)),
    ]


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (Filter(), 6),
        (Filter(enterprise="911101020000000026"), 3),
        (Filter(policy="xc-2023-71"), 6),
        (Filter(policy="xc-2025-4"), 0),
        (Filter(clause=HIGH_TECH), 6),
        (Filter(year=2027), 2),
        (Filter(department="xc-kxj", year=2028), 2),
        (Filter(department="xc-rsj"), 0),
        (Filter(pool="xc-2023-71/guarantee"), 0),
    ],
)
def test_it_is_cut_by_enterprise_document_clause_year_department_and_pool(
    paid: Desk, wanted: Filter, rows: int
) -> None:
    with paid.database.reading() as session:
        assert history.totals(session, wanted).rows == rows


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_every_file_holds_the_rows_of_the_page_and_states_its_totals(paid: Desk, kind: str) -> None:
    stated, content = written(paid, kind)

    with paid.database.reading() as session:
        page = history.totals(session)
    assert stated.rows == page.rows
    assert stated.totals == {name: getattr(page, name).fen for name in history.SUMS}
    table = READ[kind](content)
    assert len(table) == page.rows + 1
    assert str(page.rows) in table[-1]
    for name in history.SUMS:
        sums = [float(row[_place(name)]) for row in table]
        assert sum(sums[:-1]) == sums[-1] == getattr(page, name).fen / 100


def test_the_same_rows_give_the_same_bytes(paid: Desk) -> None:
    for kind in ("csv", "xlsx", "jsonl"):
        assert written(paid, kind)[0].sha256 == written(paid, kind)[0].sha256


def test_a_file_speaks_the_language_asked_for(paid: Desk) -> None:
    chinese, english = (written(paid, "csv", language=one)[1] for one in ("zh", "en"))

    assert chinese.decode("utf-8-sig").startswith("统一社会信用代码,企业,政策文号")
    assert english.decode("utf-8-sig").startswith("credit_code,enterprise,document")
    assert "已拨付" in chinese.decode()


# What these tests do again and again


def written(desk: Desk, kind: str, **more: Any) -> tuple[Stated, bytes]:
    """The whole history as a file."""
    out = io.BytesIO()
    with desk.database.reading() as session:
        stated = write_history(session, out, kind=kind, **more)
    return stated, out.getvalue()


def from_csv(content: bytes) -> list[list[str]]:
    """The cells below the heading."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


def from_jsonl(content: bytes) -> list[list[str]]:
    """The rows in the order of the columns; the last line states the totals."""
    *rows, last = map(json.loads, content.decode().splitlines())
    table = [[str(row[column.name]) for column in COLUMNS] for row in rows]
    total = {**dict.fromkeys((column.name for column in COLUMNS), ""), **last["totals"]}
    return [*table, [str(last["rows"]) if name == "case" else cell for name, cell in total.items()]]


def from_xlsx(content: bytes) -> list[list[str]]:
    """The cells of the first sheet below the heading."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = sheet.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row")
    return [["".join(cell.itertext()) for cell in row] for row in rows][1:]


READ = {"csv": from_csv, "jsonl": from_jsonl, "xlsx": from_xlsx}


def _place(name: str) -> int:
    return [column.name for column in COLUMNS].index(name)
