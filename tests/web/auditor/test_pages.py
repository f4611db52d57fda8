"""The auditor's pages: everything in scope is read, nothing of a case is written, all is noted."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from casework.queries.audit.sampling import in_order_of
from tests.office.desk import FIRST_CERTIFICATE, Desk
from tests.web.auditor.traces import content, noted
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
