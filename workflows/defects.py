"""The catalogue of what is usually wrong with an application, for a return for correction."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).parent / "dictionary" / "defects.toml"
KINDS = ("incorrect", "incomplete", "outdated", "update")
"""Types of correction (补正类型), in the order officers choose from."""


class DefectFault(Exception):
    """The catalogue of defects cannot be used; names the entry and the key."""


@dataclass(frozen=True, slots=True)
class KnownDefect:
    """A defect that comes up often, in the words it is told in."""

    code: str
    kind: str
    zh: str
    en: str


@cache
def known_defects() -> Mapping[str, KnownDefect]:
    """The defects of the catalogue by code; DefectFault where one is not as it should be."""
    return read_defects(FILE)


def read_defects(path: Path) -> Mapping[str, KnownDefect]:
    """The defects of a file; DefectFault where one lacks its words or its kind."""
    found = {}
    for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if not isinstance(entry, dict) or set(entry) != {"kind", "zh", "en"}:
            raise DefectFault(f"{path.name}: {code} has exactly kind, zh and en")
        if entry["kind"] not in KINDS:
            raise DefectFault(f"{path.name}: {code}: kind is one of {', '.join(KINDS)}")
        found[code] = KnownDefect(code=code, **entry)
    return MappingProxyType(found)
