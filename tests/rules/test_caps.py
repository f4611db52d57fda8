"""Caps count what is held, decided and paid, and show limit, used, headroom (rulings 14–18)."""

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
)
from workflows.assessment import assess
from workflows.claims import CapException, Line, Outcome, PastAward, Standing
from workflows.facts import Route
from workflows.money import Money, yuan

COST = 'kind = "actual_cost", of = "t.base"'


def capped(cap: str, more: str = "") -> str:
    return f'cap = [{{ {cap}, words = "x" }}]\n{more}'


def line(cap_kind: str, lines: tuple[Line, ...]) -> Line:
    (found,) = (one for one in lines if one.kind == cap_kind)
    return found


@pytest.mark.parametrize("standing", list(Standing))
def test_what_is_held_decided_or_paid_uses_the_cap(standing: Standing) -> None:
    found = one_clause(COST, capped('scope = "lifetime", amount_yuan = 100'))

    answered = answer(found, claim({"t.base": 80}), history=(past(30, standing=standing),))

    assert answered.amount == yuan(70)
    cap = line("cap_lifetime", answered.lines)
    assert (cap.limit, cap.used, cap.headroom, cap.before, cap.after) == (
        10_000,
        3_000,
        7_000,
        8_000,
        7_000,
    )


def test_a_cap_includes_its_own_sum() -> None:
    found = one_clause(COST, capped('scope = "award", amount_yuan = 100'))

    at_the_cap = answer(found, claim({"t.base": 100}))
    one_fen_over = answer(found, claim({"t.base": "100.01"}))

    assert at_the_cap.amount == one_fen_over.amount == yuan(100)
    assert line("cap_award", one_fen_over.lines).before == 10_001


def test_a_cap_that_is_used_up_leaves_nothing_and_says_so() -> None:
    found = one_clause(COST, capped('scope = "lifetime", amount_yuan = 100'))

    answered = answer(found, claim({"t.base": 80}), history=(past(130),))

    assert (answered.amount, answered.outcome) == (Money(0), Outcome.NOT_PAYABLE)
    assert codes(answered) == ["headroom_used_up"]
    assert line("cap_lifetime", answered.lines).headroom == 0


@pytest.mark.parametrize(
    ("scope", "day", "left"),
    [
        ('scope = "year"', date(2026, 1, 1), 70),
        ('scope = "year"', date(2025, 12, 31), 100),
        ('scope = "years", years = 3', date(2024, 1, 1), 70),
        ('scope = "years", years = 3', date(2023, 12, 31), 100),
        ('scope = "years", years = 3', date(2027, 1, 1), 100),
        ('scope = "lifetime"', date(2019, 1, 1), 70),
        ('scope = "award"', date(2026, 1, 1), 100),
    ],
)
def test_a_year_is_the_calendar_year_of_the_decision(scope: str, day: date, left: int) -> None:
    found = one_clause(COST, capped(f"{scope}, amount_yuan = 100"))

    answered = answer(found, claim({"t.base": 500}), history=(past(30, decided_on=day),))

    assert answered.amount == yuan(left)


def test_a_claim_decided_in_another_year_counts_there() -> None:
    found = one_clause(COST, capped('scope = "year", amount_yuan = 100'))

    answered = answer(found, claim({"t.base": 500}), history=(past(30),), decision_year=2027)

    assert answered.amount == yuan(100)


ITEM = 'scope = "item", amount_yuan = 100, item = ["t.name"]'
OWN_ITEM = 'scope = "item", amount_yuan = 100, item = ["enterprise.uscc", "t.name"]'


@pytest.mark.parametrize(
    ("cap", "history", "left"),
    [
        (ITEM, past(30, {"t.name": "甲"}), 70),
        (ITEM, past(30, {"t.name": "乙"}), 100),
        (ITEM, past(30, {"t.name": "甲"}, enterprise="another"), 70),
        (OWN_ITEM, past(30, {"t.name": "甲"}, enterprise="another"), 100),
        (OWN_ITEM, past(30, {"t.name": "甲"}), 70),
        (ITEM, past(30, {"t.name": "甲"}, level="city"), 100),
        ('scope = "lifetime", amount_yuan = 100', past(30, enterprise="another"), 100),
        (
            'scope = "year", amount_yuan = 100, item = ["t.name"]',
            past(30, {"t.name": "乙"}),
            100,
        ),
    ],
)
def test_a_cap_counts_its_item_and_its_enterprise(cap: str, history: PastAward, left: int) -> None:
    found = one_clause(COST, capped(cap))

    answered = answer(found, claim({"t.base": 500, "t.name": "甲"}), history=(history,))

    assert answered.amount == yuan(left)


def test_an_earlier_award_that_does_not_say_its_item_stops_the_claim() -> None:
    found = one_clause(COST, capped(ITEM))

    answered = answer(found, claim({"t.base": 5, "t.name": "甲"}), history=(past(30),))

    assert (answered.outcome, codes(answered)) == (Outcome.UNKNOWN, ["past_award_lacks_fact"])


