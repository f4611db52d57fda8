"""Competition-review and other flags that a clause or a case carries (ruling 31, practice 2.7).

A flag demands a recorded legal answer before approval and never refuses by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.refusals import Refusal

FLAGS = Path(__file__).parent / "dictionary" / "flags.toml"

_KEYS = {"zh", "en", "basis"}


class FlagFault(Exception):
    """A file of flags cannot be used; says which flag and why."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a legal officer has to look at: what it is, and its legal basis."""

    code: str
    zh: str
    en: str
    basis: str


@dataclass(frozen=True, slots=True)
class FlagAnswer:
    """The recorded legal answer to one flag of one case: who, when, what, by which document."""

    flag: str
    answer: str
    by: int
    on: date
    document: str | None = None


@cache
def flags() -> Mapping[str, Flag]:
    """Every flag by its code, in the order of the file."""
    return read_flags(FLAGS)


def read_flags(path: Path) -> Mapping[str, Flag]:
    """The flags of a file; FlagFault when one lacks its words or its basis."""
    found = {}
    for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if not isinstance(entry, dict) or set(entry) != _KEYS or not all(entry.values()):
            raise FlagFault(f"{path.name}: {code} needs exactly {', '.join(sorted(_KEYS))}")
        found[code] = Flag(code=code, **entry)
    return MappingProxyType(found)


def raised(*sources: Iterable[str]) -> tuple[Flag, ...]:
    """The flags of a document, a clause and a case together, each once; KeyError if unknown."""
    codes = {code for source in sources for code in source}
    missing = codes - set(flags())
    if missing:
        raise KeyError(f"unknown flags: {', '.join(sorted(missing))}")
    return tuple(flag for code, flag in flags().items() if code in codes)


def unanswered(carried: Iterable[Flag], answers: Iterable[FlagAnswer]) -> tuple[str, ...]:
    """The codes of the flags that still want their legal answer."""
    answered = {answer.flag for answer in answers}
    return tuple(flag.code for flag in carried if flag.code not in answered)


def why_not_recorded(carried: Iterable[Flag], answer: FlagAnswer) -> tuple[Refusal, ...]:
    """Why an answer cannot be recorded: the case has no such flag, or nothing is said."""
    found = []
    if answer.flag not in {flag.code for flag in carried}:
        found.append(Refusal("flag_not_raised", {"flag": answer.flag}))
    if not answer.answer.strip():
        found.append(Refusal("flag_answer_empty", {"flag": answer.flag}))
    return tuple(found)
