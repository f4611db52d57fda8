"""Chains of hashes: what was added cannot be changed, removed, inserted or reordered unseen.

A link's hash is the SHA-256 of its content in canonical JSON (RFC 8259, UTF-8, keys sorted, no
spaces) which holds the link's own number and the hash before it; the first has the hash "".
`docs/verify_history.py` says the same in one file without this project, for an auditor.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """The content as the one text that is hashed; TypeError for what JSON cannot say exactly."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One kept row: its content (with `number` and `previous_hash`) and the hash kept beside it."""

    content: Mapping[str, Any]
    hash: str

    @property
    def number(self) -> int:
        """Its place in the chain, from 1."""
        return int(self.content["number"])

    @property
    def previous_hash(self) -> str:
        """The hash it says stands before it."""
        return str(self.content["previous_hash"])

    @property
    def is_sound(self) -> bool:
        """Whether the content still gives the hash."""
        return hash_of(self.content) == self.hash


class ChainFault(StrEnum):
    """What was done to a chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    END_DIFFERS = "end_differs"


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """One fault: what was done, at which number, and in plain English how it shows."""

    fault: ChainFault
    number: int
    how: str


def broken(links: Iterable[Link], *, last_number: int, last_hash: str) -> Iterator[BrokenChain]:
    """Every fault of one chain, whose end is kept elsewhere as `last_number` and `last_hash`."""
    placed: dict[int, Link] = {}
    for link in sorted(links, key=lambda link: link.number):
        if link.number in placed or not 1 <= link.number <= last_number:
            yield BrokenChain(ChainFault.INSERTED, link.number, "a number that is not in the chain")
        placed.setdefault(link.number, link)
    for number in range(1, last_number + 1):
        found = placed.get(number)
        if found is None:
            yield BrokenChain(ChainFault.REMOVED, number, "no row has this number")
        else:
            yield from _broken_link(found, placed, last_number)
    end = placed.get(last_number)
    if last_number == 0 and last_hash:
        yield BrokenChain(ChainFault.END_DIFFERS, 0, "an end is kept for a chain without rows")
    elif end is not None and end.hash != last_hash:
        yield BrokenChain(ChainFault.END_DIFFERS, last_number, "the end kept elsewhere differs")


def _broken_link(link: Link, placed: Mapping[int, Link], last_number: int) -> Iterator[BrokenChain]:
    if not link.is_sound:
        origin = _origin(link, last_number)
        if origin is None:
            yield BrokenChain(ChainFault.CHANGED, link.number, "the content does not give its hash")
        else:
            yield BrokenChain(ChainFault.REORDERED, link.number, f"it was written as {origin}")
        return
    before = placed.get(link.number - 1)
    expected = "" if link.number == 1 else before.hash if before is not None else None
    if expected is not None and link.previous_hash != expected:
        yield BrokenChain(
            ChainFault.INSERTED, link.number, "it does not continue the row before it"
        )


def _origin(link: Link, last_number: int) -> int | None:
    """The number under which the row was written, if only its number was changed."""
    for number in range(1, last_number + 1):
        if number != link.number and hash_of({**link.content, "number": number}) == link.hash:
            return number
    return None
