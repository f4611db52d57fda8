"""What the auditor takes away holds what the page shows, and says how it was asked for."""

from __future__ import annotations

import csv
import io
import json
import zipfile

from tests.office.desk import Desk
from tests.web.auditor.traces import content, noted
from tests.web.visitor import Visitor


def test_the_totals_of_the_page_are_those_of_the_file(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    query = f"text={paid[0]}&year=2026"
    page = auditor.get(f"/audit/disbursements?{query}").words
    text = content(auditor, f"/audit/disbursements/file.csv?{query}").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    heading, (line, total, *told) = rows[0], rows[1:]
    paid_at = (
        heading.index("已拨付（元）") if "已拨付（元）" in heading else heading.index("已拨付")
    )
    assert (line[paid_at], total[paid_at], total[1]) == ("100000.00", "100000.00", "1")
    assert "100,000.00" in page
    said = dict(row[:2] for row in told)
    assert said["导出时间"].startswith("2026-03-")
    assert said["导出人"] == "auditor"
    assert paid[0] in said["筛选条件"]
    assert "2026" in said["筛选条件"]


def test_a_file_holds_exactly_what_is_filtered(auditor: Visitor, paid: tuple[str, str]) -> None:
    def rows(query: str) -> int:
        lines = content(auditor, f"/audit/disbursements/file.jsonl?{query}").decode().splitlines()
        stated = json.loads(lines[-1])
        assert stated["rows"] == len(lines) - 1
        return len(lines) - 1

    assert rows("") == 6
    assert rows("state=paid") == 1
    assert rows("year=2026") == 2
    assert rows("paid_from=2026-01-01") == 1
    assert rows("paid_from=2027-01-01") == 0
    assert rows("decided_until=2026-12-31") == 6
    assert rows("policy=xc-2025-4") == 0
    assert rows("text=乙示例") == 3


def test_a_workbook_states_its_filter(auditor: Visitor, paid: tuple[str, str]) -> None:
    workbook = content(auditor, "/audit/disbursements/file.xlsx?year=2026")

    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "筛选条件" in sheet
    assert "预算年度 2026" in sheet


def test_a_filter_that_cannot_be_read_is_named(auditor: Visitor, paid: tuple[str, str]) -> None:
    auditor.get("/audit/disbursements?paid_from=gestern&year=zwei")

    assert "没有看懂" in auditor.words
    assert "gestern" in auditor.words


def test_what_was_taken_away_is_noted_with_its_digest(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    content(auditor, "/audit/disbursements/file.csv?year=2026")

    (entry,) = noted(desk, "exported")
    assert entry["file"] == "history.csv"
    assert (entry["rows"], entry["totals"]["paid"]) == (2, 10_000_000)
    assert entry["filter"] == {"year": "2026"}
    assert len(entry["sha256"]) == 64


def test_process_logs_hold_every_act_and_no_name(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    events = desk.count("case_events")

    xes = content(auditor, "/audit/process-log/file.xes").decode()
    ocel = json.loads(content(auditor, "/audit/process-log/file.json"))

    assert (xes.count("<trace>"), xes.count("<event>")) == (2, events)
    assert "经办人" not in xes
    assert len(ocel["events"]) == events
    assert {one["type"] for one in ocel["objects"]} == {
        "case",
        "enterprise",
        "clause",
        "instalment",
    }
    known = {one["id"] for one in ocel["objects"]}
    linked = {link["objectId"] for one in ocel["events"] for link in one["relationships"]}
    assert linked <= known
