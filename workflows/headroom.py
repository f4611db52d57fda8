"""Under which limits an award is booked: the caps of its clause, named so that uses add up.

The assessment works out how much each cap allows; here each gets the name under which the ledger
counts it. Caps of one award alone use no headroom of others and are not booked.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from workflows.caps import PreparedCap
from workflows.claims import ClaimAssessment, Line
from workflows.ledger import Limit
from workflows.money import floor_to_fen
from workflows.policy.limits import Scope
from workflows.prepared import Book

_COUNTED = (Scope.ITEM, Scope.YEAR, Scope.YEARS, Scope.LIFETIME)


def limits(
    book: Book, answer: ClaimAssessment, *, year: int, exception: str = ""
) -> tuple[Limit, ...]:
    """The limits of an assessed claim for a decision in this year (rulings 14 to 16).

    `exception` is the number of the minutes that lift a limit in principle (ruling 18).
    """
    prepared = book.clauses[answer.clause]
    found: list[Limit] = []
    for place, cap in enumerate(prepared.caps):
        line = _line_of(cap, answer)
        if cap.cap.scope not in _COUNTED or line is None or line.limit is None:
            continue
        lifted = "lifted" in line.particulars
        found += [
            Limit(
                cap=name,
                amount=floor_to_fen(Fraction(line.limit)),
                shared=cap.cap.scope is Scope.ITEM,
                exception=(exception or "recorded") if lifted else "",
            )
            for name in _names(cap, f"{answer.clause}#{place + 1}", answer, year)
        ]
    return tuple(found)


def _line_of(cap: PreparedCap, answer: ClaimAssessment) -> Line | None:
    for line in answer.lines:
        if line.kind.startswith("cap_") and (line.article, line.words) == (
            cap.article,
            cap.cap.words,
        ):
            return line
    return None


def _names(cap: PreparedCap, own: str, answer: ClaimAssessment, year: int) -> Iterator[str]:
    """One name; for a cap over several years one for each span the year lies in."""
    name = cap.cap.shared or own
    item = "".join(f"/{fact}={answer.keys.get(fact)}" for fact in cap.cap.item)
    match cap.cap.scope:
        case Scope.YEAR:
            yield f"{name}/{year}{item}"
        case Scope.YEARS:
            span = cap.cap.years or 1
            for first in range(year - span + 1, year + 1):
                yield f"{name}/{first}-{first + span - 1}{item}"
        case _:
            yield f"{name}{item}"