def test_clauses_of_several_documents_share_one_headroom() -> None:
    shared = capped('scope = "year", amount_yuan = 100, shared = "lj/both"')
    found = catalogue_of(
        policy(clause("t1/c1", COST, shared)), policy(clause("t2/c1", COST, shared), id_="t2")
    )

    answered = assess(
        found,
        request(
            claim({"t.base": 60}, "t1/c1"),
            claim({"t.base": 60}, "t2/c1"),
            history=(past(10, clause_id="t2/c1"),),
        ),
    )

    assert [one.amount for one in answered.claims] == [yuan(60), yuan(30)]
    assert line("cap_year", answered.claims[0].lines).particulars == {"shared": "lj/both"}
    assert answered.total == yuan(90)


def test_a_cap_may_be_so_much_for_each_unit_or_a_rate_of_a_fact() -> None:
    found = one_clause(
        COST,
        'cap = [{ scope = "per_unit_area", amount_yuan = 15, per = "t.area", words = "x",'
        ' inferred = true }, { scope = "award", rate = "50%", of = "t.other", words = "x" }]',
    )

    answered = answer(found, claim({"t.base": 500, "t.area": "2.5", "t.other": 70}))

    assert answered.amount == yuan(35)
    per_area = line("cap_per_unit_area", answered.lines)
    assert (per_area.limit, per_area.particulars) == (3750, {"inferred": "yes"})


def test_the_facts_of_a_limit_must_be_known() -> None:
    found = one_clause(COST, capped('scope = "award", rate = "50%", of = "t.other"'))

    answered = answer(found, claim({"t.base": 500}))

    assert (answered.outcome, [one.fact for one in answered.reasons]) == (
        Outcome.UNKNOWN,
        ["t.other"],
    )


IN_PRINCIPLE = (
    'cap = [{ scope = "award", rate = "100%", of = "t.other", strict = false, words = "x" },'
    ' { scope = "lifetime", amount_yuan = 90, words = "x" }]'
)
EXCEPTION = CapException("区政府", "重大项目", "纪要1")


def test_a_limit_in_principle_comes_last_and_only_a_recorded_exception_lifts_it() -> None:
    found = one_clause(COST, IN_PRINCIPLE)
    facts: dict[str, object] = {"t.base": 100, "t.other": 50}

    held = answer(found, claim(facts))
    lifted = answer(found, claim(facts, exception=EXCEPTION))

    assert (held.amount, held.route) == (yuan(50), Route.DEPARTMENT)
    assert (lifted.amount, lifted.route) == (yuan(90), Route.JOINT_MEETING)
    assert [reason.code for reason in lifted.route_reasons] == ["route_exception"]
    assert line("cap_in_principle", lifted.lines).particulars == {"lifted": "yes"}
    assert [one.kind for one in held.lines][-2:] == ["cap_in_principle", "rounding"]


def test_an_exception_that_is_not_needed_changes_nothing() -> None:
    found = one_clause(COST, IN_PRINCIPLE)

    answered = answer(found, claim({"t.base": 40, "t.other": 50}, exception=EXCEPTION))

    assert (answered.amount, answered.route) == (yuan(40), Route.DEPARTMENT)


def test_an_exception_is_counted_where_nothing_else_sets_a_ceiling() -> None:
    found = one_clause(
        'kind = "assessed"',
        capped('scope = "award", rate = "100%", of = "t.other", strict = false'),
    )

    answered = answer(found, claim({"t.other": 50}, exception=EXCEPTION))

    assert (answered.ceiling, answered.route) == (None, Route.JOINT_MEETING)


def test_claims_filed_earlier_use_headroom_first() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", COST, capped('scope = "year", amount_yuan = 100, shared = "both"')),
            clause("t1/c2", COST, capped('scope = "year", amount_yuan = 100, shared = "both"')),
        )
    )
    late = claim({"t.base": 70}, filed_on=date(2026, 5, 2))
    early = claim({"t.base": 70}, "t1/c2", filed_on=date(2026, 5, 1))

    answered = assess(found, request(late, early))

    assert [one.amount for one in answered.claims] == [yuan(30), yuan(70)]


def test_a_claim_that_awaits_its_figure_holds_its_ceiling_before_later_claims() -> None:
    shared = capped('scope = "year", amount_yuan = 100, shared = "both"')
    assessed = 'kind = "range", min_yuan = 10, max_yuan = 70'
    found = catalogue_of(policy(clause("t1/c1", assessed, shared), clause("t1/c2", COST, shared)))

    answered = assess(found, request(claim(), claim({"t.base": 70}, "t1/c2")))

    assert [one.ceiling for one in answered.claims] == [yuan(70), yuan(30)]
