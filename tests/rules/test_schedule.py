"""Plans lay an award out in payments that add up to the fen (ruling 13)."""

from __future__ import annotations

import pytest

from tests.rules.small_policies import answer, claim, one_clause
from workflows.money import Money, yuan
from workflows.policy.limits import Plan
from workflows.schedule import payments, spread


def plan(**written: object) -> Plan:
    return Plan.model_validate(written)


EQUAL = plan(
    kind="equal_years", years=3, conditions=["due_date"], later_conditions=["yearly_report"]
)
SHARES = plan(
    kind="shares",
    part=[
        {"share": "80%", "name": "首付"},
        {"share": "20%", "name": "验收后", "conditions": ["milestone_accepted"], "after_years": 1},
    ],
)


@pytest.mark.parametrize(
    "kind",
    [
        "once",
        "milestone",
        "yearly_claim",
        "on_receipt",
        "after_audit",
        "on_event",
        "before_or_after",
    ],
)
def test_a_plan_without_parts_is_one_payment(kind: str) -> None:
    (part,) = spread(yuan(5), plan(kind=kind, conditions=["city_money_received"]))

    assert (part.number, part.amount, part.after_years) == (1, yuan(5), 0)
    assert part.conditions == ("city_money_received",)
    assert payments(plan(kind=kind)) == 1


def test_equal_years_leave_the_remainder_to_the_last() -> None:
    parts = spread(Money(100), EQUAL)

    assert [part.amount.fen for part in parts] == [33, 33, 34]
    assert [part.after_years for part in parts] == [0, 1, 2]
    assert [part.conditions for part in parts] == [
        ("due_date",),
        ("due_date", "yearly_report"),
        ("due_date", "yearly_report"),
    ]
    assert payments(EQUAL) == 3


def test_shares_keep_their_names_years_and_conditions() -> None:
    first, last = spread(Money(99), SHARES)

    assert (first.amount.fen, first.name, first.conditions) == (79, "首付", ())
    assert (last.amount.fen, last.name, last.after_years) == (20, "验收后", 1)
    assert last.conditions == ("milestone_accepted",)


def test_there_is_no_payment_of_nothing() -> None:
    assert spread(Money(0), EQUAL) == ()
    assert [(part.number, part.amount.fen) for part in spread(Money(2), EQUAL)] == [(1, 2)]


def test_the_answer_carries_the_plan_of_the_amount_that_is_paid() -> None:
    found = one_clause(
        'kind = "actual_cost", of = "t.base"',
        'cap = [{ scope = "award", amount_yuan = 100, words = "x" }]',
        'kind = "equal_years", years = 2',
    )

    answered = answer(found, claim({"t.base": 300}))

    assert [part.amount for part in answered.plan] == [yuan(50), yuan(50)]
