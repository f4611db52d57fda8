"""Claiming money back: on a ground, only what was paid, with interest as the ground says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.recovery_situations import GROUND, IN_ORDER, LPR
from tests.rules.situations import ACTORS, TODAY
from workflows import recovery
from workflows.interest import Interest, InterestRule
from workflows.money import NOTHING, Money, yuan
from workflows.refusals import Refused
from workflows.repayment import Receipt, standing
from workflows.roles import Role

PROCESS = recovery.VERSIONS[recovery.CURRENT]


@pytest.mark.parametrize(
    ("state", "action", "role", "wrong", "code"),
    [
        ("found", "notify", Role.REVIEWER, {"amount": yuan(300_001)}, "recovery_above_paid"),
        ("found", "notify", Role.REVIEWER, {"amount": NOTHING}, "recovery_above_paid"),
        ("found", "notify", Role.REVIEWER, {"ground": None}, "ground_missing"),
        (
            "found",
            "notify",
            Role.REVIEWER,
            {"ground": replace(GROUND, kind="moved_away")},
            "ground_missing",
        ),
        (
            "found",
            "notify",
            Role.REVIEWER,
            {"ground": replace(GROUND, says_interest=False), "interest": LPR},
            "interest_without_ground",
        ),
        ("notified", "decide", Role.APPROVER, {"answer_until": TODAY}, "enterprise_not_heard"),
        (
            "notified",
            "decide",
            Role.APPROVER,
            {"found_by": frozenset({ACTORS[Role.APPROVER].user_id})},
            "own_recovery",
        ),
        ("due", "receive", Role.FINANCE, {"received": yuan(100_001)}, "receipt_above_due"),
        ("due", "receive", Role.FINANCE, {"set_off": True}, "set_off_not_decided"),
        ("due", "refer_on", Role.APPROVER, {"due_on": TODAY}, "recovery_not_overdue"),
    ],
)
def test_each_step_is_refused_with_its_reason(
    state: str, action: str, role: Role, wrong: dict[str, object], code: str
) -> None:
    facts = replace(IN_ORDER, **wrong)  # type: ignore[arg-type]

    with pytest.raises(Refused, match=code):
        PROCESS.take(state, action, facts, ACTORS[role])


@pytest.mark.parametrize(
    ("state", "action", "role", "target"),
    [
        ("found", "notify", Role.REVIEWER, "notified"),
        ("found", "drop", Role.REVIEWER, "dropped"),
        ("notified", "hear", Role.REVIEWER, "notified"),
        ("notified", "decide", Role.APPROVER, "due"),
        ("due", "receive", Role.FINANCE, "repaid"),
        ("due", "refer_on", Role.APPROVER, "referred"),
        ("referred", "close", Role.APPROVER, "closed"),
    ],
)
def test_a_recovery_goes_from_a_finding_to_its_end(
    state: str, action: str, role: Role, target: str
) -> None:
    assert PROCESS.take(state, action, IN_ORDER, ACTORS[role]) == target


def test_a_part_leaves_the_rest_due() -> None:
    part = replace(IN_ORDER, received=yuan(99_999))

    assert PROCESS.take("due", "receive", part, ACTORS[Role.FINANCE]) == "partial"
    assert PROCESS.take("referred", "receive", part, ACTORS[Role.FINANCE]) == "referred"


def test_interest_prints_its_formula_and_rounds_down_once() -> None:
    until = TODAY + timedelta(days=90)

    assert LPR.on(yuan(100_000), until) == Money(73_972)
    assert LPR.formula(yuan(100_000), until) == "100,000.00 × 3% × 90 ÷ 365 = 739.72"
    assert replace(LPR, rule=InterestRule.DEPOSIT).on(yuan(100_000), until) == Money(75_000)
    assert Interest().on(yuan(100_000), until) == NOTHING


def test_what_comes_in_repays_the_award_first_and_interest_runs_on_the_rest() -> None:
    half_way, end = (TODAY + timedelta(days=days) for days in (30, 90))
    receipts = [Receipt(half_way, yuan(60_000))]

    found = standing(yuan(100_000), LPR, receipts, on=end)

    assert found.principal == yuan(40_000)
    assert found.interest == Money(24_657 + 19_726)
    assert found.lines == (
        "100,000.00 × 3% × 30 ÷ 365 = 246.57",
        "40,000.00 × 3% × 60 ÷ 365 = 197.26",
    )
    assert found.split(yuan(41_000)) == (yuan(40_000), yuan(1_000))


@given(
    st.integers(1, 10**12),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**12)), max_size=6),
)
def test_principal_and_interest_never_fall_below_nothing(
    fen: int, payments: list[tuple[int, int]]
) -> None:
    amount, receipts = Money(fen), list[Receipt]()
    for days, sum_ in sorted(payments):
        on = TODAY + timedelta(days=days)
        before = standing(amount, LPR, receipts, on=on)
        principal, interest = before.split(min(Money(sum_), before.outstanding))
        receipts.append(Receipt(on, principal, interest))

    found = standing(amount, LPR, receipts, on=TODAY + timedelta(days=500))

    assert found.principal >= NOTHING
    assert found.interest >= NOTHING
    assert Money.total(one.principal for one in receipts) <= amount


def test_every_state_but_the_last_has_a_way_out() -> None:
    assert PROCESS.workflow.final == {"repaid", "dropped", "closed"}
