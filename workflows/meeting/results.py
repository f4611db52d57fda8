"""The result of an item: what may be concluded from a count, for how much, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.facts import Result
from workflows.meeting.votes import Tally
from workflows.money import Money
from workflows.refusals import Refusal


class Onward(StrEnum):
    """Where a case goes once the minutes are issued."""

    APPROVAL = "approval"
    GOVERNMENT = "government"
    NOMINATION = "nomination"
    DECLINING = "declining"


CARRIES = frozenset({Result.AGREED, Result.AGREED_WITH_CHANGES})
"""The results with which a body stands behind an amount."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the convener says at the end of an item."""

    result: Result
    amount: Money | None = None
    conditions: str = ""
    responsible: str = ""
    """The department that carries it out."""
    due_on: date | None = None
    reason: str = ""


def conclusion_refusals(
    said: Conclusion,
    *,
    count: Tally,
    outstanding: Sequence[str],
    ceiling: Money | None,
    recommended: Money | None,
    on: date,
) -> Iterator[Refusal]:
    """Why an item may not be concluded like this.

    `outstanding` are departments present without an opinion; `ceiling` is what the assessment
    allows at most, None where nothing limits it.
    """
    if outstanding:
        yield Refusal("opinions_outstanding", {"departments": tuple(outstanding)})
    if said.result in CARRIES and not count.passed:
        yield Refusal("not_enough_votes", {"in_favor": count.in_favor, "present": count.present})
    if said.result is Result.NOT_AGREED and count.passed:
        yield Refusal("votes_were_enough", {"in_favor": count.in_favor, "present": count.present})
    if said.result is not Result.AGREED and not said.reason.strip():
        yield Refusal("result_without_reason")
    yield from _amount_refusals(said, ceiling, recommended)
    if said.result is Result.REFERRED or said.result in CARRIES:
        if not said.responsible:
            yield Refusal("responsible_department_missing")
        if said.due_on is None or said.due_on < on:
            yield Refusal("item_due_date_missing")


def _amount_refusals(
    said: Conclusion, ceiling: Money | None, recommended: Money | None
) -> Iterator[Refusal]:
    carries = said.result is Result.REFERRED or said.result in CARRIES
    if carries and said.amount is None:
        yield Refusal("item_amount_missing")
    if not carries and said.amount is not None:
        yield Refusal("item_amount_not_due")
    if said.amount is None:
        return
    if said.amount.fen <= 0:
        yield Refusal("amount_zero", {"text": str(said.amount)})
    if ceiling is not None and said.amount > ceiling:
        yield Refusal("above_ceiling", {"amount": said.amount, "ceiling": ceiling})
    changed = recommended is not None and said.amount != recommended
    if changed and said.result is Result.AGREED:
        yield Refusal(
            "amount_changed_needs_changes", {"amount": said.amount, "recommended": recommended}
        )


def onward(result: Result, *, to_government: bool) -> Onward:
    """Where the case goes; `to_government` is the clause's route, which no result shortens."""
    if result is Result.REFERRED or (result in CARRIES and to_government):
        return Onward.GOVERNMENT
    if result in CARRIES:
        return Onward.APPROVAL
    return Onward.NOMINATION if result is Result.POSTPONED else Onward.DECLINING
