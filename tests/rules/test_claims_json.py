"""Requests are read with every fault named; answers round-trip exactly."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.rules.worked_examples import examples
from workflows import claims_json
from workflows.assessment import assess
from workflows.catalogue import catalogue
from workflows.claims_json import (
    assessment_from_json,
    claim_assessment_from_json,
    read_request,
    request_to_json,
    to_json,
)
from workflows.matching import match
from workflows.money import Money
from workflows.notation import fen_in_yuan, plain_number
from workflows.request_faults import WrongRequest

DOCS = Path(__file__).parents[2] / "docs"
LEAST: dict[str, Any] = {"filed_on": "2026-01-05", "enterprise": "91110102MA00000001"}
CLAIM: dict[str, Any] = {"id": "1", "clause": "xc-2025-4/art5.2"}


def faults(document: object) -> list[tuple[str, str]]:
    """Place and code of every fault."""
    with pytest.raises(WrongRequest) as wrong:
        read_request(document, catalogue())
    return [(fault.place, fault.reason.code) for fault in wrong.value.faults]


def test_the_least_request_is_a_day_and_an_enterprise() -> None:
    request = read_request(LEAST, catalogue())

    assert request_to_json(request) == LEAST


@pytest.mark.parametrize(
    ("written", "fen"),
    [("0.1", 10), ('"0.1"', 10), ("1e3", 100_000), ("1234.56", 123_456), ("0", 0)],
)
def test_amounts_are_exact_to_the_fen(written: str, fen: int) -> None:
    parsed = claims_json.parse(f'{{"figure_yuan": {written}}}')

    claim = read_request({**LEAST, "claims": [{**CLAIM, **parsed}]}).claims[0]

    assert claim.figure == Money(fen)


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("0.3", Fraction(3, 10)),
        ("1", Fraction(1)),
        ('"30%"', Fraction(3, 10)),
        ('"1:0.5"', Fraction(1, 2)),
    ],
)
def test_rates_are_exact(written: str, rate: Fraction) -> None:
    parsed = claims_json.parse(f'{{"rate": {written}}}')

    assert read_request({**LEAST, "claims": [{**CLAIM, **parsed}]}).claims[0].rate == rate


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"filed_on": "2026-02-30"}, [("$.filed_on", "day_unreadable")]),
        ({"filed_on": 20260105}, [("$.filed_on", "day_unreadable")]),
        ({"enterprise": 7}, [("$.enterprise", "request_not_text")]),
        ({"nonsense": 1}, [("$.nonsense", "request_unknown_key")]),
        ({"claims": {}}, [("$.claims", "request_not_a_list")]),
        ({"claims": [7]}, [("$.claims[0]", "request_not_an_object")]),
        ({"facts": []}, [("$.facts", "request_not_an_object")]),
        ({"approving": 1}, [("$.approving", "request_not_yes_or_no")]),
        ({"decision_year": "2026"}, [("$.decision_year", "request_not_whole")]),
        ({"pools_yuan": {"p": 1}}, [("$.pools_yuan.p", "request_no_such_pool")]),
        (
            {"claims": [{"id": "1", "filed": "2026-01-01"}]},
            [
                ("$.claims[0].clause", "request_missing"),
                ("$.claims[0].filed", "request_unknown_key"),
            ],
        ),
        (
            {"claims": [{**CLAIM, "figure_yuan": -1}]},
            [("$.claims[0].figure_yuan", "yuan_unreadable")],
        ),
        (
            {"claims": [{**CLAIM, "figure_yuan": Decimal("0.001")}]},
            [("$.claims[0].figure_yuan", "yuan_unreadable")],
        ),
        (
            {"claims": [{**CLAIM, "figure_yuan": True}]},
            [("$.claims[0].figure_yuan", "yuan_unreadable")],
        ),
        (
            {"claims": [{**CLAIM, "figure_yuan": 10**14}]},
            [("$.claims[0].figure_yuan", "yuan_too_large")],
        ),
        ({"claims": [{**CLAIM, "rate": "much"}]}, [("$.claims[0].rate", "rate_unreadable")]),
        ({"claims": [{**CLAIM, "rate": "0:1"}]}, [("$.claims[0].rate", "rate_unreadable")]),
        ({"claims": [{**CLAIM, "rate": -1}]}, [("$.claims[0].rate", "rate_unreadable")]),
        ({"claims": [{**CLAIM, "rate": True}]}, [("$.claims[0].rate", "rate_unreadable")]),
        ({"claims": [CLAIM, CLAIM]}, [("$.claims[1].id", "request_id_twice")]),
        ({"claims": [{**CLAIM, "clause": "x"}]}, [("$.claims[0].clause", "clause_unknown")]),
        ({"claims": [{**CLAIM, "base": "x"}]}, [("$.claims[0].base", "fact_not_named")]),
        (
            {"claims": [{**CLAIM, "facts": {"ip.actual_service_cost": "viel"}}]},
            [("$.claims[0].facts.ip.actual_service_cost", "fact_not_a_number")],
        ),
        (
            {"facts": {"enterprise.nonsense": 1}},
            [("$.facts.enterprise.nonsense", "fact_not_named")],
        ),
        (
            {"recognitions": [{"fact": "x", "decision": "1", "on": "2026-01-01", "by": "b"}]},
            [("$.recognitions[0].fact", "fact_not_named")],
        ),
        (
            {
                "history": [
                    {
                        "reference": "r",
                        "clause": "x",
                        "standing": "held",
                        "amount_yuan": 1,
                        "decided_on": "2026-01-01",
                        "facts": {"y": 1},
                    }
                ]
            },
            [("$.history[0].clause", "clause_unknown"), ("$.history[0].facts.y", "fact_not_named")],
        ),
        (
            {
                "history": [
                    {
                        "reference": "r",
                        "clause": "x",
                        "standing": "lost",
                        "amount_yuan": 1,
                        "decided_on": "2026-01-01",
                        "level": "moon",
                    }
                ]
            },
            [
                ("$.history[0].standing", "request_not_listed"),
                ("$.history[0].level", "request_not_listed"),
            ],
        ),
    ],
)
def test_every_fault_is_named_with_its_place(
    change: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert faults({**LEAST, **change}) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "request_not_json"),
        ('{"a": NaN}', "request_not_a_number"),
        ('{"a": 1e999999999}', "request_not_a_number"),
        ('{"a": 1e99999999999999999999}', "request_not_a_number"),
        (f'{{"a": {"9" * 5_000}}}', "request_not_a_number"),
        ('{"a": 1, "a": 2}', "request_key_twice"),
    ],
)
def test_what_is_not_plain_json_is_refused(text: str, code: str) -> None:
    with pytest.raises(WrongRequest, match=code):
        claims_json.parse(text)


def test_requests_and_answers_come_back_as_they_were() -> None:
    for _, example in examples():
        request = example.request
        answer = assess(catalogue(), request)

        kept = json.loads(json.dumps(request_to_json(request)))
        written = json.loads(json.dumps(to_json(answer)))

        assert assess(catalogue(), read_request(kept, catalogue())) == answer
        assert assessment_from_json(written) == answer
        for claim in answer.claims:
            assert claim_assessment_from_json(json.loads(json.dumps(to_json(claim)))) == claim


def test_the_schemas_in_the_documents_are_current() -> None:
    for name, schema in claims_json.schemas().items():
        assert json.loads((DOCS / "schemas" / name).read_text(encoding="utf-8")) == schema, name


@pytest.mark.parametrize("path", sorted((DOCS / "examples").glob("*.json")), ids=lambda p: p.name)
def test_the_examples_in_the_documents_can_be_run(path: Path) -> None:
    request = read_request(claims_json.parse(path.read_text(encoding="utf-8")), catalogue())

    if path.name.startswith("match"):
        assert to_json(match(catalogue(), request))["matches"]
    else:
        assert assess(catalogue(), request).total.fen > 0


@pytest.mark.parametrize(
    ("number", "text"),
    [(5, "5"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "1/3"), (Fraction(-7, 100), "-0.07")],
)
def test_numbers_are_written_plainly(number: Fraction | int, text: str) -> None:
    assert plain_number(number) == text


@pytest.mark.parametrize(
    ("fen", "text"), [(5, "0.05"), (Fraction(5, 2), "0.025"), (Fraction(1, 3), "1/300")]
)
def test_fen_are_written_in_yuan(fen: Fraction | int, text: str) -> None:
    assert fen_in_yuan(fen) == text
