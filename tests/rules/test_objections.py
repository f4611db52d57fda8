"""Public notices, and the three kinds of complaint about what they show."""

from dataclasses import fields
from datetime import date

import pytest

from workflows.objections import (
    RULES,
    ObjectionKind,
    answer_due,
    examiner_refusals,
    extension_refusals,
    receiving_refusals,
    settling_refusals,
)
from workflows.public_notice import PublishedEntry, last_day, posting_refusals
from workflows.workdays import DueDate, official_calendar

CALENDAR = official_calendar()


@pytest.mark.parametrize(
    ("posted_on", "days", "ends"),
    [
        (date(2026, 5, 12), 5, DueDate(date(2026, 5, 19))),  # over a weekend
        (date(2026, 4, 30), 5, DueDate(date(2026, 5, 11))),  # Labour Day, make-up Saturday 9 May
        (date(2026, 9, 18), 5, DueDate(date(2026, 9, 24))),  # make-up Sunday 20 September
        (date(2026, 5, 12), 0, DueDate(date(2026, 5, 12))),
        (date(2026, 12, 30), 5, DueDate(date(2027, 1, 6), provisional=True)),
    ],
)
def test_a_notice_ends_on_a_working_day(posted_on: date, days: int, ends: DueDate) -> None:
    assert last_day(posted_on, days, CALENDAR) == ends


def test_a_notice_shows_name_code_item_and_amount_only() -> None:
    assert [field.name for field in fields(PublishedEntry)] == [
        "enterprise",
        "credit_code",
        "item",
        "amount",
    ]


def test_a_notice_hangs_somewhere_by_today_with_proof() -> None:
    refusals = posting_refusals(
        posted_on=date(2026, 5, 13), on=date(2026, 5, 12), place="", has_proof=False, working_days=5
    )

    assert [one.code for one in refusals] == [
        "notice_posted_ahead",
        "notice_without_place",
        "notice_without_proof",
    ]


def received(kind: ObjectionKind, *, raised_by: str = "甲", last: date | None) -> list[str]:
    """Why it is not received on 20 May 2026."""
    refusals = receiving_refusals(
        kind,
        raised_by=raised_by,
        grounds="金额有误",
        received_on=date(2026, 5, 20),
        last_day=last,
    )
    return [one.code for one in refusals]


def test_an_objection_has_a_name_and_comes_while_the_notice_hangs() -> None:
    objection = ObjectionKind.OBJECTION

    assert received(objection, last=date(2026, 5, 20)) == []
    assert received(objection, last=date(2026, 5, 19)) == ["objection_too_late"]
    assert received(objection, raised_by=" ", last=None) == [
        "objection_without_name",
        "no_notice_hangs",
    ]


def test_a_report_may_be_anonymous_and_comes_at_any_time() -> None:
    assert received(ObjectionKind.REPORT, raised_by="", last=None) == []


def test_a_complaint_about_officials_does_not_stop_the_enterprises_case() -> None:
    assert not RULES[ObjectionKind.COMPLAINT].stops_case
    assert received(ObjectionKind.COMPLAINT, raised_by="", last=None) == ["objection_without_name"]


def test_whoever_handled_the_case_does_not_examine_the_objection() -> None:
    refusals = examiner_refusals(7, handled_by={7}, recused={7})

    assert [one.code for one in refusals] == ["took_part", "recused"]


def test_an_answer_follows_an_examination_once() -> None:
    refusals = settling_refusals(examined=False, answer=" ", settled=True)

    assert [one.code for one in refusals] == [
        "objection_settled_already",
        "objection_unexamined",
        "objection_without_answer",
    ]


def test_the_time_to_answer_is_extended_once() -> None:
    assert answer_due(date(2026, 5, 12), 5, 0, CALENDAR).on == date(2026, 5, 19)
    assert answer_due(date(2026, 5, 12), 5, 1, CALENDAR).on == date(2026, 5, 26)
    assert [one.code for one in extension_refusals(extended=1, reason="")] == [
        "objection_extended_already",
        "extension_without_reason",
    ]
