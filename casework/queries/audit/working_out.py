"""A kept request worked out anew, and every place where the answer differs from the kept one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.assessment import assess
from workflows.catalogue import Catalogue
from workflows.claims_json import read_request, to_json
from workflows.request_faults import WrongRequest


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the new answer differs from the one that was kept."""

    where: str
    kept: str
    found: str


def worked_out(
    catalogue: Catalogue, request: Mapping[str, Any], kept: Mapping[str, Any]
) -> tuple[int | None, tuple[Difference, ...]]:
    """What a kept request comes to under a rule book, in fen, and where its answer differs."""
    try:
        answer = assess(catalogue, read_request(request)).claims[0]
    except (WrongRequest, IndexError) as unreadable:
        return None, (Difference("request", "", str(unreadable) or "no claim"),)
    differences = tuple(differing("", kept, to_json(answer)))
    return (None if answer.amount is None else answer.amount.fen), differences


def differing(where: str, kept: Any, found: Any) -> Iterator[Difference]:
    """Every place where two JSON values differ."""
    if isinstance(kept, Mapping) and isinstance(found, Mapping):
        for name in dict.fromkeys((*kept, *found)):
            place = f"{where}.{name}" if where else name
            yield from differing(place, kept.get(name), found.get(name))
    elif isinstance(kept, list) and isinstance(found, list | tuple):
        for place in range(max(len(kept), len(found))):
            one = kept[place] if place < len(kept) else None
            other = found[place] if place < len(found) else None
            yield from differing(f"{where}[{place + 1}]", one, other)
    elif kept != found:
        yield Difference(where, _shown(kept), _shown(found))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
