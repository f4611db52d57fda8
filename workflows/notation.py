"""How exact values are written in requests and answers: yuan and rates as text, days as ISO."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from workflows.money import LIMIT_FEN, Money
from workflows.policy.shape import read_rate

Exact = int | Fraction
"""An exact number; an amount of money is counted in fen."""

FactValue = bool | int | Decimal | date | str | frozenset[str]
"""What a fact may be once it is read."""

_YUAN = re.compile(r"\d+(\.\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _read_yuan(written: object) -> object:
    """Whole fen from yuan: an integer, an exact decimal, or text such as "1234.56"."""
    text = f"{written:f}" if isinstance(written, Decimal) else str(written)
    typed = isinstance(written, (int, Decimal, str)) and not isinstance(written, bool)
    if not typed or not _YUAN.fullmatch(text):
        raise ValueError("yuan_unreadable")
    fen = int(Decimal(text).scaleb(2))
    if fen > LIMIT_FEN:
        raise ValueError("yuan_too_large")
    return Money(fen)


def _read_share(written: object) -> object:
    """A rate: "30%", "1:0.5", or a number such as 0.3; never below zero."""
    try:
        counted = isinstance(written, (int, Decimal)) and not isinstance(written, bool)
        rate = Fraction(str(written)) if counted else read_rate(written)
    except (ValueError, ArithmeticError):
        raise ValueError("rate_unreadable") from None
    assert isinstance(rate, Fraction)
    if rate < 0:
        raise ValueError("rate_unreadable")
    return rate


def _read_day(written: object) -> object:
    """A civil day, 2026-01-31; never a moment and never a number of seconds."""
    try:
        if isinstance(written, str) and _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise ValueError("day_unreadable")


def _read_exact(written: object) -> object:
    return Fraction(written) if isinstance(written, str) else written


def fen_in_yuan(fen: Exact) -> str:
    """An exact number of fen in yuan: "1234.56", finer than a fen "1234.567", else "100/3"."""
    yuan = Fraction(fen) / 100
    if yuan * 100 == int(yuan * 100):
        return str(Money(int(yuan * 100)).in_yuan)
    return plain_number(yuan)


def plain_number(number: Exact) -> str:
    """A number without an exponent: decimals where they end, else a fraction such as "100/3"."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(number)
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    return f"{Decimal(int(number * 10**places)).scaleb(-places):f}"


def percent(rate: Fraction) -> str:
    """A rate as people write it, "30%"."""
    return f"{plain_number(rate * 100)}%"


def in_json(value: object) -> object:
    """A raw fact as JSON can hold it: decimals as text of the number, days as ISO, sets sorted."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset, list, tuple)):
        return sorted(str(one) for one in value)
    return value


YUAN_PATTERN = r"^\d+(\.\d{1,2})?$"

YuanText = Annotated[
    Money,
    BeforeValidator(_read_yuan),
    PlainSerializer(lambda amount: str(amount.in_yuan), return_type=str),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": YUAN_PATTERN}]},
        mode="validation",
    ),
    WithJsonSchema({"type": "string", "pattern": YUAN_PATTERN}, mode="serialization"),
]
"""Money in JSON: yuan, read from a number or text, written as text with two decimals."""

FenText = Annotated[
    Exact,
    BeforeValidator(lambda text: Fraction(text) * 100 if isinstance(text, str) else text),
    PlainSerializer(fen_in_yuan, return_type=str),
    WithJsonSchema({"type": "string"}),
]
"""An exact amount inside a calculation, in fen; in JSON yuan as text."""

NumberText = Annotated[
    Exact,
    BeforeValidator(_read_exact),
    PlainSerializer(plain_number, return_type=str),
    WithJsonSchema({"type": "string"}),
]
"""An exact number that is not money."""

RateText = Annotated[
    Fraction,
    BeforeValidator(_read_share),
    PlainSerializer(percent, return_type=str),
    WithJsonSchema({"type": ["string", "number"]}, mode="validation"),
    WithJsonSchema({"type": "string"}, mode="serialization"),
]
"""A rate, "30%" or 0.3; in answers always a percentage."""

Day = Annotated[
    date,
    BeforeValidator(_read_day),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]

RawFact = Annotated[
    object,
    PlainSerializer(in_json),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "boolean"},
                {"type": "number"},
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]
"""A fact as it was given; `fact_values` reads it against the dictionary."""

Facts = Mapping[str, RawFact]
