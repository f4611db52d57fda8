"""Facts are read exactly, or refused with the reason; nothing becomes zero."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.rules.small_policies import catalogue_of, clause, policy
from workflows.claims import Reason
from workflows.fact_values import Value, in_unit, read_facts, read_value, said

DICTIONARY = catalogue_of(policy(clause("t1/c1", 'kind = "fixed", amount_yuan = 1'))).facts


@pytest.mark.parametrize(
    ("fact", "given", "value"),
    [
        ("t.base", 1, 100),
        ("t.base", Decimal("0.1"), 10),
        ("t.base", "1234.56", 123456),
        ("t.base", -1, -100),
        ("t.whole_yuan", 5, 500),
        ("t.heads", 7, 7),
        ("t.heads", Decimal("7"), 7),
        ("t.area", Decimal("2.5"), Fraction(5, 2)),
        ("t.area", Decimal("2.0"), 2),
        ("t.plain", Fraction(1, 3), Fraction(1, 3)),
        ("t.yes", False, False),
        ("t.day", "2026-02-28", date(2026, 2, 28)),
        ("t.day", date(2026, 2, 28), date(2026, 2, 28)),
        ("t.name", "  合同甲 ", "合同甲"),
        ("t.kind", "a", "a"),
        ("t.tags", ["b", "a"], frozenset({"a", "b"})),
        ("t.tags", [], frozenset()),
    ],
)
def test_it_reads_a_fact_exactly(fact: str, given: object, value: Value) -> None:
    read = read_value(DICTIONARY[fact], given)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("fact", "given", "code"),
    [
        ("t.base", True, "fact_not_a_number"),
        ("t.base", "12万", "fact_not_a_number"),
        ("t.base", 0.5, "fact_not_a_number"),
        ("t.base", Decimal("NaN"), "fact_not_a_number"),
        ("t.base", Decimal("0.001"), "fact_finer_than_fen"),
        ("t.whole_yuan", -1, "fact_too_small"),
        ("t.whole_yuan", 1_000_001, "fact_too_large"),
        ("t.heads", Decimal("1.5"), "fact_not_whole"),
        ("t.yes", "true", "fact_not_yes_or_no"),
        ("t.yes", 1, "fact_not_yes_or_no"),
        ("t.day", "2026-02-30", "fact_not_a_day"),
        ("t.day", "20260228", "fact_not_a_day"),
        ("t.day", datetime(2026, 2, 28), "fact_not_a_day"),  # noqa: DTZ001 a moment is no day
        ("t.name", " ", "fact_not_text"),
        ("t.name", 7, "fact_not_text"),
        ("t.kind", "c", "fact_not_a_choice"),
        ("t.kind", ["a"], "fact_not_a_choice"),
        ("t.tags", "a", "fact_not_a_list"),
        ("t.tags", ["a", "c"], "fact_not_a_choice"),
    ],
)
def test_it_says_why_a_fact_cannot_be_used(fact: str, given: object, code: str) -> None:
    read = read_value(DICTIONARY[fact], given)

    assert isinstance(read, Reason)
    assert (read.code, read.fact) == (code, fact)


def test_what_was_not_given_is_missing_and_a_foreign_name_is_a_fault() -> None:
    known = read_facts(DICTIONARY, {"t.base": None, "t.nonsense": 1, "t.area": "x"})

    assert known.values == {}
    assert [known.why_not(fact).code for fact in ("t.base", "t.nonsense", "t.area")] == [
        "fact_missing",
        "fact_not_named",
        "fact_not_a_number",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (frozenset({"b", "a"}), "a, b"),
        (date(2026, 1, 2), "2026-01-02"),
        ("甲", "甲"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_a_value_is_said_so_that_it_can_be_read_back(value: Value, text: str) -> None:
    assert said(value) == text


def test_money_is_said_in_yuan() -> None:
    assert said(12345, DICTIONARY["t.base"]) == "123.45"
    assert in_unit(DICTIONARY["t.area"], 12345) == 12345
