"""The same matter is paid once; different matters never block each other (rulings 20 to 25)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.small_policies import (
    answer,
    catalogue_of,
    claim,
    clause,
    codes,
    one_clause,
    past,
    policy,
    request,
    steps,
)
from workflows.assessment import assess
from workflows.catalogue import Catalogue
from workflows.claims import Assessment, Outcome
from workflows.facts import Route
from workflows.money import Money, yuan

COST = 'kind = "actual_cost", of = "t.base"'
MATTER = 'matter = { group = "lj-things", subject = ["t.name"] }'
HIGHEST = (
    '[[no_double_support]]\nwith = ["t1"]\nrule = "highest"\narticle = "附则"\nwords = "从高"\n'
)


def two_documents(
    head: str = HIGHEST, first: str = MATTER, second: str = MATTER, plan: str = 'kind = "once"'
) -> Catalogue:
    """Clause t1/c1 of an older and t2/c1 of a newer document; the newer has the link."""
    return catalogue_of(
        policy(clause("t1/c1", COST, first, plan)),
        policy(
            clause("t2/c1", 'kind = "actual_cost", of = "t.other"', second), id_="t2", tail=head
        ),
    )


def both(found: Catalogue, base: int, other: int, name: str = "甲") -> Assessment:
    facts: dict[str, object] = {"t.base": base, "t.other": other}
    return assess(
        found,
        request(
            claim({**facts, "t.name": "甲"}, "t1/c1"), claim({**facts, "t.name": name}, "t2/c1")
        ),
    )


@pytest.mark.parametrize("rule", ["highest", "highest_and_best"])
def test_the_higher_of_two_linked_documents_is_paid(rule: str) -> None:
    answered = both(two_documents(HIGHEST.replace("highest", rule)), base=70, other=50)

    paid, absorbed = answered.claims
    assert (paid.amount, absorbed.amount) == (yuan(70), Money(0))
    assert (absorbed.absorbed_by, codes(absorbed)) == ("t1/c1", ["absorbed"])
    assert (absorbed.outcome, paid.route) == (Outcome.NOT_PAYABLE, Route.DEPARTMENT)
    assert absorbed.reasons[0].particulars["relation"] == rule
    assert absorbed.plan == ()


def test_on_equal_amounts_fewer_payments_win() -> None:
    found = two_documents(plan='kind = "equal_years", years = 3')

    assert [one.amount for one in both(found, 60, 60).claims] == [Money(0), yuan(60)]


def test_on_equal_terms_the_newer_document_wins() -> None:
    assert [one.amount for one in both(two_documents(), 60, 60).claims] == [Money(0), yuan(60)]


def test_different_matters_never_block_each_other() -> None:
    answered = both(two_documents(), 60, 60, name="乙")

    assert [one.amount for one in answered.claims] == [yuan(60), yuan(60)]


def test_without_a_clause_the_larger_is_the_ceiling_and_the_meeting_decides() -> None:
    paid, absorbed = both(two_documents(head=""), base=70, other=50).claims

    assert (paid.amount, absorbed.amount) == (yuan(70), Money(0))
    assert (paid.route, [one.code for one in paid.route_reasons]) == (
        Route.JOINT_MEETING,
        ["same_matter_claimed"],
    )


def test_a_clause_may_let_both_be_enjoyed() -> None:
    found = two_documents(second=MATTER + '\nstacks_with = ["t1/c1"]')

    answered = both(found, 70, 50)

    assert [one.amount for one in answered.claims] == [yuan(70), yuan(50)]
    assert {one.route for one in answered.claims} == {Route.DEPARTMENT}


def test_of_two_clauses_that_exclude_each_other_one_is_paid_without_a_meeting() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", COST, MATTER + '\nexcludes = ["t1/c2"]'),
            clause("t1/c2", 'kind = "actual_cost", of = "t.other"', MATTER),
        )
    )
    facts: dict[str, object] = {"t.base": 5, "t.other": 7, "t.name": "甲"}

    lower, higher = assess(found, request(claim(facts), claim(facts, "t1/c2"))).claims

    assert (lower.amount, higher.amount, higher.route) == (Money(0), yuan(7), Route.DEPARTMENT)


def test_two_districts_never_meet() -> None:
    there = policy(clause("t2/c1", COST, MATTER), id_="t2").replace('"linjiang"', '"xicheng"')
    found = catalogue_of(policy(clause("t1/c1", COST, MATTER)), there)
    history = (past(50, {"t.name": "甲"}, "t2/c1"),)

    answered = answer(found, claim({"t.base": 50, "t.name": "甲"}), history=history)

    assert answered.amount == yuan(50)


LADDER = (
    'matter = {{ group = "lj-things", subject = ["t.kind"] }}\n'
    'ladder = {{ name = "rungs", rung = {rung}, counts = ["t1/c1", "t1/c2"], words = "补差" }}'
)


def test_a_ladder_pays_the_difference_to_lower_rungs_and_refers_nothing() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", 'kind = "fixed", amount_yuan = 20', LADDER.format(rung=1)),
            clause("t1/c2", 'kind = "fixed", amount_yuan = 100', LADDER.format(rung=2)),
        )
    )
    history = (past(20, {"t.kind": "a"}), past(5, {"t.kind": "a"}, enterprise="another"))

    answered = answer(found, claim({"t.kind": "b"}, "t1/c2"), history=history)

    assert (answered.amount, answered.route) == (yuan(80), Route.DEPARTMENT)
    assert ("ladder", yuan(80)) in steps(answered)


def test_a_choice_is_provisional_while_a_figure_is_missing() -> None:
    found = catalogue_of(
        policy(clause("t1/c1", 'kind = "range", min_yuan = 1, max_yuan = 90', MATTER)),
        policy(clause("t2/c1", COST, MATTER), id_="t2", tail=HIGHEST),
    )
    facts: dict[str, object] = {"t.base": 50, "t.name": "甲"}

    open_, absorbed = assess(found, request(claim(facts), claim(facts, "t2/c1"))).claims

    assert (open_.amount, open_.ceiling) == (None, yuan(90))
    assert absorbed.absorbed_by == "t1/c1"
    assert [note.code for note in (*open_.notes, *absorbed.notes)] == ["choice_is_provisional"] * 2


def test_claims_that_come_to_nothing_absorb_nothing() -> None:
    first, second = both(two_documents(), 0, 0).claims

    assert [codes(first), codes(second)] == [["nothing_due"], ["nothing_due"]]


def test_a_stopped_claim_does_not_stand_in_the_way_of_another_for_the_matter() -> None:
    found = two_documents(first='repeat = "one_time"\n' + MATTER)
    facts: dict[str, object] = {"t.base": 100, "t.other": 50, "t.name": "甲"}
    history = (past(20, {"t.name": "甲"}, "t1/c1"),)

    stopped, paid = assess(
        found, request(claim(facts, "t1/c1"), claim(facts, "t2/c1"), history=history)
    ).claims

    assert codes(stopped) == ["paid_once"]
    assert paid.amount == yuan(30)


def test_what_names_the_item_and_subject_is_kept_with_the_answer() -> None:
    found = one_clause(
        COST,
        'repeat = "annual"\n'
        'matter = { group = "lj-things", subject = ["enterprise.uscc", "t.name"] }'
        '\ncap = [{ scope = "item", amount_yuan = 9, item = ["t.area", "t.day"], words = "x" }]',
    )

    answered = answer(
        found,
        claim(
            {
                "t.base": 5,
                "t.name": "甲",
                "t.area": "2.5",
                "t.day": date(2026, 1, 1),
                "case.subsidy_year": 2026,
            }
        ),
    )

    assert answered.subject == "甲"
    assert answered.keys == {
        "t.name": "甲",
        "t.area": "2.5",
        "t.day": "2026-01-01",
        "case.subsidy_year": 2026,
    }
