"""One enterprise against every clause in force: may get, missing, not."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.rules.small_policies import (
    catalogue_of,
    clause,
    one_clause,
    past,
    policy,
    recognition,
    request,
)
from workflows.catalogue import catalogue
from workflows.claims import Request
from workflows.matching import Fit, Match, match
from workflows.money import yuan

COST = 'kind = "share", rate = "30%", of = { fact = "t.base" }'


def single(benefit: str, facts: dict[str, object], more: str = "", **other: Any) -> Match:
    """The match of the one clause of a catalogue."""
    asked = request(facts={"enterprise.district": "linjiang", **facts}, **other)
    return match(one_clause(benefit, more), asked).matches[0]


def test_it_estimates_what_the_clause_fixes() -> None:
    cap = 'cap = [{ scope = "year", amount_yuan = 20, words = "x" }]'

    assert single(COST, {"t.base": 50}).estimate == yuan(15)
    assert single(COST, {"t.base": 500}, cap).estimate == yuan(20)


def test_it_gives_the_ceiling_of_what_officers_set() -> None:
    open_ = single(COST + ", officer_rate = true", {"t.base": 50})

    assert (open_.fit, open_.estimate, open_.ceiling) == (Fit.MAY_GET, None, yuan(15))
    assert single('kind = "assessed"', {}).ceiling is None


def test_it_names_missing_facts_with_label_and_source() -> None:
    found = single(COST, {}, 'requires = [{ fact = "t.yes", is = true }]')

    assert (found.fit, found.estimate) == (Fit.MISSING, None)
    assert [(one.fact, one.label, one.source) for one in found.missing] == [
        ("t.yes", "yes的中文", "applicant"),
        ("t.base", "base的中文", "applicant"),
    ]


def test_what_names_a_claim_is_not_asked_for() -> None:
    more = 'matter = { group = "lj-things", subject = ["t.name"] }'

    assert single(COST, {"t.base": 50}, more).fit is Fit.MAY_GET


def test_it_says_every_reason_why_not() -> None:
    more = 'requires = [{ fact = "t.yes", is = true }, { fact = "t.heads", at_least = 3 }]'

    found = single(COST, {"t.yes": False, "t.heads": 1}, more)

    assert (found.fit, found.missing) == (Fit.NOT, ())
    assert [reason.code for reason in found.reasons] == ["must_is", "must_at_least"]


def test_a_judgement_waits_for_its_recognition() -> None:
    more = 'requires = [{ fact = "t.yes", is = true, judgement = true }]'

    waiting = single('kind = "assessed"', {"t.yes": True}, more)
    recognised = single(
        'kind = "assessed"', {"t.yes": True}, more, recognitions=(recognition("t.yes"),)
    )

    assert (waiting.fit, [one.code for one in waiting.reasons]) == (
        Fit.MISSING,
        ["recognition_missing"],
    )
    assert recognised.fit is Fit.MAY_GET


def test_only_clauses_in_force_on_the_day_are_set_against_it() -> None:
    found = one_clause(COST)

    assert match(found, request(filed_on=date(2029, 1, 1))).matches == ()


def test_a_malformed_fact_is_said_and_not_taken_for_missing() -> None:
    found = single(
        'kind = "assessed"', {"t.yes": "ja"}, 'requires = [{ fact = "t.yes", is = true }]'
    )

    assert (found.fit, [one.code for one in found.reasons], found.missing) == (
        Fit.MISSING,
        ["fact_not_yes_or_no"],
        (),
    )


def test_facts_the_history_tells_need_not_be_given() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", COST),
            clause("t1/c2", 'kind = "assessed"', 'requires = [{ fact = "t.first", known = true }]'),
            tail='[[fact]]\nname = "t.first"\ntype = "date"\nlabel = "首次"\nlabel_en = "First"\n'
            'source = "system"\nfirst_award_of = ["t1/c1"]\n',
        )
    )

    assert match(found, request(history=(past(5),))).matches[1].fit is Fit.MAY_GET


def test_twelve_clauses_could_be_granted_without_an_application() -> None:
    asked = Request(filed_on=date(2026, 1, 5), enterprise="x")

    found = match(catalogue(), asked)

    assert sum(one.no_application == "yes" for one in found.matches) == 12
    assert len(found.of(Fit.MISSING)) == len(found.matches)
