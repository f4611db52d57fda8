"""Every worked example comes out as the officers wrote it, and every payable clause has one."""

from __future__ import annotations

import pytest

from tests.rules.worked_examples import Example, came_out, examples
from workflows.assessment import assess
from workflows.catalogue import catalogue

COMPLETE: frozenset[str] = frozenset()
"""Documents whose every payable clause has an example, and must keep having one."""

ALL = dict(examples())


@pytest.mark.parametrize("where", sorted(ALL))
def test_it_comes_out_as_written(where: str) -> None:
    example: Example = ALL[where]

    answer = assess(catalogue(), example.request)

    for claim, came in zip(example.claim, answer.claims, strict=True):
        wanted = claim.expect.model_dump(exclude_unset=True)
        assert came_out(came, claim.expect) == wanted, f"claim {claim.id}: {came.reasons}"


def test_every_payable_clause_of_a_complete_document_has_an_example() -> None:
    shown = {claim.clause for example in ALL.values() for claim in example.claim}

    clauses = (one for document in COMPLETE for one in catalogue().documents[document].clause)

    assert [clause.id for clause in clauses if clause.id not in shown] == []


def test_names_are_used_once() -> None:
    assert len(ALL) == sum(1 for _ in examples())
