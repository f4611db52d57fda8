"""What a table for export is made of: columns with a kind, rows of plain values, totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from workflows.term import BEIJING
from workflows.wording import wordings

Value = str | int | date | datetime | None
Row = Sequence[Value]


class Kind(StrEnum):
    """How a column is written."""

    TEXT = "text"
    MONEY = "money"
    """Whole fen in, yuan with two decimals out."""
    COUNT = "count"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code and JSON, its kind, and whether it is added up."""

    name: str
    kind: Kind = Kind.TEXT
    total: bool = False
    free: bool = False
    """Whether people typed it: it may hold anything, also what looks like a formula or markup."""

    def label(self, language: str) -> str:
        """What people read above it."""
        words = wordings()[f"file_{self.name}"]
        return words.en if language == "en" else words.zh


@dataclass(frozen=True, slots=True)
class Stated:
    """What a finished file states of itself."""

    rows: int
    totals: Mapping[str, int]
    """Sums in fen, by column."""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a file says below its totals: when it was written, for whom, what was asked for."""

    at: datetime
    by: str
    asked: Sequence[tuple[str, str]] = ()
    """Labels and values of the filter, as people read them."""
    filter: Mapping[str, str] = field(default_factory=dict)
    """The same by name, for programs."""

    def lines(self, language: str) -> Iterable[tuple[str, str]]:
        """A label and a value each."""
        nothing = wordings()["stated_nothing"]
        asked = "; ".join(f"{label} {value}" for label, value in self.asked)
        for name, value in (
            ("at", self.at.astimezone(BEIJING).isoformat(timespec="seconds")),
            ("by", self.by),
            ("filter", asked or (nothing.en if language == "en" else nothing.zh)),
        ):
            words = wordings()[f"stated_{name}"]
            yield (words.en if language == "en" else words.zh), value

    def plain(self) -> dict[str, object]:
        """The same for programs."""
        return {"at": self.at.isoformat(), "by": self.by, "filter": dict(self.filter)}


class Adding:
    """Counts rows and adds up the columns that ask for it, as they pass."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._places = [(place, one.name) for place, one in enumerate(columns) if one.total]
        self._sums = [0] * len(self._places)
        self.rows = 0

    def through(self, rows: Iterable[Row]) -> Iterable[Row]:
        """The same rows, added up."""
        places = [place for place, _ in self._places]
        for row in rows:
            self.rows += 1
            for which, place in enumerate(places):
                fen = row[place]
                self._sums[which] += fen if isinstance(fen, int) else 0
            yield row

    def stated(self) -> Stated:
        """What passed so far."""
        totals = {name: fen for (_, name), fen in zip(self._places, self._sums, strict=True)}
        return Stated(self.rows, totals)


def in_yuan(fen: int) -> str:
    """An amount as files carry it: no separators, always two decimals."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def total_row(columns: Sequence[Column], stated: Stated, language: str) -> list[Value]:
    """The last row of a table: the word for total, how many rows, and each sum."""
    words = wordings()["total"]
    cells: list[Value] = [stated.totals.get(one.name) if one.total else None for one in columns]
    cells[0] = words.en if language == "en" else words.zh
    cells[1] = stated.rows
    return cells
