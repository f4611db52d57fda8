"""Raw facts read against the dictionary: a value of the right kind, or why it cannot be used.

A fact that is missing or malformed never becomes nothing, zero or false (ruling 8).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from workflows.claims import Reason
from workflows.notation import Exact, plain_number
from workflows.policy.dictionary import FactEntry, FactType

Value = bool | Exact | date | str | frozenset[str]
"""A fact as the rules use it: money in whole fen, other numbers exact."""

Values = Mapping[str, Value]

MONEY = "yuan"
"""The unit of facts that are money; their values are kept in fen."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one enterprise or claim: the values read, and the faults of the rest."""

    values: Values
    faults: Mapping[str, Reason]

    def why_not(self, fact: str) -> Reason:
        """Why a fact that has no value cannot be used: its fault, or that it is missing."""
        return self.faults.get(fact) or Reason("fact_missing", fact=fact)


class _Unusable(Exception):
    """The raw value does not fit its entry; carries the code and what the sentence names."""

    def __init__(self, code: str, **particulars: str) -> None:
        self.code, self.particulars = code, particulars


def read_facts(dictionary: Mapping[str, FactEntry], raw: Mapping[str, object]) -> Known:
    """Every raw fact read; a name the dictionary lacks is a fault of its own."""
    values: dict[str, Value] = {}
    faults: dict[str, Reason] = {}
    for name, given in raw.items():
        if given is None:
            continue
        entry = dictionary.get(name)
        read = Reason("fact_not_named", fact=name) if entry is None else read_value(entry, given)
        if isinstance(read, Reason):
            faults[name] = read
        else:
            values[name] = read
    return Known(values, faults)


def read_value(entry: FactEntry, given: object) -> Value | Reason:
    """One raw fact as a value of its type, within its bounds; else the reason it is not."""
    try:
        return _READERS[entry.type](entry, given)
    except _Unusable as unusable:
        particulars = {"given": _shown(given), **unusable.particulars}
        return Reason(unusable.code, fact=entry.name, particulars=particulars)


def in_unit(entry: FactEntry, value: Exact) -> Exact:
    """A number as the dictionary states it: yuan where the value is kept in fen."""
    return Fraction(value, 100) if entry.unit == MONEY else value


def said(value: Value, entry: FactEntry | None = None) -> str:
    """A value as text that can be compared, kept and read back; money in yuan."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    return plain_number(value if entry is None else in_unit(entry, value))


def _bool(entry: FactEntry, given: object) -> Value:
    if not isinstance(given, bool):
        raise _Unusable("fact_not_yes_or_no")
    return given


def _number(entry: FactEntry, given: object) -> Exact:
    if isinstance(given, str) and _NUMBER.fullmatch(given.strip()):
        number: Exact = Fraction(given.strip())
    elif isinstance(given, Decimal) and given.is_finite():
        number = Fraction(given)
    elif isinstance(given, (int, Fraction)) and not isinstance(given, bool):
        number = given
    else:
        raise _Unusable("fact_not_a_number")
    if entry.at_least is not None and number < Fraction(entry.at_least):
        raise _Unusable("fact_too_small", bound=plain_number(Fraction(entry.at_least)))
    if entry.at_most is not None and number > Fraction(entry.at_most):
        raise _Unusable("fact_too_large", bound=plain_number(Fraction(entry.at_most)))
    return number


def _whole(number: Exact, code: str) -> int:
    if number.denominator != 1:
        raise _Unusable(code)
    return int(number)


def _integer(entry: FactEntry, given: object) -> Value:
    number = _whole(_number(entry, given), "fact_not_whole")
    return number * 100 if entry.unit == MONEY else number


def _decimal(entry: FactEntry, given: object) -> Value:
    number = _number(entry, given)
    if entry.unit == MONEY:
        return _whole(number * 100, "fact_finer_than_fen")
    return int(number) if number.denominator == 1 else number


def _day(entry: FactEntry, given: object) -> Value:
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and _DAY.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise _Unusable("fact_not_a_day")


def _text(entry: FactEntry, given: object) -> Value:
    if not isinstance(given, str) or not given.strip():
        raise _Unusable("fact_not_text")
    return given.strip()


def _choice(entry: FactEntry, given: object) -> Value:
    if not isinstance(given, str) or given not in {choice.value for choice in entry.choice}:
        raise _Unusable("fact_not_a_choice", choices=_choices(entry))
    return given


def _several(entry: FactEntry, given: object) -> Value:
    if not isinstance(given, (list, tuple, set, frozenset)):
        raise _Unusable("fact_not_a_list", choices=_choices(entry))
    chosen = frozenset(str(one) for one in given)
    if not chosen <= {choice.value for choice in entry.choice}:
        raise _Unusable("fact_not_a_choice", choices=_choices(entry))
    return chosen


def _choices(entry: FactEntry) -> str:
    return ", ".join(choice.value for choice in entry.choice)


def _shown(given: object) -> str:
    if isinstance(given, (list, tuple, set, frozenset)):
        return ", ".join(sorted(str(one) for one in given))
    return str(given)


_READERS = {
    FactType.BOOL: _bool,
    FactType.INTEGER: _integer,
    FactType.DECIMAL: _decimal,
    FactType.DATE: _day,
    FactType.TEXT: _text,
    FactType.CHOICE: _choice,
    FactType.CHOICES: _several,
}
