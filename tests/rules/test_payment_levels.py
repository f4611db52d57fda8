"""Levels of approval by amount."""

from pathlib import Path

import pytest

from workflows.money import Money, yuan
from workflows.payment_levels import Level, WrongLevels, checkers_for, read_levels

LEVELS = (Level(yuan(1_000_000), 1), Level(yuan(10_000_000), 2), Level(None, 3))


@pytest.mark.parametrize(
    ("total", "checkers"),
    [
        (Money(1), 1),
        (yuan(1_000_000), 1),
        (yuan(1_000_000) + Money(1), 2),
        (yuan(10_000_000), 2),
        (yuan(10_000_001), 3),
    ],
)
def test_a_larger_run_needs_more_checkers(total: Money, checkers: int) -> None:
    assert checkers_for(total, LEVELS) == checkers


def test_the_installation_asks_for_two_above_ten_million() -> None:
    assert [checkers_for(total) for total in (yuan(10_000_000), yuan(10_000_001))] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[level]]\nup_to_yuan = 1\ncheckers = 1",
        "[[level]]\ncheckers = 0",
        "[[level]]\ncheckers = 1\nunless = 2",
        "[[level]]\ncheckers = 1\n[[level]]\ncheckers = 2",
        "[[level]]\nup_to_yuan = 2\ncheckers = 1\n[[level]]\nup_to_yuan = 1\ncheckers = 1\n"
        "[[level]]\ncheckers = 2",
    ],
)
def test_wrong_levels_stop_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "levels.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(WrongLevels, match=r"levels\.toml"):
        read_levels(path)
