"""`casework demo`: what it tells happens, what it leaves behind is sound, a second run is fresh."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.cli import main
from casework.cli.demo import cast, performance
from casework.cli.demo.stage import Stage, Story, expect
from casework.commands.sign_in import password_right
from casework.db import Database
from casework.queries.sign_in import account
from workflows.money import Money, wan

pytestmark = pytest.mark.xdist_group("walk")  # it is told once

NOW = datetime(2026, 11, 21, tzinfo=UTC)

PAID = {
    "甲辰示范科技有限公司": wan(30),
    "乙巳示范软件有限公司": wan(50),
    "丙午示范智造有限公司": wan(50),
    "丁未示范控股有限公司": wan(2300),
    "庚戌示范装备有限公司": wan(10),
    "辛亥示范材料有限公司": wan(10),
    "戊申示范数据有限公司": wan(10),
    "癸丑示范光电有限公司": wan(10),  # and given back: see what was recovered
    "壬子示范融资担保有限公司": wan(0),
}
"""What each enterprise was paid when every story is told."""


@pytest.fixture
def office(told: Path) -> Iterator[Database]:
    """The database it leaves."""
    database = Database(f"sqlite:///{told}/casework.db")
    yield database
    database.close()


def test_every_story_is_told_and_kept(told: Path) -> None:
    story = (told / "story.txt").read_text(encoding="utf-8")

    assert story.count("【") == len(performance.STORIES)
    assert "年度上限 500,000 元，已用 360,000 元，剩余 140,000 元" in story
    assert cast.PASSWORD in story


def test_the_disbursement_history_says_what_each_enterprise_was_paid(told: Path) -> None:
    with (told / "disbursement-history.csv").open(encoding="utf-8-sig", newline="") as file:
        *rows, total = list(csv.reader(file))
    head, *rows = rows
    name, paid = head.index("企业"), head.index("已拨付（元）")
    found: dict[str, Money] = {}
    for row in rows:
        found[row[name]] = found.get(row[name], Money(0)) + Money.read(row[paid])

    recovered = head.index("已追回（元）")
    assert found == PAID
    assert Money.read(total[recovered]) == wan(10)
    assert Money.read(total[paid]) == Money.total(PAID.values())


def test_it_writes_files_for_the_treasury_and_for_auditors(told: Path) -> None:
    kinds = {path.suffix for path in (told / "treasury").iterdir()}
    papers = {path.name: path.read_bytes()[:4] for path in (told / "papers").iterdir()}

    assert kinds == {".csv", ".xlsx"}
    assert papers == {
        "minutes.pdf": b"%PDF",
        "minutes.docx": b"PK\x03\x04",
        "support_decision.pdf": b"%PDF",
        "decline_decision.pdf": b"%PDF",
    }
    assert (told / "disbursement-history.xlsx").read_bytes().startswith(b"PK")


def test_what_it_leaves_can_be_verified(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_HOME", str(told))

    assert main(["verify-ledger"]) == 0
    assert main(["verify-history"]) == 0


def test_everybody_may_sign_in_with_the_password_it_says(office: Database) -> None:
    with office.reading() as session:
        accounts = [account(session, one.sign_in, at=NOW) for one in cast.OFFICERS]

    assert None not in accounts
    assert password_right(accounts[0], cast.PASSWORD)


def test_its_credit_codes_are_rightly_checked() -> None:
    assert cast.credit_code(1) == "91110102MADEM0001X"


def test_it_begins_afresh_where_one_was_before_and_says_so(told: Path) -> None:
    said = (told.parent / "said.txt").read_text(encoding="utf-8")

    assert "从头开始" in said.splitlines()[0]
    assert (told / "story.txt").read_text(encoding="utf-8") in said


def test_it_leaves_a_folder_alone_that_is_not_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")

    assert main(["demo", "--folder", str(tmp_path)]) == 2

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert "不是演示目录" in capsys.readouterr().err


def test_a_story_that_ends_otherwise_fails_loudly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(performance, "STORIES", (_Otherwise(),))

    assert main(["demo", "--folder", str(tmp_path / "office")]) == 1

    assert "与所述不符" in capsys.readouterr().err


class _Otherwise:
    """A story that does not end as it is told."""

    def tell(self, stage: Stage) -> Story:
        expect("the award", wan(29), wan(30))
        return Story("", ())
