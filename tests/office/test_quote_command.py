"""`casework quote` and `casework match` as an officer runs them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from casework.cli import main

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LADDER = str(EXAMPLES / "quote-title-ladder.json")
MATCH = str(EXAMPLES / "match-technology-enterprise.json")


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CASEWORK_HOME", str(tmp_path / "home"))


def test_a_quote_is_a_page_an_officer_reads(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["quote", LADDER])

    said = capsys.readouterr().out
    assert code == 0
    assert "可以支持：600,000 元" in said
    assert "晋级补差，减去 XC-2024-0017（西发改文〔2023〕71号 第十条，已拨付）200,000 元" in said
    assert "合计应付：600,000 元" in said


def test_a_quote_speaks_english(capsys: pytest.CaptureFixture[str]) -> None:
    main(["quote", LADDER, "--english"])

    assert "Payable in all: 600,000 yuan" in capsys.readouterr().out


def test_a_quote_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    main(["quote", LADDER, "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert answer["claims"][0]["amount_yuan"] == "600000.00"
    assert answer["claims"][0]["figure"]["limit"]["kind"] == "cap_in_principle"


def test_a_match_says_what_may_be_claimed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", MATCH]) == 0
    page = capsys.readouterr().out
    main(["match", MATCH, "--english"])
    english = capsys.readouterr().out
    main(["match", MATCH, "--json"])
    answer = json.loads(capsys.readouterr().out)

    assert (
        "国高新证书奖励　西行规发〔2025〕4号 第四条（一）　xc-2025-4/art4.1.a　估算 300,000 元"
        in page
    )
    assert "可免申即享" in page
    assert "estimate 300,000 yuan" in english
    assert {one["fit"] for one in answer["matches"]} == {"may_get", "missing", "not"}


def test_a_request_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(Path(LADDER).read_text(encoding="utf-8")))

    assert main(["quote", "-"]) == 0
    assert "600,000" in capsys.readouterr().out


def test_a_wrong_request_exits_with_2_and_every_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"filed_on": "5 May", "claims": [{"id": "1", "figure": 3}]}')

    code = main(["quote", str(wrong)])

    said = capsys.readouterr().err.splitlines()
    assert code == 2
    assert said == [
        "请求有误：",
        "  $.filed_on: 日期应写作 2026-01-31。",
        "  $.enterprise: 缺少此项。",
        "  $.claims[0].clause: 缺少此项。",
        "  $.claims[0].figure: 没有这一项；请核对拼写。",
    ]


def test_a_file_that_cannot_be_read_exits_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = tmp_path / "latin.json"
    other.write_bytes(b"\xff\xfe{")

    assert main(["quote", str(tmp_path / "none.json")]) == 2
    assert main(["match", str(other)]) == 2
    assert "读不到文件" in capsys.readouterr().err


def test_wrong_policy_files_exit_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").write_text("nonsense = 1")
    monkeypatch.setenv("CASEWORK_POLICY_FOLDERS", str(tmp_path))

    assert main(["quote", LADDER]) == 1
    assert "policy.toml" in capsys.readouterr().err
