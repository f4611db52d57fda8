"""Refusals: reasons a rule says no, as values that are collected and shown all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason: a code that `wording` can say, and the particulars the sentence names."""

    code: str
    particulars: Mapping[str, object] = field(default_factory=dict, hash=False)


class Refused(Exception):
    """What was asked is not allowed; `refusals` carries every reason, never only the first."""

    def __init__(self, *refusals: Refusal) -> None:
        if not refusals:
            raise ValueError("Refused needs at least one Refusal")
        super().__init__(*refusals)
        self.refusals = refusals

    def __str__(self) -> str:
        return "; ".join(_described(refusal) for refusal in self.refusals)


def refuse_any(refusals: Iterable[Refusal | None]) -> None:
    """Raise `Refused` with all the refusals there are, or return when there are none."""
    found = tuple(refusal for refusal in refusals if refusal is not None)
    if found:
        raise Refused(*found)


def _described(refusal: Refusal) -> str:
    named = ", ".join(f"{name}={value}" for name, value in refusal.particulars.items())
    return f"{refusal.code}({named})" if named else refusal.code
