"""Conditions have three values, and every reason is said at once."""

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
    recognition,
)
from workflows.claims import Eligibility, InForce, Standing
from workflows.predicates import later_by_years

FIXED = 'kind = "fixed", amount_yuan = 100'


def asks(predicate: str) -> str:
    return f"requires = [{{ {predicate} }}]"


ELIGIBLE, NOT, UNKNOWN = Eligibility


@pytest.mark.parametrize(
    ("predicate", "given", "verdict"),
    [
        ('fact = "t.yes", is = true', {"t.yes": True}, ELIGIBLE),
        ('fact = "t.yes", is = true', {"t.yes": False}, NOT),
        ('fact = "t.yes", is = true', {}, UNKNOWN),
        ('fact = "t.kind", is = "a"', {"t.kind": "b"}, NOT),
        ('fact = "t.kind", is_not = "a"', {"t.kind": "b"}, ELIGIBLE),
        ('fact = "t.kind", is_not = "a"', {"t.kind": "a"}, NOT),
        ('fact = "t.heads", is = 3', {"t.heads": 3}, ELIGIBLE),
        ('fact = "t.whole_yuan", is = 3', {"t.whole_yuan": 3}, ELIGIBLE),
        ('fact = "t.day", is = 2026-01-01', {"t.day": "2026-01-01"}, ELIGIBLE),
        ('fact = "t.base", at_least = 100', {"t.base": 100}, ELIGIBLE),
        ('fact = "t.base", at_least = 100', {"t.base": "99.99"}, NOT),
        ('fact = "t.base", more_than = 100', {"t.base": 100}, NOT),
        ('fact = "t.base", more_than = 100', {"t.base": "100.01"}, ELIGIBLE),
        ('fact = "t.area", at_most = "2.5"', {"t.area": "2.5"}, ELIGIBLE),
        ('fact = "t.area", less_than = "2.5"', {"t.area": "2.5"}, NOT),
        ('fact = "t.area", less_than = "2.5"', {}, UNKNOWN),
        ('fact = "t.base", at_least_fact = "t.other"', {"t.base": 5, "t.other": 5}, ELIGIBLE),
        ('fact = "t.base", more_than_fact = "t.other"', {"t.base": 5, "t.other": 5}, NOT),
        ('fact = "t.base", more_than_fact = "t.other"', {"t.base": 5}, UNKNOWN),
        ('fact = "t.kind", one_of = ["a"]', {"t.kind": "a"}, ELIGIBLE),
        ('fact = "t.kind", one_of = ["a"]', {"t.kind": "b"}, NOT),
        ('fact = "t.kind", one_of = ["a"]', {}, UNKNOWN),
        ('fact = "t.tags", includes_any = ["a"]', {"t.tags": ["a", "b"]}, ELIGIBLE),
        ('fact = "t.tags", includes_any = ["a"]', {"t.tags": []}, NOT),
        ('fact = "t.name", known = true', {"t.name": "x"}, ELIGIBLE),
        ('fact = "t.name", known = true', {}, UNKNOWN),
        ('fact = "t.name", known = false', {}, ELIGIBLE),
        ('fact = "t.name", known = false', {"t.name": "x"}, NOT),
    ],
)
def test_a_condition_is_met_not_met_or_unknown(
    predicate: str, given: dict[str, object], verdict: Eligibility
) -> None:
    answered = answer(one_clause(FIXED, asks(predicate)), claim(given))

    assert answered.eligibility is verdict
    assert (answered.amount is None) is (verdict is not ELIGIBLE)
    assert bool(answered.reasons) is (verdict is not ELIGIBLE)


SPAN = "{ years = 3, since = 't.since' }"


@pytest.mark.parametrize(
    ("comparison", "since", "day", "verdict"),
    [
        ("within_years", "2023-05-01", "2026-04-30", ELIGIBLE),
        ("within_years", "2023-05-01", "2026-05-01", NOT),
        ("within_years", "2023-05-01", "2023-05-01", ELIGIBLE),
        ("within_years", "2023-05-01", "2023-04-30", NOT),
        ("within_years", "2023-05-01", None, UNKNOWN),
        ("years_passed", "2023-05-01", "2026-05-01", ELIGIBLE),
        ("years_passed", "2023-05-01", "2026-04-30", NOT),
        ("years_passed", None, "2026-04-30", UNKNOWN),
    ],
)
def test_a_span_of_years_is_full_on_its_anniversary(
    comparison: str, since: str | None, day: str | None, verdict: Eligibility
) -> None:
    found = one_clause(FIXED, asks(f'fact = "t.day", {comparison} = {SPAN}'))

    answered = answer(found, claim({"t.since": since, "t.day": day}))

    assert answered.eligibility is verdict


