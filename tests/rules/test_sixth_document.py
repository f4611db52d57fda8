"""A sixth document, written only as a file, is matched, quoted and laid out like the five."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.policy_files import read_with_the_five, the_example
from workflows.assessment import assess
from workflows.catalogue import Catalogue
from workflows.claims import (
    Claim,
    ClaimAssessment,
    Outcome,
    PastAward,
    Recognition,
    Request,
    Standing,
)
from workflows.money import yuan

FILED = date(2026, 6, 1)
RECOGNISED = (Recognition("warehouse.energy_class", "临科认〔2026〕1号", FILED, "区科技局"),)


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_with_the_five(tmp_path_factory.mktemp("policies"), the_example())


def equipment(
    six: Catalogue, cost: int, *history: PastAward, filed_on: date = FILED
) -> ClaimAssessment:
    """A claim for equipment of so many yuan, by an enterprise of the new district."""
    facts = {
        "warehouse.id": "仓储甲",
        "warehouse.equipment_cost": cost,
        "warehouse.energy_class": "first",
    }
    request = Request(
        filed_on=filed_on,
        enterprise="91110000000000000X",
        facts={"enterprise.district": "linjiang", "enterprise.compliant_operation": True},
        claims=(Claim("1", "lj-2026-3/art3", facts=facts, recognitions=RECOGNISED),),
        history=history,
    )
    return assess(six, request).claims[0]


def test_its_progressive_bands_are_worked_out(six: Catalogue) -> None:
    answer = equipment(six, 2_500_000)

    assert answer.outcome is Outcome.PAYABLE
    assert answer.amount == yuan(350_000)


def test_its_plan_pays_four_fifths_first_and_the_rest_after_acceptance(six: Catalogue) -> None:
    first, last = equipment(six, 2_500_000).plan

    assert (first.amount, first.conditions) == (yuan(280_000), ())
    assert (last.amount, last.conditions) == (yuan(70_000), ("milestone_accepted",))


def test_three_calendar_years_share_its_total(six: Catalogue) -> None:
    history = tuple(
        PastAward(
            reference,
            "lj-2026-3/art3",
            Standing.PAID,
            yuan(500_000),
            day,
            facts={"warehouse.id": reference},
        )
        for reference, day in (("仓储乙", date(2026, 4, 1)), ("仓储丙", date(2023, 4, 1)))
    )

    answer = equipment(six, 5_000_000, *history)

    assert answer.amount == yuan(300_000)


@pytest.mark.parametrize(
    ("filed_on", "outcome"),
    [
        (date(2026, 2, 28), Outcome.NOT_PAYABLE),
        (date(2026, 3, 1), Outcome.PAYABLE),
        (date(2029, 2, 28), Outcome.PAYABLE),
        (date(2029, 3, 1), Outcome.NOT_PAYABLE),
    ],
)
def test_it_holds_from_its_first_to_its_last_day(
    six: Catalogue, filed_on: date, outcome: Outcome
) -> None:
    assert equipment(six, 2_500_000, filed_on=filed_on).outcome is outcome


def test_a_new_choice_of_an_old_fact_opens_its_award(six: Catalogue) -> None:
    request = Request(
        filed_on=FILED,
        enterprise="91110000000000000X",
        facts={"enterprise.district": "linjiang", "enterprise.compliant_operation": True},
        claims=(Claim("1", "lj-2026-3/art4", facts={"case.title": "smart_warehouse"}),),
    )

    assert assess(six, request).claims[0].amount == yuan(300_000)
