"""Every worked example comes out as the officers wrote it, and every payable clause has one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rules.worked_examples import Example, came_out, examples
from workflows.assessment import assess
from workflows.catalogue import catalogue
from workflows.policy.document import InForce

ALL = dict(examples())


@pytest.mark.parametrize("where", sorted(ALL))
def test_it_comes_out_as_written(where: str) -> None:
    example: Example = ALL[where]

    answer = assess(catalogue(), example.request)

    for claim, came in zip(example.claim, answer.claims, strict=True):
        wanted = claim.expect.model_dump(exclude_unset=True)
        assert came_out(came, claim.expect) == wanted, f"claim {claim.id}: {came.reasons}"


def test_every_payable_clause_has_an_example() -> None:
    shown = {claim.clause for example in ALL.values() for claim in example.claim}

    assert sorted(catalogue().clauses.keys() - shown) == []


def test_every_clause_is_tried_on_the_first_and_the_last_day_of_its_term() -> None:
    filed = {
        (claim.clause, claim.filed or example.filed)
        for example in ALL.values()
        for claim in example.claim
    }
    wanted = {
        (clause.id, day)
        for document in catalogue().policies
        for clause in document.clause
        for day in _edges(clause.in_force or document.in_force)
    }

    assert sorted(wanted - filed) == []


def _edges(term: InForce) -> tuple[date, ...]:
    """The first day and the day before it; the last day and the day after it."""
    day = timedelta(days=1)
    start = (term.from_ - day, term.from_)
    return start if term.until is None else (*start, term.until - day, term.until)


def test_names_are_used_once() -> None:
    assert len(ALL) == sum(1 for _ in examples())