def test_a_leap_day_is_reached_on_the_last_day_of_february() -> None:
    assert later_by_years(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_a_fact_may_be_the_day_of_the_first_award() -> None:
    given = (
        'requires = [{ fact = "t.day", years_passed = { years = 1, since = "t.first" } }]',
        '[[fact]]\nname = "t.first"\ntype = "date"\nlabel = "首次"\nlabel_en = "First"\n'
        'source = "system"\nfirst_award_of = ["t1/c1"]\n',
    )
    found = catalogue_of(
        policy(clause("t1/c1", FIXED), clause("t1/c2", FIXED, given[0]), tail=given[1])
    )

    span = answer(found, claim({"t.day": "2026-02-28"}, "t1/c2"))
    held = past(1, standing=Standing.HELD)
    other = past(1, enterprise="another")
    told = (past(1, decided_on=date(2025, 6, 1)), past(1, decided_on=date(2025, 3, 1)))

    assert span.eligibility is UNKNOWN
    for history in ((held,), (other,)):
        assert answer(found, claim({}, "t1/c2"), history=history).eligibility is UNKNOWN
    for day, verdict in (("2026-02-28", NOT), ("2026-03-01", ELIGIBLE)):
        answered = answer(found, claim({"t.day": day}, "t1/c2"), history=told)
        assert answered.eligibility is verdict


def test_a_judgement_needs_a_recorded_recognition() -> None:
    found = one_clause(FIXED, asks('fact = "t.yes", is = true, judgement = true'))

    alone = answer(found, claim({"t.yes": True}))
    recognised = answer(found, claim({"t.yes": True}, recognitions=(recognition("t.yes"),)))
    for_all = answer(found, claim({"t.yes": True}), recognitions=(recognition("t.yes"),))
    not_held = answer(found, claim({"t.yes": False}))

    assert (alone.eligibility, codes(alone)) == (UNKNOWN, ["recognition_missing"])
    assert recognised.eligibility is for_all.eligibility is ELIGIBLE
    assert not_held.eligibility is NOT


def test_an_open_list_takes_a_further_value_that_was_recognised() -> None:
    found = one_clause(FIXED, asks('fact = "t.kind", one_of = ["a"], open_list = true'))

    unlisted = answer(found, claim({"t.kind": "b"}))
    recognised = answer(found, claim({"t.kind": "b"}, recognitions=(recognition("t.kind"),)))

    assert (unlisted.eligibility, codes(unlisted)) == (UNKNOWN, ["recognition_missing"])
    assert recognised.eligibility is ELIGIBLE


WAYS = (
    'either = [{ all = [{ fact = "t.yes", is = true }, { fact = "t.heads", at_least = 3 }] },'
    ' { all = [{ fact = "t.kind", is = "a" }] }]'
)


@pytest.mark.parametrize(
    ("given", "verdict", "reasons"),
    [
        ({"t.yes": True, "t.heads": 3}, ELIGIBLE, []),
        ({"t.kind": "a"}, ELIGIBLE, []),
        (
            {"t.yes": False, "t.kind": "b"},
            NOT,
            ["no_way_met", "must_is", "fact_missing", "must_is"],
        ),
        ({"t.yes": True, "t.kind": "b"}, UNKNOWN, ["fact_missing"]),
        ({}, UNKNOWN, ["fact_missing", "fact_missing", "fact_missing"]),
    ],
)
def test_one_of_several_ways_is_enough(
    given: dict[str, object], verdict: Eligibility, reasons: list[str]
) -> None:
    answered = answer(one_clause(FIXED, WAYS), claim(given))

    assert (answered.eligibility, codes(answered)) == (verdict, reasons)


def test_a_document_may_leave_ways_open_too_unless_the_clause_has_its_own_applicants() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", FIXED),
            clause("t1/c2", FIXED, "asks_document = false"),
            head='requires = [{ fact = "enterprise.district", is = "linjiang", article = "一" }]\n'
            'either = [{ all = [{ fact = "t.yes", is = true }] }]',
        )
    )

    assert answer(found, claim({"t.yes": False})).eligibility is NOT
    assert answer(found, claim({}, "t1/c2"), facts={}).eligibility is ELIGIBLE


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"enterprise.district": "linjiang"}, ELIGIBLE),
        ({"enterprise.district": "xicheng"}, NOT),
        ({}, UNKNOWN),
    ],
)
def test_the_enterprise_must_be_in_the_district_of_the_document(
    facts: dict[str, object], verdict: Eligibility
) -> None:
    assert answer(one_clause(FIXED), claim(), facts=facts).eligibility is verdict


