"""Public notice (公示): how long it hangs, what it may show, how it is posted (ruling 27)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflows.money import Money
from workflows.refusals import Refusal
from workflows.workdays import DueDate, WorkCalendar


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """Everything a notice may show of a case: nothing else is public (practice 2.7, C11)."""

    enterprise: str
    credit_code: str
    item: str
    amount: Money


def last_day(posted_on: date, working_days: int, calendar: WorkCalendar) -> DueDate:
    """The last day a notice hangs, counted from the day after posting; weekends never end it."""
    return calendar.add_workdays(posted_on, working_days)


def posting_refusals(
    *, posted_on: date, on: date, place: str, has_proof: bool, working_days: int
) -> Iterator[Refusal]:
    """Why a notice may not be entered as posted: it hangs somewhere by today, with proof."""
    if posted_on > on:
        yield Refusal("notice_posted_ahead", {"day": posted_on})
    if not place.strip():
        yield Refusal("notice_without_place")
    if working_days and not has_proof:
        yield Refusal("notice_without_proof")
