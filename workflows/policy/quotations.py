"""The words a policy file quotes, checked against the official text and against its own figures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workflows.notation import percent, plain_number
from workflows.policy.document import Clause, NotPayable, Policy, Pool
from workflows.policy.faults import Fault
from workflows.policy.predicate import Predicate, YearsSpan
from workflows.policy.shape import Table

Figure = Fraction
"""A figure as the text means it: yuan, a rate, or a number of years."""

_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(%|万|亿)?")
_RATIO = re.compile(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)")
_TIMES = {"%": Fraction(1, 100), "万": Fraction(10_000), "亿": Fraction(100_000_000)}
_COUNTED = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_IN_WORDS = re.compile(f"([{''.join(_COUNTED)}])年")

_WHOLE = Fraction(1)
_FIGURES = ("amount_yuan", "min_yuan", "max_yuan", "rate", "at_least", "more_than", "at_most")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A phrase of the official text, where the file quotes it, and the figures it must show."""

    key: str
    words: str
    figures: tuple[Figure, ...]


def quotations(policy: Policy) -> tuple[Quotation, ...]:
    """Every phrase the file of a policy quotes, in its order."""
    return tuple(_quoted(policy, ""))


def faults_against(file: str, policy: Policy, official: bytes) -> Iterator[Fault]:
    """What a policy file says otherwise than its official text; white space does not count."""
    digest = hashlib.sha256(official).hexdigest()
    if policy.source is not None and policy.source.sha256 != digest:
        yield Fault(file, "source > sha256", f"the official text is another one: {digest}")
    text = _dense(official.decode("utf-8", errors="replace"))
    for one in quotations(policy):
        if _dense(one.words) not in text:
            yield Fault(file, one.key, f"“{one.words}” is not in the official text; quote it again")
        for figure in one.figures:
            if figure not in numbers_in(one.words):
                what = f"the figure {_said(figure)} is not in “{one.words}”; correct one of them"
                yield Fault(file, one.key, what)


def numbers_in(words: str) -> frozenset[Figure]:
    """Every number a phrase writes: 30万 is 300000, 30% is 3/10, 1:0.5 is 1/2, 三年 is 3."""
    found = {Fraction(number) * _TIMES.get(unit, _WHOLE) for number, unit in _DIGITS.findall(words)}
    found |= {Fraction(upper) / Fraction(lower) for lower, upper in _RATIO.findall(words)}
    found |= {Fraction(_COUNTED[years]) for years in _IN_WORDS.findall(words)}
    return frozenset(found)


def _quoted(table: Table, key: str) -> Iterator[Quotation]:
    words = getattr(table, "words", None)
    if words is not None:
        yield Quotation(f"{key} > words".removeprefix(" > "), words, tuple(_figures(table)))
    for name in type(table).model_fields:
        value = getattr(table, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Table):
                yield from _quoted(one, f"{key} > {_step(name, one)}".removeprefix(" > "))


def _step(name: str, table: Table) -> str:
    if isinstance(table, (Clause, NotPayable, Pool)):
        return f"{name} {table.id}"
    return f"{name} {table.fact}" if isinstance(table, Predicate) else name


def _figures(table: Table) -> Iterator[Figure]:
    """The figures of a table; the whole of a base (100%) is said without a figure."""
    for name in _FIGURES:
        value = getattr(table, name, None)
        if isinstance(value, (int, Decimal, Fraction)) and Fraction(value) not in (0, _WHOLE):
            yield Fraction(value)
    if getattr(table, "rate", None) == _WHOLE and getattr(table, "kind", None) == "match":
        yield _WHOLE
    span = getattr(table, "within_years", None) or getattr(table, "years_passed", None)
    if isinstance(span, YearsSpan):
        yield Fraction(span.years)
    years = getattr(table, "years", None)
    if isinstance(years, int):
        yield Fraction(years)


def _dense(text: str) -> str:
    return re.sub(r"\s", "", text)


def _said(figure: Figure) -> str:
    return percent(figure) if figure < 1 else plain_number(figure)
