"""From an award to its payments: parts that add up to the fen, the last takes the rest.

The plan stands in the policy (分三年拨付 …); a plan without parts is one payment (ruling 13).
"""

from __future__ import annotations

from fractions import Fraction

from workflows.claims import PlanPart
from workflows.money import Money
from workflows.policy.limits import Plan


def payments(plan: Plan) -> int:
    """How many payments a plan lays an award out in."""
    return plan.years or len(plan.part) or 1


def spread(award: Money, plan: Plan) -> tuple[PlanPart, ...]:
    """The payments of an award; none for an award of nothing, and no payment of nothing."""
    amounts = _amounts(award, plan)
    laid_out = [(place, amount) for place, amount in enumerate(amounts) if amount]
    return tuple(
        _payment(number, amount, plan, place)
        for number, (place, amount) in enumerate(laid_out, start=1)
    )


def _amounts(award: Money, plan: Plan) -> tuple[Money, ...]:
    if plan.part:
        return award.spread([part.share for part in plan.part])
    if plan.years is not None:
        return award.spread([Fraction(1)] * plan.years)
    return (award,)


def _payment(number: int, amount: Money, plan: Plan, place: int) -> PlanPart:
    """One payment with all it waits for: what the plan, this part and later parts ask."""
    later = plan.later_conditions if place else ()
    if not plan.part:
        return PlanPart(number, amount, "", place, (*plan.conditions, *later))
    part = plan.part[place]
    conditions = (*plan.conditions, *part.conditions, *later)
    return PlanPart(number, amount, part.name, part.after_years, conditions)
