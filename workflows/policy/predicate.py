"""What a clause asks of a named fact: 是、不少于、之一、若干年内."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr, model_validator

from workflows.policy.shape import FactName, Rate, Table, Words


def _number(written: object) -> object:
    """An integer, or a decimal written as text; a float would not be exact."""
    if isinstance(written, (bool, float)):
        raise ValueError('write an integer, or a decimal as text, e.g. "0.5"')
    return Decimal(written) if isinstance(written, (int, str)) else written


Number = Annotated[Decimal, BeforeValidator(_number)]


class YearsSpan(Table):
    """A number of years counted from a date fact, or from the earlier award of another clause."""

    years: StrictInt
    since: FactName


COMPARISONS = (
    "is_", "is_not", "at_least", "at_most", "more_than", "less_than",
    "one_of", "includes_any", "known", "within_years", "years_passed",
    "at_least_fact", "more_than_fact",
)  # fmt: skip


class Predicate(Table):
    """One comparison with one fact. 以上/达 is ``at_least``; 超过 is ``more_than`` (ruling 10)."""

    fact: FactName
    is_: StrictBool | StrictStr | StrictInt | date | None = Field(default=None, alias="is")
    is_not: StrictBool | StrictStr | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    more_than: Number | None = None
    less_than: Number | None = None
    one_of: tuple[StrictStr, ...] | None = None
    includes_any: tuple[StrictStr, ...] | None = None
    known: StrictBool | None = None
    within_years: YearsSpan | None = None
    years_passed: YearsSpan | None = None
    at_least_fact: FactName | None = None
    """The other fact this one must reach, e.g. a standard set each year (达到既定标准)."""
    more_than_fact: FactName | None = None
    """The other fact this one must exceed, e.g. the year's target (超过年度目标值)."""
    judgement: StrictBool = False
    """True where a person must have decided it: the fact needs a recorded recognition."""
    open_list: StrictBool = False
    """True where the text ends its list with 等: a further value needs a recognition decision."""
    article: StrictStr | None = None
    words: Words | None = None

    @model_validator(mode="after")
    def one_comparison(self) -> Predicate:
        given = [name for name in COMPARISONS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"{self.fact}: give exactly one comparison, not {len(given)}")
        return self


class Alternative(Table):
    """One of several ways to meet a clause: all its predicates together."""

    all: tuple[Predicate, ...]


__all__ = ["Alternative", "Number", "Predicate", "Rate", "YearsSpan"]
