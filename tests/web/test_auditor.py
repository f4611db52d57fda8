"""The auditor's pages: everything in scope is read, nothing of a case is written, all is noted."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from casework.queries.audit.sampling import in_order_of
from tests.office.desk import FIRST_CERTIFICATE, Desk
from tests.office.payments import ready, with_money
from tests.office.runs import answer, sent
from tests.web.conftest import Enter
from tests.web.visitor import Visitor
from workflows.red_flags import red_flags

PAGES = (
    "/audit",
    "/audit/cases",
    "/audit/disbursements",
    "/audit/red-flags",
    "/audit/recomputation",
    "/audit/samples",
    "/audit/between",
    "/audit/integrity",
    "/audit/process-log",
)
FILES = (
    "/audit/disbursements/file.csv",
    "/audit/red-flags/over_cap/file.csv",
    "/audit/recomputation/file.csv",
    "/audit/between/file.csv",
    "/audit/process-log/file.xes",
)


@pytest.fixture
def paid(desk: Desk) -> tuple[str, str]:
    """Two cases: 甲's first instalment is paid, 乙's is not."""
    with_money(desk)
    jia = desk.disbursing(desk.cast.jia)
    ready(desk, jia)
    sent(desk)
    on = desk.at.date().isoformat()
    answer(desk, [f"{jia}-01,paid,100000.00,HD1,{on},"], paid="100000.00")
    other = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000002"}
    return jia, desk.disbursing(desk.cast.yi, facts=other)


@pytest.fixture
def auditor(enter: Enter, desk: Desk, paid: tuple[str, str]) -> Visitor:
    """The auditor of the district, who comes after both cases went their way."""
    return enter(desk.cast.auditor)


def content(visitor: Visitor, path: str) -> bytes:
    """A file that was sent."""
    response = visitor.client.get(path)
    assert response.status_code == 200, path
    data = response.get_data()
    response.close()
    return data


def noted(desk: Desk, kind: str) -> list[dict[str, Any]]:
    """The access log of one kind."""
    with desk.database.reading() as session:
        rows = session.execute(
            sa.text("SELECT page, particulars FROM access_log WHERE kind = :kind ORDER BY id"),
            {"kind": kind},
        ).all()
    return [{"page": page, **json.loads(particulars)} for page, particulars in rows]


def test_every_page_opens_and_is_noted(auditor: Visitor, desk: Desk, paid: tuple[str, str]) -> None:
    for path in PAGES:
        assert auditor.get(path).status == 200, path

    viewed = [one["page"] for one in noted(desk, "viewed")]
    assert len(viewed) == len(PAGES)


@pytest.mark.parametrize("who", ["reviewer", "finance", "jia", "system_admin"])
def test_nobody_else_opens_them(enter: Enter, desk: Desk, who: str) -> None:
    visitor = enter(getattr(desk.cast, who))

    assert {visitor.get(path).status for path in (*PAGES, *FILES)} == {403}


def test_the_auditor_begins_at_the_overview(auditor: Visitor, paid: tuple[str, str]) -> None:
    auditor.get("/audit")

    assert auditor.title == "审计"
    assert "2 家企业" in auditor.words
    assert "60" in auditor.words  # 万元 decided


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


def test_every_red_flag_has_its_page_and_file(auditor: Visitor, paid: tuple[str, str]) -> None:
    listed = auditor.get("/audit/red-flags")
    assert sum(f"/audit/red-flags/{code}" in listed.links() for code in red_flags().flags) == 32

    for code, flag in red_flags().flags.items():
        assert auditor.get(f"/audit/red-flags/{code}").status == 200
        assert flag.title.zh in auditor.title
        assert content(auditor, f"/audit/red-flags/{code}/file.csv")


def test_a_red_flag_leads_to_its_case(auditor: Visitor, desk: Desk, paid: tuple[str, str]) -> None:
    with desk.database.transaction() as session:
        session.execute(sa.text("UPDATE enterprises SET legal_person = '张示例'"))

    auditor.get("/audit/red-flags/related_applicants")

    assert "法定代表人相同" in auditor.words
    assert f"/office/cases/{paid[0]}" in auditor.links()
    lines = content(auditor, "/audit/red-flags/related_applicants/file.jsonl").decode()
    assert json.loads(lines.splitlines()[-1])["rows"] == 2


def test_an_unknown_report_or_kind_of_file_is_not_there(auditor: Visitor) -> None:
    for path in ("/audit/red-flags/nothing", "/audit/disbursements/file.exe"):
        assert auditor.get(path).status == 404


def test_an_award_is_worked_out_anew(auditor: Visitor, paid: tuple[str, str]) -> None:
    auditor.get("/audit/recomputation")
    assert "不一致0 项" in auditor.words

    auditor.get(f"/audit/recomputation/{paid[0]}")
    assert "逐项与保存的结果相同" in auditor.words


def test_a_sample_can_be_drawn_again_by_anybody(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    auditor.get("/audit/samples")
    auditor.send({"seed": "2026年第1期公开号码", "size": "1", "title": "试抽"})

    (first, *_) = in_order_of("2026年第1期公开号码", paid)
    assert auditor.title == "试抽"
    assert first in auditor.words
    assert "结果完全相同" in auditor.words
    assert desk.count("audit_samples") == 1


def test_a_sample_without_seed_or_of_no_case_is_refused(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    auditor.get("/audit/samples")
    auditor.send({"seed": "", "size": "1"})
    assert auditor.status == 422

    auditor.get("/audit/samples")
    auditor.send({"seed": "x", "size": "1", "since": "2030-01-01"})
    assert auditor.status == 409
    assert "没有案件可抽" in auditor.words
    assert desk.count("audit_samples") == 0


def test_nobody_opens_the_sample_of_another(
    auditor: Visitor, enter: Enter, desk: Desk, paid: tuple[str, str]
) -> None:
    auditor.get("/audit/samples")
    auditor.send({"seed": "x", "size": "1"})

    assert enter(desk.cast.reviewer).get("/audit/samples/1").status == 403
    assert auditor.get("/audit/samples/2").status == 404


def test_what_happened_between_two_days(auditor: Visitor, paid: tuple[str, str]) -> None:
    auditor.get("/audit/between?first=2026-03-02&last=2026-03-02")

    assert "支持决定1 笔300,000.00" in auditor.words
    assert "确认到账" not in auditor.words

    auditor.get("/audit/between?first=2026-03-01&last=2026-12-31")
    assert "拨付1 笔100,000.00" in auditor.words
    lines = content(auditor, "/audit/between/file.jsonl?first=2026-03-02&last=2026-03-02")
    assert json.loads(lines.decode().splitlines()[-1])["filter"]["first"] == "2026-03-02"


def test_the_chains_are_walked_when_the_page_is_opened(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    auditor.get("/audit/integrity")
    assert "链条完整" in auditor.words

    with desk.database.transaction() as session:
        session.execute(
            sa.text("UPDATE cases SET last_hash = 'x' WHERE reference = :r"), {"r": paid[0]}
        )
    auditor.get("/audit/integrity")
    assert "发现问题" in auditor.words
    assert paid[0] in auditor.words


def test_a_case_is_read_and_nothing_is_offered(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    auditor.get(f"/office/cases/{paid[0]}")

    assert auditor.status == 200
    assert paid[0] in auditor.title
    assert auditor.page.xpath("//main//form") == []
    assert noted(desk, "viewed")[-1] == {"page": "case.show", "reference": paid[0]}


def test_a_case_file_is_one_pdf_with_its_whole_history(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    pdf = PdfReader(io.BytesIO(content(auditor, f"/audit/cases/{paid[0]}/file.pdf")))
    text = "".join(page.extract_text() for page in pdf.pages)

    for shown in (paid[0], "甲示例科技有限公司", "办理记录", "300,000.00", "GR202611000001"):
        assert shown in text
    assert noted(desk, "exported")[-1]["case"] == paid[0]


def test_a_case_of_another_district_is_not_there(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    with desk.database.transaction() as session:
        session.execute(
            sa.text("UPDATE cases SET district_id = 'tongzhou' WHERE reference = :r"),
            {"r": paid[1]},
        )

    for path in (
        f"/office/cases/{paid[1]}",
        f"/audit/cases/{paid[1]}/file.pdf",
        f"/audit/recomputation/{paid[1]}",
    ):
        assert auditor.get(path).status == 404
    for path in (
        "/audit/cases",
        "/audit/disbursements",
        "/audit/between?first=2026-03-01&last=2027-01-01",
    ):
        assert paid[1] not in auditor.get(path).words


def test_the_auditor_takes_no_step(auditor: Visitor, desk: Desk) -> None:
    third = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000003"}
    reference = desk.submitted(facts=third)
    before = desk.case(reference).last_event

    for path in (
        f"/office/cases/{reference}/steps/accept",
        f"/office/cases/{reference}/acts/note",
        "/office/bulk",
    ):
        auditor.post(path, {"seen": "2"})
        assert auditor.status in (403, 404, 405)
    assert desk.case(reference).last_event == before


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
