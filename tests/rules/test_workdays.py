from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.workdays import (
    CalendarFault,
    DueDate,
    YearNotice,
    official_calendar,
    read_notices,
)

CALENDAR = official_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 1))
# A notice for a year nobody has announced yet, invented for the test.
NOTICE = """
[[year]]
year = 2027
notice = "test notice"
holidays = [2027-01-01, 2027-02-05, 2027-02-08]
make_up_days = [2027-01-30]
"""


def test_it_agrees_with_the_published_calendar_on_every_day() -> None:
    days = [date(2004, 1, 1) + timedelta(days=after) for after in range(23 * 365)]

    assert [CALENDAR.is_workday(day) for day in days] == [
        chinese_calendar.is_workday(day) for day in days
    ]


def test_five_working_days_count_from_the_day_after_posting() -> None:
    friday = date(2026, 3, 13)

    assert CALENDAR.add_workdays(friday, 5) == DueDate(date(2026, 3, 20))
    assert CALENDAR.add_workdays(friday, 0) == DueDate(friday)


def test_holidays_are_left_out_and_make_up_days_are_worked() -> None:
    before_the_national_holiday = date(2025, 9, 26)

    due = CALENDAR.add_workdays(before_the_national_holiday, 5)

    assert due == DueDate(date(2025, 10, 10))
    assert CALENDAR.is_workday(date(2025, 9, 28))  # a Sunday worked in exchange


def test_a_due_date_that_touches_an_unannounced_year_is_provisional() -> None:
    assert not CALENDAR.is_official(2027)
    assert CALENDAR.add_workdays(date(2026, 12, 25), 4).provisional is False
    assert CALENDAR.add_workdays(date(2026, 12, 25), 5) == DueDate(date(2027, 1, 1), True)


def test_a_notice_added_as_data_makes_the_year_official(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(NOTICE, encoding="utf-8")

    announced = CALENDAR.with_notices(read_notices(path))

    assert announced.is_official(2027)
    assert announced.add_workdays(date(2026, 12, 25), 5) == DueDate(date(2027, 1, 4))
    assert announced.is_workday(date(2027, 1, 30))


def test_working_days_between_two_days_leave_out_the_first() -> None:
    assert CALENDAR.workdays_between(date(2026, 3, 13), date(2026, 3, 20)) == 5
    assert CALENDAR.workdays_between(date(2026, 3, 20), date(2026, 3, 20)) == 0
    assert CALENDAR.workdays_between(date(2026, 3, 20), date(2026, 3, 13)) == 0


@given(DAYS, st.integers(1, 60))
def test_counting_forward_and_back_agree(start: date, days: int) -> None:
    due = CALENDAR.add_workdays(start, days)

    assert CALENDAR.workdays_between(start, due.on) == days
    assert CALENDAR.is_workday(due.on)


def test_working_days_are_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_workdays(date(2026, 3, 13), -1)


def test_the_due_day_itself_still_counts() -> None:
    due = DueDate(date(2026, 3, 20))

    assert not due.passed(date(2026, 3, 20))
    assert due.passed(date(2026, 3, 21))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"notice": ""}, "name the notice"),
        ({"make_up_days": frozenset({date(2027, 1, 1)})}, "both off and worked"),
        ({"holidays": frozenset()}, "give holidays"),
        ({"holidays": frozenset({date(2026, 1, 1)})}, "only days of that year"),
        ({"make_up_days": frozenset({date(2027, 2, 3)})}, "on a weekday"),
    ],
)
def test_a_wrong_notice_is_refused(changed: dict[str, object], fault: str) -> None:
    right = {
        "year": 2027,
        "notice": "test notice",
        "holidays": frozenset({date(2027, 1, 1)}),
        "make_up_days": frozenset[date](),
    }

    with pytest.raises(CalendarFault, match=fault):
        YearNotice(**(right | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("holidays = []", "only .*year.* tables"),
        ('[[year]]\nyear = 2027\nnotice = "n"', "a year has exactly"),
    ],
)
def test_a_calendar_file_of_another_shape_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CalendarFault, match=fault):
        read_notices(path)
