"""What users read when a rule refuses; nothing else in Python speaks to them.

The sentences are data, `dictionary/wording/*.toml`: one file per subject and one table per code,
with `zh` (the source language) and `en`. A sentence names particulars of the refusal in braces.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from workflows.refusals import Refusal

FOLDER = Path(__file__).parent / "dictionary" / "wording"
LANGUAGES = ("zh", "en")

# What an amount may end in when it is typed, longest first, and its worth in fen.
AMOUNT_SUFFIXES = (("万元", 1_000_000), ("万", 1_000_000), ("元", 100), ("分", 1))

_LIST_COMMA = {"zh": "、", "en": ", "}


class WordingFault(Exception):
    """A wording file cannot be used; names the file, the code and what to do."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One code in both languages."""

    zh: str
    en: str

    def named(self) -> frozenset[str]:
        """The particulars that either sentence mentions."""
        return frozenset(
            name for text in (self.zh, self.en) for _, name, _, _ in Formatter().parse(text) if name
        )


def sentence(refusal: Refusal, language: str = "zh") -> str:
    """The refusal as one sentence; KeyError for a code or a particular nobody worded."""
    return phrase(refusal.code, refusal.particulars, language)


def phrase(code: str, particulars: Mapping[str, object], language: str = "zh") -> str:
    """What a code says of its particulars; KeyError for a code or a particular nobody worded."""
    shown = {name: spoken(value, language) for name, value in particulars.items()}
    return _in(wordings()[code], language).format_map(shown)


def sentences(refusals: Iterable[Refusal], language: str = "zh") -> tuple[str, ...]:
    """Every refusal as its sentence, in the same order."""
    return tuple(sentence(refusal, language) for refusal in refusals)


def spoken(value: object, language: str = "zh") -> str:
    """A particular as people read it: names, dates and lists in the language."""
    if isinstance(value, Enum):
        return _in(wordings()[f"{type(value).__name__.lower()}_{value.value}"], language)
    if isinstance(value, date):
        return (
            f"{value.year}年{value.month}月{value.day}日"
            if language == "zh"
            else f"{value:%Y-%m-%d}"
        )
    if isinstance(value, (tuple, list, set, frozenset)):
        parts = sorted(value) if isinstance(value, (set, frozenset)) else value
        return _LIST_COMMA[language].join(spoken(part, language) for part in parts)
    return str(value)


def _in(wording: Wording, language: str) -> str:
    return wording.en if language == "en" else wording.zh


@cache
def wordings() -> Mapping[str, Wording]:
    """Every code's wording."""
    return read_wordings(FOLDER)


def read_wordings(folder: Path) -> Mapping[str, Wording]:
    """The wording files of a folder; WordingFault for a repeated code or a missing language."""
    found: dict[str, Wording] = {}
    for path in sorted(folder.glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in found:
                raise WordingFault(f"{path.name}: {code} is worded twice; remove one")
            if not isinstance(entry, dict) or set(entry) != set(LANGUAGES):
                raise WordingFault(f"{path.name}: {code} needs exactly the keys zh and en")
            found[code] = Wording(**entry)
    return MappingProxyType(found)
