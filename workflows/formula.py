"""What every way of working out an amount has in common, and exact arithmetic for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypedDict

from workflows.claims import Line
from workflows.fact_values import MONEY, Value, Values
from workflows.money import floor_to_fen
from workflows.notation import Exact
from workflows.policy.dictionary import FactEntry

Dictionary = Mapping[str, FactEntry]


@dataclass(frozen=True, slots=True)
class Officer:
    """What officers have set where the text leaves room: a figure in fen, a rate, a base."""

    figure: int | None = None
    rate: Fraction | None = None
    base: str | None = None


AS_WRITTEN = Officer()
"""Nothing set: a formula then gives the most the text allows."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One benefit ready to be worked out: the amount first, its lines when someone looks."""

    needs: tuple[str, ...]
    """Facts that must be known."""
    work_out: Callable[[Values, Officer], Exact | None]
    """Fen, exactly; None where the text itself sets no figure."""
    explain: Callable[[Values, Officer], tuple[Line, ...]]
    not_negative: tuple[str, ...] = ()
    """Bases; a negative one is refused, never taken as nothing (ruling 8)."""
    officer_sets: Literal["nothing", "rate", "figure"] = "nothing"
    unstated: bool = False
    """True where the text gives no figure, so that one needs a cited document (ruling 9)."""
    rate: Fraction | None = None
    """The written rate, where an officer's may not go above it."""
    least: int | None = None
    most: int | None = None
    """The written range of an officer's figure, in fen."""
    choices: tuple[str, ...] = ()
    """Facts one of which the officer must choose as the base."""
    grounds: tuple[str, ...] = ()
    """Facts an officer has to look at before setting a figure."""


def number(values: Values, fact: str) -> Exact:
    """A fact the dictionary says is a number."""
    return values[fact]  # type: ignore[return-value]


def whole_fen(fen: Exact) -> int:
    """An exact number of fen rounded down; nearly always it is whole already."""
    return fen if isinstance(fen, int) else floor_to_fen(fen).fen


def quotient(numerator: Exact, denominator: int) -> Exact:
    """An exact division that stays a whole number where it can, which is nearly always."""
    whole, rest = divmod(numerator, denominator)
    return Fraction(numerator, denominator) if rest else whole


def share(of: Exact, rate: Fraction) -> Exact:
    """A rate of an amount, exactly."""
    return quotient(of * rate.numerator, rate.denominator)


class Measured(TypedDict, total=False):
    """The field of a line a value belongs in: a base where it is money, else a quantity."""

    base: Exact
    quantity: Exact


def measured(dictionary: Dictionary, fact: str, value: Exact) -> Measured:
    """The value as a line shows it."""
    entry = dictionary.get(fact)
    return {"base": value} if entry is not None and entry.unit == MONEY else {"quantity": value}


def fact_line(
    kind: str, dictionary: Dictionary, article: str | None, fact: str, value: Value
) -> Line:
    """A fact shown beside the calculation, whatever its type."""
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Line(kind, article, fact=fact, **measured(dictionary, fact, value))
    shown = ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    return Line(kind, article, fact=fact, particulars={"given": shown})


def fact_lines(
    kind: str, dictionary: Dictionary, article: str | None, facts: Iterable[str], values: Values
) -> tuple[Line, ...]:
    """The known ones among the facts, each on a line."""
    return tuple(
        fact_line(kind, dictionary, article, fact, values[fact]) for fact in facts if fact in values
    )
