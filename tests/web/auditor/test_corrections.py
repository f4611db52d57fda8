"""The page of corrected clauses: what was wrong, whom it touched, and the same as a file."""

from __future__ import annotations

import json

import pytest

from casework.queries.audit import corrections
from tests.office.desk import Desk
from tests.office.test_corrections import corrected_since
from tests.web.auditor.traces import content, noted
from tests.web.visitor import Visitor


def test_an_office_without_corrections_says_so(auditor: Visitor) -> None:
    assert "没有条款在案件适用之后更正过" in auditor.get("/audit/corrections").words


def test_the_page_shows_the_wrong_parameter_and_the_cases_it_touched(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    corrected_since(desk, paid[0])

    auditor.get("/audit/corrections")

    assert "310000" in auditor.words
    assert "300000" in auditor.words
    assert "涉及案件1 件" in auditor.words.replace("涉及案件 ", "涉及案件")
    assert f"/office/cases/{paid[0]}" in auditor.links()
    assert f"/office/cases/{paid[1]}" not in auditor.links()


def test_many_touched_cases_are_worked_out_when_it_is_asked(
    auditor: Visitor, desk: Desk, paid: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected_since(desk, paid[0])
    monkeypatch.setattr(corrections, "MOST_AT_ONCE", 0)

    auditor.get("/audit/corrections")

    assert "范围太大，没有自动计算" in auditor.words
    assert "310000" in auditor.words
    assert f"/office/cases/{paid[0]}" not in auditor.links()
    assert "/audit/corrections?whole=1" in auditor.links()
    auditor.get("/audit/corrections?whole=1")
    assert f"/office/cases/{paid[0]}" in auditor.links()


def test_the_file_holds_what_the_page_shows(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    corrected_since(desk, paid[0])

    lines = content(auditor, "/audit/corrections/file.jsonl").decode().splitlines()
    (case, stated) = map(json.loads, lines)

    assert (case["case"], case["corrected_sum"], stated["rows"]) == (paid[0], "300000.00", 1)
    assert case["corrected_places"] == "benefit.amount_yuan: 310000 → 300000"
    assert noted(desk, "exported")[-1]["page"] == "audit_corrections.file"