def test_every_reason_is_said_at_once_and_each_once() -> None:
    found = one_clause(
        'kind = "per_unit", amount_yuan = 1, of = "t.area"',
        'requires = [{ fact = "t.yes", is = true }, { fact = "t.area", at_least = 1 }]\n'
        'matter = { group = "lj-things", subject = ["t.name"] }',
    )

    answered = answer(found, claim({"t.yes": False, "t.area": "x"}), facts={})

    assert [(reason.code, reason.fact) for reason in answered.reasons] == [
        ("fact_missing", "enterprise.district"),
        ("must_is", "t.yes"),
        ("fact_not_a_number", "t.area"),
        ("fact_missing", "t.name"),
    ]


@pytest.mark.parametrize(
    ("filed_on", "in_force"),
    [
        (date(2025, 12, 31), InForce.NOT_YET),
        (date(2026, 1, 1), InForce.YES),
        (date(2028, 12, 31), InForce.YES),
        (date(2029, 1, 1), InForce.EXPIRED),
    ],
)
def test_the_day_of_first_filing_decides(filed_on: date, in_force: InForce) -> None:
    answered = answer(one_clause(FIXED), claim(filed_on=filed_on))

    assert answered.in_force is in_force
    assert answered.eligibility is (ELIGIBLE if in_force is InForce.YES else NOT)


def test_a_document_without_an_end_does_not_expire() -> None:
    text = policy(clause("t1/c1", FIXED)).replace(", until = 2029-01-01", "")

    early = answer(catalogue_of(text), claim(filed_on=date(2025, 1, 1)))

    assert early.reasons[0].particulars["last_day"] == ""
    assert answer(catalogue_of(text), claim(filed_on=date(2099, 1, 1))).in_force is InForce.YES


YEARLY = 'repeat = "annual"\nmatter = { group = "lj-things", subject = ["t.name"] }'
AFTER = date(2029, 5, 1)


def test_a_yearly_support_that_began_in_force_goes_on_and_says_so() -> None:
    found = one_clause(FIXED, YEARLY)
    begun = past(100, {"t.name": "甲", "case.subsidy_year": 2028}, decided_on=date(2028, 5, 1))
    facts: dict[str, object] = {"t.name": "甲", "case.subsidy_year": 2029}

    going_on = answer(found, claim(facts, filed_on=AFTER), history=(begun,))
    of_another = answer(found, claim({**facts, "t.name": "乙"}, filed_on=AFTER), history=(begun,))
    new = answer(found, claim(facts, filed_on=AFTER))

    assert going_on.in_force is InForce.CONTINUING
    assert [note.code for note in going_on.notes] == ["support_continues"]
    assert going_on.amount is not None
    assert of_another.in_force is new.in_force is InForce.EXPIRED


def test_a_claim_that_is_not_yearly_does_not_outlive_its_document() -> None:
    answered = answer(one_clause(FIXED), claim(filed_on=AFTER), history=(past(1),))

    assert answered.in_force is InForce.EXPIRED


def test_an_unknown_clause_is_answered_and_not_raised() -> None:
    answered = answer(one_clause(FIXED), claim(clause_id="t1/none"))

    assert (answered.in_force, codes(answered)) == (InForce.UNKNOWN_CLAUSE, ["clause_unknown"])
    assert answered.eligibility is NOT
