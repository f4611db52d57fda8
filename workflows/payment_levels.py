"""How many checkers a payment run needs, by its total: a setting, wrong data stops the start."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflows.money import Money, yuan

FILE = Path(__file__).parent / "dictionary" / "payment_levels.toml"


class WrongLevels(Exception):
    """The levels cannot be used; says what to do."""


@dataclass(frozen=True, slots=True)
class Level:
    """Runs up to a total, inclusive, and how many checkers they need; None has no upper end."""

    up_to: Money | None
    checkers: int


def checkers_for(total: Money, levels: tuple[Level, ...] | None = None) -> int:
    """How many persons besides the maker must agree to a run of this total."""
    for level in levels or payment_levels():
        if level.up_to is None or total <= level.up_to:
            return level.checkers
    raise AssertionError("the last level has no upper end")


@cache
def payment_levels() -> tuple[Level, ...]:
    """The levels of this installation."""
    return read_levels(FILE)


def read_levels(path: Path) -> tuple[Level, ...]:
    """Levels from a file; WrongLevels unless they rise and the last one is open."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("level", [])
    levels = []
    for entry in entries:
        if not set(entry) <= {"up_to_yuan", "checkers"} or "checkers" not in entry:
            raise WrongLevels(f"{path.name}: a level has `checkers` and perhaps `up_to_yuan`")
        if type(entry["checkers"]) is not int or entry["checkers"] < 1:
            raise WrongLevels(f"{path.name}: at least one checker is needed at every level")
        limit = entry.get("up_to_yuan")
        levels.append(Level(None if limit is None else yuan(limit), entry["checkers"]))
    limits = [level.up_to for level in levels]
    if not levels or limits[-1] is not None or None in limits[:-1]:
        raise WrongLevels(f"{path.name}: exactly the last level has no `up_to_yuan`")
    bounds = [limit for limit in limits if limit is not None]
    if bounds != sorted(set(bounds)):
        raise WrongLevels(f"{path.name}: the levels must rise")
    return tuple(levels)
