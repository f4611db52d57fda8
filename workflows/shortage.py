"""Approved claims that a budget line does not cover: queue, cut pro rata, or refer (预算不足).

Which of them is a setting of the programme, shown before approval with what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workflows.money import NOTHING, Money, floor_to_fen


class WhenShort(StrEnum):
    """What a programme does when claims exceed its line."""

    QUEUE = "queue"
    """In order of decision; what is not covered waits for the next money."""
    PRO_RATA = "pro_rata"
    """Every claim of the batch is cut in the same proportion."""
    REFER = "refer"
    """None is approved until the joint meeting has decided."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """A claim on a line: whose, and how much; claims stand in order of decision."""

    case: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Allotted:
    """What a claim gets now, and what waits or is cut off."""

    case: str
    amount: Money
    waiting: Money = NOTHING
    cut: Money = NOTHING
    referred: bool = False


def allot(claims: Sequence[Wanting], available: Money, rule: WhenShort) -> tuple[Allotted, ...]:
    """What each claim gets of what is available; all of it where there is enough for all.

    Pro rata is exact: the parts add up to what is available to the fen. Fen that do not divide go
    one each to the claims that lost most by rounding, the earlier first.
    """
    wanted = Money.total(claim.amount for claim in claims)
    if wanted <= available:
        return tuple(Allotted(claim.case, claim.amount) for claim in claims)
    if rule is WhenShort.REFER:
        return tuple(Allotted(claim.case, NOTHING, referred=True) for claim in claims)
    if rule is WhenShort.QUEUE:
        return _in_order(claims, available)
    return _pro_rata(claims, available, wanted)


def _in_order(claims: Sequence[Wanting], available: Money) -> tuple[Allotted, ...]:
    """Whole claims as long as they fit; from the first that does not, all wait in their order."""
    left, found = available, []
    for claim in claims:
        if claim.amount <= left:
            left -= claim.amount
            found.append(Allotted(claim.case, claim.amount))
        else:
            left = NOTHING
            found.append(Allotted(claim.case, NOTHING, waiting=claim.amount))
    return tuple(found)


def _pro_rata(claims: Sequence[Wanting], available: Money, wanted: Money) -> tuple[Allotted, ...]:
    given = max(available, NOTHING)
    exact = [Fraction(given.fen * claim.amount.fen, wanted.fen) for claim in claims]
    amounts = [floor_to_fen(share) for share in exact]
    spare = (given - Money.total(amounts)).fen
    lost_most = sorted(range(len(claims)), key=lambda at: (amounts[at].fen - exact[at], at))
    for at in lost_most[:spare]:
        amounts[at] += Money(1)
    return tuple(
        Allotted(claim.case, amount, cut=claim.amount - amount)
        for claim, amount in zip(claims, amounts, strict=True)
    )
