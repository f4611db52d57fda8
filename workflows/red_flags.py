"""The auditor's red flags (practice 2.6): number, title, how it is found, what to do about it.

What a report finds is asked in the office; what it means is data, `dictionary/red_flags.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workflows.wording import Wording

FILE = Path(__file__).parent / "dictionary" / "red_flags.toml"

_TEXTS = ("title", "how", "do")


class RedFlagFault(Exception):
    """The file of red flags cannot be used; says which entry and why."""


class Severity(StrEnum):
    """How much a finding weighs before anybody has looked at it."""

    HIGH = "high"
    MEDIUM = "medium"
    INFORMATION = "information"


class Holds(StrEnum):
    """What a column of a report holds, and so how it is shown and exported."""

    YUAN = "yuan"
    """An amount in fen, shown in yuan."""
    DAY = "day"
    MOMENT = "moment"
    COUNT = "count"
    TEXT = "text"
    YEAR = "year"
    SAID = "said"
    """Codes that `said` words, with commas between."""
    FACT = "fact"
    """Names of the fact dictionary, with commas between."""
    CLAUSE = "clause"
    FLAG = "flag"
    """A code of the review flags."""


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of a finding."""

    name: str
    label: Wording
    holds: Holds


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One saved report."""

    number: int
    code: str
    severity: Severity
    title: Wording
    how: Wording
    do: Wording
    columns: tuple[Column, ...]
    not_covered: Wording | None = None
    """What the office keeps no data of."""
    slow: bool = False
    """Works through the whole history: counted when it is opened, not on the list."""


@dataclass(frozen=True, slots=True)
class RedFlags:
    """Every report by its code, in order, and the words of the codes in their columns."""

    flags: Mapping[str, RedFlag]
    said: Mapping[str, Wording]


@cache
def red_flags() -> RedFlags:
    """The red flags of this installation."""
    return read_red_flags(FILE)


def read_red_flags(path: Path) -> RedFlags:
    """The red flags of a file; RedFlagFault unless every one is whole and numbered in order."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    said = {code: _wording(entry, f"said.{code}") for code, entry in data.get("said", {}).items()}
    columns = {
        name: Column(name, _wording(entry, f"column.{name}"), Holds(entry.get("holds", "text")))
        for name, entry in data.get("column", {}).items()
    }
    found = [_flag(entry, columns) for entry in data.get("flag", [])]
    if [flag.number for flag in found] != list(range(1, len(found) + 1)):
        raise RedFlagFault(f"{path.name}: number the flags from 1 without gaps")
    by_code = {flag.code: flag for flag in found}
    if len(by_code) != len(found):
        raise RedFlagFault(f"{path.name}: a code stands twice")
    return RedFlags(MappingProxyType(by_code), MappingProxyType(said))


def _flag(entry: Mapping[str, Any], columns: Mapping[str, Column]) -> RedFlag:
    where = f"flag {entry.get('number')}"
    unknown = [name for name in entry.get("columns", []) if name not in columns]
    if unknown:
        raise RedFlagFault(f"{where}: no such columns: {', '.join(unknown)}")
    try:
        return RedFlag(
            number=entry["number"],
            code=entry["code"],
            severity=Severity(entry["severity"]),
            **{name: _wording(entry[name], f"{where}.{name}") for name in _TEXTS},
            columns=tuple(columns[name] for name in entry["columns"]),
            not_covered=_wording(entry["not_covered"], where) if "not_covered" in entry else None,
            slow=entry.get("slow", False),
        )
    except (KeyError, ValueError) as wrong:
        raise RedFlagFault(f"{where}: {wrong}") from None


def _wording(entry: Mapping[str, Any], where: str) -> Wording:
    if not entry.get("zh") or not entry.get("en"):
        raise RedFlagFault(f"{where} needs zh and en")
    return Wording(entry["zh"], entry["en"])
