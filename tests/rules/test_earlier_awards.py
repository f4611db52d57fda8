"""What earlier awards for the same matter leave to be paid (rulings 20, 21, 25)."""

from __future__ import annotations

import pytest

from tests.rules.small_policies import (
    answer,
    claim,
    codes,
    one_clause,
    past,
    request,
    steps,
)
from tests.rules.test_matters import COST, MATTER, two_documents
from workflows.assessment import assess
from workflows.claims import Eligibility, Outcome, Standing
from workflows.facts import Route
from workflows.money import Money, yuan

ONCE = 'repeat = "one_time"\n'


def test_of_an_earlier_lower_award_only_the_difference_is_paid() -> None:
    history = (past(60, {"t.name": "甲"}, "t1/c1"),)

    answered = answer(
        two_documents(), claim({"t.other": 100, "t.name": "甲"}, "t2/c1"), history=history
    )

    assert answered.amount == yuan(40)
    assert ("difference", yuan(40)) in steps(answered)


@pytest.mark.parametrize("earlier", [100, 130])
def test_an_earlier_equal_or_higher_award_makes_it_a_duplicate(earlier: int) -> None:
    history = (past(earlier, {"t.name": "甲"}, "t1/c1"),)

    answered = answer(
        two_documents(), claim({"t.other": 100, "t.name": "甲"}, "t2/c1"), history=history
    )

    assert (answered.amount, codes(answered)) == (Money(0), ["duplicate"])
    assert answered.reasons[0].particulars["reference"] == "P1"


def test_a_sum_taken_off_once_is_not_taken_off_again_by_a_cap() -> None:
    found = one_clause(
        COST, MATTER + '\ncap = [{ scope = "lifetime", amount_yuan = 250, words = "x" }]'
    )
    history = (past(50, {"t.name": "甲"}),)

    answered = answer(found, claim({"t.base": 300, "t.name": "甲"}), history=history)

    assert answered.amount == yuan(200)


def test_an_earlier_award_under_an_unlinked_document_goes_to_the_meeting() -> None:
    history = (past(60, {"t.name": "甲"}, "t1/c1"),)

    answered = answer(
        two_documents(head=""), claim({"t.other": 100, "t.name": "甲"}, "t2/c1"), history=history
    )

    assert (answered.amount, answered.route) == (yuan(40), Route.JOINT_MEETING)
    assert [one.code for one in answered.route_reasons] == ["same_matter_elsewhere"]


def test_a_parallel_case_is_counted_and_noted() -> None:
    history = (past(60, {"t.name": "甲"}, "t1/c1", standing=Standing.HELD),)

    answered = answer(
        two_documents(), claim({"t.other": 100, "t.name": "甲"}, "t2/c1"), history=history
    )

    assert [note.code for note in answered.notes] == ["parallel_case"]


@pytest.mark.parametrize(
    "award",
    [
        past(60, {"t.name": "甲"}, "t1/c1", enterprise="another"),
        past(0, {"t.name": "甲"}, "t1/c1"),
        past(60, {"t.name": "乙"}, "t1/c1"),
    ],
)
def test_awards_that_are_no_award_for_this_matter_take_nothing_off(award: object) -> None:
    answered = answer(
        two_documents(), claim({"t.other": 100, "t.name": "甲"}, "t2/c1"), history=(award,)
    )

    assert answered.amount == yuan(100)


@pytest.mark.parametrize("level", ["city", "state"])
def test_awards_of_other_levels_are_shown_and_not_taken_off(level: str) -> None:
    award = past(60, {}, "city-programme", level=level)

    answered = answer(one_clause(COST), claim({"t.base": 100}), history=(award,))

    assert answered.amount == yuan(100)
    shown = answered.lines[-1]
    assert (shown.kind, shown.used, shown.particulars["level"]) == ("other_level", 6000, level)


def test_an_earlier_award_that_does_not_say_what_it_was_for_stops_the_claim() -> None:
    answered = answer(
        two_documents(), claim({"t.other": 100, "t.name": "甲"}, "t2/c1"), history=(past(60),)
    )

    assert (answered.outcome, codes(answered)) == (Outcome.UNKNOWN, ["past_award_lacks_subject"])


def test_an_officer_may_name_the_subject() -> None:
    history = (past(60, {}, "t1/c1", subject="甲项目"),)

    answered = answer(
        two_documents(), claim({"t.other": 100}, "t2/c1", subject="甲项目"), history=history
    )

    assert (answered.amount, answered.group, answered.subject) == (
        yuan(40),
        "lj-things",
        "甲项目",
    )


def test_a_one_time_support_is_paid_once_for_its_subject() -> None:
    found = one_clause(COST, ONCE + MATTER)
    history = (past(1, {"t.name": "甲"}),)

    again = answer(found, claim({"t.base": 5, "t.name": "甲"}), history=history)
    other = answer(found, claim({"t.base": 5, "t.name": "乙"}), history=history)

    assert (again.eligibility, codes(again)) == (Eligibility.NOT_ELIGIBLE, ["paid_once"])
    assert other.amount == yuan(5)


def test_without_a_matter_a_one_time_support_is_paid_once_to_an_enterprise() -> None:
    found = one_clause(COST, ONCE)
    twice = claim({"t.base": 5}), claim({"t.base": 5})

    first, second = assess(found, request(*twice)).claims

    assert (first.amount, codes(second)) == (yuan(5), ["paid_once"])


YEARLY = 'repeat = "annual"\nmatter = { group = "lj-things", subject = ["t.name"] }'


def test_a_yearly_support_is_another_matter_in_another_year() -> None:
    found = one_clause(COST, YEARLY)
    history = (past(60, {"t.name": "甲", "case.subsidy_year": 2025}),)
    facts: dict[str, object] = {"t.base": 100, "t.name": "甲"}

    next_year = answer(found, claim({**facts, "case.subsidy_year": 2026}), history=history)
    same_year = answer(found, claim({**facts, "case.subsidy_year": 2025}), history=history)

    assert (next_year.amount, same_year.amount) == (yuan(100), yuan(40))
