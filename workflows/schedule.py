"""From an award to its payments: parts that add up to the fen, the last takes the rest.

The plan stands in the policy (分三年拨付 …); a plan without parts is one payment (ruling 13).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from workflows.claims import PlanPart
from workflows.money import Money
from workflows.policy.limits import Part, Plan


def payments(plan: Plan) -> int:
    """How many payments a plan lays an award out in."""
    return plan.years or len(plan.part) or 1


def spread(award: Money, plan: Plan) -> tuple[PlanPart, ...]:
    """The payments of an award; none for an award of nothing, and no payment of nothing."""
    parts = tuple(_parts(plan))
    amounts = award.spread([part.share for part in parts])
    laid_out = [(part, amount) for part, amount in zip(parts, amounts, strict=True) if amount]
    return tuple(
        PlanPart(number, amount, part.name, part.after_years, part.conditions)
        for number, (part, amount) in enumerate(laid_out, start=1)
    )


def _parts(plan: Plan) -> Iterator[Part]:
    """The parts as written, or equal yearly ones; each with all the conditions it waits for."""
    written = plan.part or tuple(
        Part(share=Fraction(1), name="", after_years=year) for year in range(payments(plan))
    )
    for place, part in enumerate(written):
        later = plan.later_conditions if place else ()
        conditions = (*plan.conditions, *part.conditions, *later)
        yield part.model_copy(update={"conditions": conditions})
