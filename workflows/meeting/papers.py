"""Dates of a meeting: it lies ahead, and the papers are out in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from workflows.meeting.settings import MeetingSettings
from workflows.refusals import Refusal
from workflows.term import civil_date
from workflows.workdays import WorkCalendar


def convening_refusals(starts_at: datetime, *, at: datetime) -> Iterator[Refusal]:
    """A meeting is called ahead of its beginning, never backwards."""
    if starts_at <= at:
        yield Refusal("meeting_in_the_past", {"day": civil_date(starts_at)})


def moving_refusals(starts_at: datetime, *, was: datetime, at: datetime) -> Iterator[Refusal]:
    """A meeting is moved to another time ahead, never backwards past today."""
    if starts_at == was:
        yield Refusal("meeting_at_that_time")
    yield from convening_refusals(starts_at, at=at)


def sending_refusals(
    meeting_day: date, *, sent_on: date, settings: MeetingSettings, calendar: WorkCalendar
) -> Iterator[Refusal]:
    """Papers go out so many working days before the meeting; the day of sending does not count."""
    between = calendar.workdays_between(sent_on, meeting_day)
    if meeting_day <= sent_on or between < settings.papers_days:
        yield Refusal("papers_too_late", {"days": max(between, 0), "needed": settings.papers_days})


def opening_refusals(starts_at: datetime, *, papers_sent: bool, at: datetime) -> Iterator[Refusal]:
    """A meeting begins no earlier than it was called for, and only once its papers are out."""
    if at < starts_at:
        yield Refusal("meeting_not_begun", {"day": civil_date(starts_at)})
    if not papers_sent:
        yield Refusal("papers_not_sent")
