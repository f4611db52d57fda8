"""How many years one subject may be supported, over all documents (ruling 16)."""

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
)
from workflows.claims import Outcome, PastAward

COST = 'kind = "actual_cost", of = "t.base"'
YEARS = 'repeat = "annual"\nmatter = { group = "lj-things", subject = ["t.name"] }\n'
THREE = YEARS + 'year_limit = { at_most = 3, same = ["t.name"], words = "x" }'
IN_A_ROW = THREE.replace("at_most = 3", "at_most = 3, consecutive = true")


def supported(*years: int, name: str = "甲") -> tuple[PastAward, ...]:
    return tuple(
        past(1, {"t.name": name, "case.subsidy_year": year}, reference=str(year)) for year in years
    )


@pytest.mark.parametrize(
    ("limit", "history", "year", "reasons"),
    [
        (THREE, supported(2023, 2024), 2026, []),
        (THREE, supported(2022, 2023, 2024), 2026, ["years_used_up"]),
        (THREE, supported(2022, 2023, 2024, name="乙"), 2026, []),
        (IN_A_ROW, supported(2024), 2026, []),
        (IN_A_ROW, supported(2023), 2026, ["years_used_up"]),
        (THREE, (past(0, {"t.name": "甲", "case.subsidy_year": 2022}), *supported(2023)), 2026, []),
        (THREE, (past(3, {"t.name": "甲"}, years=(2023, 2024, 2025)),), 2026, ["years_used_up"]),
    ],
)
def test_one_subject_is_supported_at_most_so_many_years(
    limit: str, history: tuple[PastAward, ...], year: int, reasons: list[str]
) -> None:
    found = one_clause(COST, limit)

    answered = answer(
        found, claim({"t.base": 5, "t.name": "甲", "case.subsidy_year": year}), history=history
    )

    assert codes(answered) == reasons


def test_years_count_over_all_documents_with_the_same_kind_of_matter() -> None:
    found = catalogue_of(
        policy(clause("t1/c1", COST, THREE)), policy(clause("t2/c1", COST, THREE), id_="t2")
    )
    history = tuple(
        past(
            1,
            {"t.name": "甲", "case.subsidy_year": year},
            "t2/c1",
            reference=str(year),
        )
        for year in (2023, 2024, 2025)
    )

    answered = answer(
        found, claim({"t.base": 5, "t.name": "甲", "case.subsidy_year": 2026}), history=history
    )

    assert codes(answered) == ["years_used_up"]


def test_without_a_matter_years_count_under_the_clause_itself() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", COST, 'year_limit = { at_most = 1, words = "x" }'),
            clause("t1/c2", COST),
        )
    )
    other = past(1, {}, "t1/c2", decided_on=date(2025, 1, 1))
    own = past(1, decided_on=date(2025, 1, 1))

    assert codes(answer(found, claim({"t.base": 5}), history=(other,))) == []
    assert codes(answer(found, claim({"t.base": 5}), history=(own,))) == ["years_used_up"]


def test_an_earlier_award_that_does_not_name_its_premises_stops_the_claim() -> None:
    limit = YEARS + 'year_limit = { at_most = 3, same = ["t.kind"], words = "x" }'
    facts: dict[str, object] = {"t.base": 5, "t.name": "甲", "t.kind": "a"}

    answered = answer(
        one_clause(COST, limit),
        claim({**facts, "case.subsidy_year": 2026}),
        history=supported(2025),
    )

    assert (answered.outcome, codes(answered)) == (Outcome.UNKNOWN, ["past_award_lacks_fact"])
