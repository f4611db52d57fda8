"""What every table of a policy file has in common: frozen, nothing unknown, nothing guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StrictInt,
    StrictStr,
)

WORDS_LIMIT = 40


class Table(BaseModel):
    """A table of a policy file; an unknown key is a fault, and a read table never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def read_rate(written: object) -> object:
    """Read "30%" or "1:0.5" as an exact Fraction; numbers are refused: nothing is a float."""
    if isinstance(written, Fraction):
        return written
    if not isinstance(written, str):
        raise ValueError('write a rate as text, e.g. "30%" or "1:0.5"')
    if percent := re.fullmatch(r"(\d+(?:\.\d+)?)%", written):
        return Fraction(percent[1]) / 100
    ratio = re.fullmatch(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)", written)
    if ratio and Fraction(ratio[1]):
        return Fraction(ratio[2]) / Fraction(ratio[1])
    raise ValueError(f'"{written}" is not a rate: write e.g. "30%" or "1:0.5"')


def _short(words: str) -> str:
    if not 0 < len(words) <= WORDS_LIMIT:
        raise ValueError(
            f"quote 1 to {WORDS_LIMIT} characters, the amount phrase; not {len(words)}"
        )
    return words


def _amount(amount: int) -> int:
    if amount <= 0:
        raise ValueError("an amount in a policy is above zero")
    return amount


def _some(rate: Fraction) -> Fraction:
    if rate <= 0:
        raise ValueError("a rate in a policy is above zero")
    return rate


def _said_rate(rate: Fraction) -> str:
    """A rate as a percentage; one that does not end in decimals as a fraction."""
    percent = rate * 100
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return f"{exact.normalize():f}%" if Fraction(exact) == percent else str(rate)


Rate = Annotated[
    Fraction,
    BeforeValidator(read_rate),
    AfterValidator(_some),
    PlainSerializer(_said_rate, return_type=str, when_used="json"),
]
Words = Annotated[StrictStr, AfterValidator(_short)]
Yuan = Annotated[StrictInt, AfterValidator(_amount)]
FactName = Annotated[StrictStr, AfterValidator(str)]
