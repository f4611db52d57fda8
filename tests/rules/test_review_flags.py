from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workflows.review_flags import (
    FlagAnswer,
    FlagFault,
    flags,
    raised,
    read_flags,
    unanswered,
    why_not_recorded,
)

ANSWER = FlagAnswer(flag="C1", answer="cleared in the yearly review", by=5, on=date(2026, 3, 2))


def test_the_fourteen_flags_have_words_and_a_basis() -> None:
    assert list(flags()) == [f"C{number}" for number in range(1, 15)]


def test_a_flag_is_raised_once_by_document_clause_and_case() -> None:
    assert [flag.code for flag in raised(["C4"], ["C1", "C4"], [])] == ["C1", "C4"]


def test_an_unknown_flag_is_a_fault_of_the_data() -> None:
    with pytest.raises(KeyError, match="C99"):
        raised(["C99"])


def test_a_flag_wants_its_legal_answer_before_approval() -> None:
    carried = raised(["C1", "C4"])

    assert unanswered(carried, []) == ("C1", "C4")
    assert unanswered(carried, [ANSWER]) == ("C4",)


def test_an_answer_belongs_to_a_flag_and_says_something() -> None:
    empty = FlagAnswer(flag="C1", answer=" ", by=5, on=date(2026, 3, 2))

    assert why_not_recorded(raised(["C1"]), ANSWER) == ()
    assert [refusal.code for refusal in why_not_recorded(raised(["C4"]), empty)] == [
        "flag_not_raised",
        "flag_answer_empty",
    ]


@pytest.mark.parametrize("text", ['C1 = "x"', '[C1]\nzh = "甲"', '[C1]\nzh="甲"\nen="A"\nbasis=""'])
def test_a_flag_without_words_or_basis_stops_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "flags.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FlagFault, match="C1 needs exactly"):
        read_flags(path)
