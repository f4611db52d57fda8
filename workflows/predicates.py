"""One predicate of a clause, prepared once: met, not met or unknown, and the reason it is not met.

以上/达 include the value, 超过 excludes it; an anniversary day counts as reached (ruling 10).
"""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from workflows.claims import Reason
from workflows.fact_values import MONEY, Known, Values, said
from workflows.notation import Exact, plain_number
from workflows.policy.dictionary import FactEntry
from workflows.policy.predicate import COMPARISONS, Predicate, YearsSpan

Met = Callable[[Values, Collection[str]], bool | None]
"""Met, not met, or None where a fact or a recognition (经认定) it needs is not there yet."""

_Order = Callable[[Any, Any], bool]

ORDER: Mapping[str, _Order] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
}


FOUND_BY_OFFICERS = frozenset({"recognition", "officer"})
"""Sources of facts that nobody outside the office can say: they come with the review."""

WITH_ANOTHER = {"at_least_fact": operator.ge, "more_than_fact": operator.gt}
"""Comparisons with another fact of the same unit."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A prepared predicate; `needs` are the facts it looks at."""

    predicate: Predicate
    comparison: str
    entry: FactEntry | None
    article: str | None
    needs: tuple[str, ...]
    met: Met

    def reasons(self, known: Known, recognised: Collection[str]) -> tuple[Reason, ...]:
        """Why it is not met, all at once; none where it is."""
        met = self.met(known.values, recognised)
        if met:
            return ()
        missing = [known.why_not(name) for name in self.needs if name not in known.values]
        if missing:
            return tuple(
                Reason(why.code, self.article, why.fact, why.particulars) for why in missing
            )
        if met is None:
            return (Reason("recognition_missing", self.article, self.predicate.fact),)
        given = said(known.values[self.predicate.fact], self.entry)
        wanted = _wanted(self.predicate, self.comparison, known, self.entry)
        particulars = {"given": given, "wanted": wanted}
        return (Reason(f"must_{self.comparison}", self.article, self.predicate.fact, particulars),)

    def presuming(self) -> Condition:
        """The same, as if a recognition still pending turned out as declared (ruling 17).

        What an officer has found, or the applicant has left out, counts as it stands.
        """
        fact, asked = self.predicate.fact, self.met
        awaited = self.entry is not None and self.entry.source in FOUND_BY_OFFICERS

        def met(values: Values, recognised: Collection[str]) -> bool | None:
            held = asked(values, {*recognised, fact})
            return True if held is None and awaited and fact not in values else held

        return replace(self, met=met)


def prepare(
    predicate: Predicate, dictionary: Mapping[str, FactEntry], article: str | None
) -> Condition:
    """The predicate ready to be asked of facts; its own article outranks its clause's."""
    comparison = next(name for name in COMPARISONS if getattr(predicate, name) is not None)
    bound = getattr(predicate, comparison)
    needs = [predicate.fact]
    if isinstance(bound, YearsSpan):
        needs.append(bound.since)
    elif comparison in WITH_ANOTHER:
        needs.append(bound)
    return Condition(
        predicate,
        comparison.rstrip("_"),
        dictionary.get(predicate.fact),
        predicate.article or article,
        tuple(needs),
        _recognised(predicate, _holds(predicate.fact, comparison, bound, dictionary)),
    )


def _recognised(predicate: Predicate, holds: Met) -> Met:
    """What holds is met, unless a person must have decided it (经认定, or a list ending in 等)."""
    fact = predicate.fact

    def judged(values: Values, recognised: Collection[str]) -> bool | None:
        held = holds(values, recognised)
        return None if held and fact not in recognised else held

    def on_an_open_list(values: Values, recognised: Collection[str]) -> bool | None:
        held = holds(values, recognised)
        if held is False:
            return True if fact in recognised else None
        return held

    if predicate.judgement:
        return judged
    return on_an_open_list if predicate.open_list else holds


def later_by_years(day: date, years: int) -> date:
    """The anniversary of a day; 29 February is reached on the last day of February."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _holds(fact: str, comparison: str, bound: object, dictionary: Mapping[str, FactEntry]) -> Met:
    entry = dictionary.get(fact)
    match comparison:
        case "at_least" | "at_most" | "more_than" | "less_than":
            return _ordered(fact, ORDER[comparison], _in_value_unit(bound, entry))
        case "at_least_fact" | "more_than_fact":
            return _than_another(fact, WITH_ANOTHER[comparison], str(bound))
        case "within_years" | "years_passed":
            assert isinstance(bound, YearsSpan)
            return _span(fact, bound, reached=comparison == "years_passed")
        case "is_" | "is_not":
            counted = isinstance(bound, int) and not isinstance(bound, bool)
            same = _in_value_unit(bound, entry) if counted else bound
            return _same(fact, same, comparison == "is_")
        case "known":
            return _known(fact) if bound else _not_known(fact)
        case _:
            assert isinstance(bound, tuple)
            return _among(fact, frozenset(bound))


def _ordered(fact: str, order: _Order, bound: Exact) -> Met:
    def holds(values: Values, _: Collection[str]) -> bool | None:
        value = values.get(fact)
        return None if value is None else order(value, bound)

    return holds


def _than_another(fact: str, order: _Order, other: str) -> Met:
    def holds(values: Values, _: Collection[str]) -> bool | None:
        value, bound = values.get(fact), values.get(other)
        return None if value is None or bound is None else order(value, bound)

    return holds


def _same(fact: str, bound: object, wanted: bool) -> Met:
    def holds(values: Values, _: Collection[str]) -> bool | None:
        value = values.get(fact)
        return None if value is None else (value == bound) is wanted

    return holds


def _known(fact: str) -> Met:
    return lambda values, _: True if fact in values else None


def _not_known(fact: str) -> Met:
    return lambda values, _: fact not in values


def _among(fact: str, listed: frozenset[str]) -> Met:
    """One value on the list, or several of which at least one is."""

    def holds(values: Values, _: Collection[str]) -> bool | None:
        value = values.get(fact)
        if value is None:
            return None
        return not listed.isdisjoint(value) if isinstance(value, frozenset) else value in listed

    return holds


def _span(fact: str, span: YearsSpan, *, reached: bool) -> Met:
    """Whether so many years have passed since a day, or have not yet (三年内, 满三年)."""

    def holds(values: Values, _: Collection[str]) -> bool | None:
        day, since = values.get(fact), values.get(span.since)
        if not isinstance(day, date) or not isinstance(since, date):
            return None
        full = day >= later_by_years(since, span.years)
        return full if reached else since <= day and not full

    return holds


def _in_value_unit(bound: object, entry: FactEntry | None) -> Exact:
    exact = Fraction(str(bound))
    scaled = exact * 100 if entry is not None and entry.unit == MONEY else exact
    return int(scaled) if scaled.denominator == 1 else scaled


def _wanted(predicate: Predicate, comparison: str, known: Known, entry: FactEntry | None) -> str:
    bound = getattr(predicate, "is_" if comparison == "is" else comparison)
    if comparison in WITH_ANOTHER:
        return said(known.values[bound], entry)
    if isinstance(bound, YearsSpan):
        return str(bound.years)
    if isinstance(bound, Decimal):
        return plain_number(Fraction(bound))
    return ", ".join(bound) if isinstance(bound, tuple) else said(bound)
