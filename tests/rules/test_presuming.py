"""What a claim holds while a recognition is pending: as if it were there (ruling 17)."""

from __future__ import annotations

import pytest

from tests.rules.small_policies import (
    answer,
    catalogue_of,
    claim,
    clause,
    one_clause,
    past,
    policy,
    recognition,
    request,
)
from workflows.assessment import assess, presuming
from workflows.catalogue import Catalogue
from workflows.claims import Claim, ClaimAssessment, Eligibility, PastAward, Standing
from workflows.money import NOTHING, yuan

FIXED = 'kind = "fixed", amount_yuan = 100'
ASSESSED = 'kind = "assessed"'
JUDGED = 'fact = "t.yes", is = true, judgement = true'
FOUND = 'fact = "o.found", is = true'
OFFICERS = """
[[fact]]
name = "o.found"
type = "bool"
source = "recognition"
label = "认定"
label_en = "Found"

[[fact]]
name = "o.score"
type = "decimal"
source = "officer"
label = "评分"
label_en = "Score"
"""


def asking(*predicates: str, benefit: str = FIXED, more: str = "") -> Catalogue:
    """One clause that asks these things, with facts that only officers can say."""
    asked = "".join(f"{{ {predicate} }}, " for predicate in predicates)
    one = clause("t1/c1", benefit, f"requires = [{asked}]\n{more}")
    return catalogue_of(policy(one, tail=OFFICERS))


def meanwhile(found: Catalogue, of: Claim, history: tuple[PastAward, ...] = ()) -> ClaimAssessment:
    """By what the claim holds."""
    asked = request(of, history=history)
    return presuming(found, asked, assess(found, asked)).claims[0]


def test_a_pending_judgement_holds_what_it_would_come_to() -> None:
    found = asking(JUDGED)

    alone, held = answer(found, claim({"t.yes": True})), meanwhile(found, claim({"t.yes": True}))

    assert (alone.eligibility, alone.holds) == (Eligibility.UNKNOWN, NOTHING)
    assert held.holds == yuan(100)
    assert [(note.code, note.fact) for note in held.notes] == [("recognition_presumed", "t.yes")]


def test_a_fact_only_officers_can_find_is_presumed_too() -> None:
    held = meanwhile(asking(FOUND), claim())

    assert held.holds == yuan(100)
    assert [note.fact for note in held.notes] == ["o.found"]


def test_a_score_that_is_only_looked_at_keeps_nobody_waiting() -> None:
    cap = 'cap = [{ scope = "award", amount_yuan = 300, words = "词句" }]'
    looking = f'{ASSESSED}, looking_at = ["o.score"]'

    held = meanwhile(asking(FOUND, benefit=looking, more=cap), claim())

    assert held.holds == yuan(300)


@pytest.mark.parametrize(
    ("predicate", "given", "verdict"),
    [
        ('fact = "t.yes", is = true', {}, Eligibility.UNKNOWN),
        (JUDGED, {}, Eligibility.UNKNOWN),
        (JUDGED, {"t.yes": False}, Eligibility.NOT_ELIGIBLE),
        (FOUND, {"o.found": False}, Eligibility.NOT_ELIGIBLE),
        ('fact = "t.heads", at_least = 3', {"t.heads": 2}, Eligibility.NOT_ELIGIBLE),
    ],
)
def test_nothing_is_held_for_what_is_missing_of_the_applicant_or_found_not_to_be(
    predicate: str, given: dict[str, object], verdict: Eligibility
) -> None:
    held = meanwhile(asking(predicate, 'fact = "o.score", at_least = 1'), claim(given))

    assert (held.eligibility, held.holds) == (verdict, NOTHING)


def test_a_base_that_only_officers_find_has_no_ceiling_yet() -> None:
    per_head = 'kind = "per_unit", amount_yuan = 5, of = "o.score"'

    held = meanwhile(asking(FOUND, benefit=per_head), claim())

    assert (held.eligibility, held.holds) == (Eligibility.UNKNOWN, NOTHING)


def test_an_open_list_presumes_the_further_value() -> None:
    found = one_clause(FIXED, 'requires = [{ fact = "t.kind", one_of = ["a"], open_list = true }]')

    assert meanwhile(found, claim({"t.kind": "b"})).holds == yuan(100)


def test_one_way_that_awaits_recognition_is_enough() -> None:
    three = 'fact = "t.heads", at_least = 3'
    ways = f"either = [{{ all = [{{ {three} }}] }}, {{ all = [{{ {JUDGED} }}] }}]"

    held = meanwhile(one_clause(FIXED, ways), claim({"t.yes": True}))

    assert held.holds == yuan(100)
    assert [note.fact for note in held.notes] == ["t.yes"]


def test_what_is_held_keeps_within_what_others_left() -> None:
    cap = 'cap = [{ scope = "lifetime", amount_yuan = 150, words = "词句" }]'
    first = past(100, standing=Standing.HELD)

    held = meanwhile(asking(JUDGED, more=cap), claim({"t.yes": True}), (first,))

    assert held.holds == yuan(50)


def test_a_known_answer_is_never_asked_again() -> None:
    found = asking(JUDGED)
    asked = request(claim({"t.yes": True}, recognitions=(recognition("t.yes"),)))
    answered = assess(found, asked)

    assert presuming(found, asked, answered) is answered
