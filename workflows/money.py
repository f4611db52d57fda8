"""Money in whole fen, and the only place where an amount is rounded (ruling 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from math import floor
from typing import Self

from workflows.refusals import Refusal, Refused
from workflows.wording import AMOUNT_SUFFIXES

Exact = int | Decimal | Fraction

# Fifteen digits: the longest amount that spreadsheets and JSON readers still keep exactly.
LIMIT_FEN = 10**15 - 1

_TYPED = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?", re.ASCII
)
# Full-width digits, signs and spaces, as Chinese input methods write them. Nothing else is folded:
# a superscript must not become a digit.
_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}


class Unit(IntEnum):
    """What a typed amount counts; the value is its worth in fen."""

    FEN = 1
    YUAN = 100
    WAN = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole fen; negative only as a difference, never as something a user typed."""

    fen: int

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"fen must be a whole number, not {type(self.fen).__name__}")

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("multiply by a whole number; for a rate use share()")
        return Money(self.fen * times)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        """The amount in yuan as 1,234.56."""
        sign = "-" if self.fen < 0 else ""
        whole, cents = divmod(abs(self.fen), 100)
        return f"{sign}{whole:,}.{cents:02d}"

    @property
    def in_yuan(self) -> Decimal:
        """The exact amount in yuan, with two decimals."""
        return Decimal(self.fen).scaleb(-2)

    @property
    def in_wan(self) -> Decimal:
        """The exact amount in ten thousand yuan."""
        return Decimal(self.fen).scaleb(-6)

    def share(self, rate: Exact) -> Money:
        """This amount times a rate that is not negative, rounded down to the fen."""
        exact = _fraction(rate)
        if exact < 0:
            raise ValueError(f"a rate may not be negative: {rate}")
        return floor_to_fen(self.fen * exact)

    def spread(self, parts: Sequence[Exact]) -> tuple[Money, ...]:
        """The amount laid out in proportion; the last part takes the remainder (ruling 13)."""
        weights = [_fraction(part) for part in parts]
        whole = sum(weights, Fraction(0))
        if not weights or whole <= 0 or min(weights) < 0:
            raise ValueError("parts must not be negative and must add up to more than nothing")
        laid_out = [self.share(weight / whole) for weight in weights[:-1]]
        return (*laid_out, self - Money.total(laid_out))

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        """The sum, nothing for none."""
        return cls(sum(amount.fen for amount in amounts))

    @classmethod
    def read(cls, text: str, unit: Unit = Unit.YUAN, *, zero_allowed: bool = True) -> Self:
        """The amount a user typed, exactly; Refused with the reason when it cannot be taken.

        Full-width digits, thousand separators and a trailing unit are understood; a unit that was
        typed outranks `unit`. Negative amounts, fractions of a fen, more than two decimals of a
        yuan and amounts beyond `LIMIT_FEN` are refused.
        """
        typed = text.translate(_HALF_WIDTH).strip()
        bare, unit = _without_suffix(typed, unit)
        match = _TYPED.fullmatch(bare)
        if match is None:
            raise Refused(
                Refusal("amount_missing" if not typed else "amount_unreadable", {"text": text})
            )
        if match["sign"] == "-":
            raise Refused(Refusal("amount_negative", {"text": text}))
        number = Decimal(match["whole"].replace(",", "") + "." + (match["decimals"] or "0"))
        fen = _fraction(number) * int(unit)
        if fen.denominator != 1:
            raise Refused(Refusal("amount_too_fine", {"text": text}))
        if fen > LIMIT_FEN:
            raise Refused(Refusal("amount_too_large", {"text": text, "limit": Money(LIMIT_FEN)}))
        if fen == 0 and not zero_allowed:
            raise Refused(Refusal("amount_zero", {"text": text}))
        return cls(int(fen))


NOTHING = Money(0)


def yuan(amount: Exact) -> Money:
    """An exact amount in yuan; ValueError when it is not whole fen."""
    return _exactly(amount, Unit.YUAN)


def wan(amount: Exact) -> Money:
    """An exact amount in ten thousand yuan; ValueError when it is not whole fen."""
    return _exactly(amount, Unit.WAN)


def floor_to_fen(fen: Fraction) -> Money:
    """An exact number of fen rounded down to whole fen: the only rounding there is."""
    return Money(floor(fen))


def _exactly(amount: Exact, unit: Unit) -> Money:
    fen = _fraction(amount) * int(unit)
    if fen.denominator != 1:
        raise ValueError(f"not a whole number of fen: {amount} x {unit.name}")
    return Money(int(fen))


def _fraction(number: Exact) -> Fraction:
    if isinstance(number, bool) or not isinstance(number, (int, Decimal, Fraction)):
        raise TypeError(f"money is counted exactly, not with {type(number).__name__}")
    return Fraction(number)


def _without_suffix(typed: str, unit: Unit) -> tuple[str, Unit]:
    for suffix, fen in AMOUNT_SUFFIXES:
        if typed.endswith(suffix):
            return typed.removesuffix(suffix).strip(), Unit(fen)
    return typed, unit
