"""Working days by the State Council calendar, make-up days included (rulings 27, 28).

Official years come from the calendar package and from notices kept as data. In a year nobody has
announced yet only weekends are known: every due date that touches it says that it is provisional.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

import chinese_calendar.constants as published

NOTICES = Path(__file__).parent / "dictionary" / "calendar.toml"

_SATURDAY = 5
_DAY = timedelta(days=1)


class CalendarFault(Exception):
    """A calendar notice cannot be used; says which and why."""


@dataclass(frozen=True, slots=True, order=True)
class DueDate:
    """A day something is due; provisional while a year it was counted over is not announced."""

    on: date
    provisional: bool = False

    def passed(self, today: date) -> bool:
        """Whether the day is over; the due day itself still counts."""
        return today > self.on


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The official calendar of one year: days off, and weekend days that are worked."""

    year: int
    notice: str
    holidays: frozenset[date]
    make_up_days: frozenset[date]

    def __post_init__(self) -> None:
        days = self.holidays | self.make_up_days
        if not self.notice:
            raise CalendarFault(f"{self.year}: name the notice the days are taken from")
        if self.holidays & self.make_up_days:
            raise CalendarFault(f"{self.year}: a day is both off and worked")
        if not self.holidays or {day.year for day in days} != {self.year}:
            raise CalendarFault(f"{self.year}: give holidays, and only days of that year")
        if any(day.weekday() < _SATURDAY for day in self.make_up_days):
            raise CalendarFault(f"{self.year}: a make-up day falls on a weekday")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked."""

    years: Mapping[int, YearNotice] = field(hash=False)
    _counted: dict[int, tuple[int, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Of each year that was asked for: how many days are worked up to each of its days."""

    def is_official(self, year: int) -> bool:
        """Whether the State Council's calendar of the year is known."""
        return year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked; in a year that is not announced, whether it is a weekday."""
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < _SATURDAY
        return day in year.make_up_days or (day.weekday() < _SATURDAY and day not in year.holidays)

    def add_workdays(self, start: date, days: int) -> DueDate:
        """The day on which so many working days are over, counted from the day after `start`."""
        if days < 0:
            raise ValueError(f"working days are counted forward, not {days}")
        day, left, provisional = start, days, False
        while left:
            day += _DAY
            provisional = provisional or not self.is_official(day.year)
            left -= self.is_workday(day)
        return DueDate(day, provisional)

    def workdays_between(self, start: date, end: date) -> int:
        """Working days from the day after `start` to `end`; 0 when `end` is not later."""
        if end <= start:
            return 0
        whole = sum(self._of_year(year)[-1] for year in range(start.year, end.year))
        return whole + self._up_to(end) - self._up_to(start)

    def _up_to(self, day: date) -> int:
        """How many days of its year are worked, the day itself included."""
        return self._of_year(day.year)[day.timetuple().tm_yday - 1]

    def _of_year(self, year: int) -> tuple[int, ...]:
        if year not in self._counted:
            first, end = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            worked = (self.is_workday(date.fromordinal(one)) for one in range(first, end + 1))
            self._counted[year] = tuple(accumulate(worked, initial=0))[1:]
        return self._counted[year]

    def with_notices(self, notices: Iterable[YearNotice]) -> WorkCalendar:
        """This calendar with further years; a notice outranks what was known of its year."""
        return WorkCalendar({**self.years, **{notice.year: notice for notice in notices}})


@cache
def official_calendar() -> WorkCalendar:
    """The calendar package's years and the notices of `dictionary/calendar.toml`."""
    return WorkCalendar(_published_years()).with_notices(read_notices(NOTICES))


def read_notices(path: Path) -> tuple[YearNotice, ...]:
    """The notices of a calendar file; CalendarFault when it does not hold what it should."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    wanted = {"year", "notice", "holidays", "make_up_days"}
    if set(tables) - {"year"}:
        raise CalendarFault(f"{path.name}: only [[year]] tables are known")
    notices = []
    for entry in tables.get("year", []):
        if set(entry) != wanted:
            raise CalendarFault(f"{path.name}: a year has exactly {', '.join(sorted(wanted))}")
        notices.append(
            YearNotice(
                year=entry["year"],
                notice=entry["notice"],
                holidays=frozenset(entry["holidays"]),
                make_up_days=frozenset(entry["make_up_days"]),
            )
        )
    return tuple(notices)


def _published_years() -> dict[int, YearNotice]:
    source = f"chinesecalendar, {len(published.holidays)} days off"
    years = {day.year for day in published.holidays}
    return {
        year: YearNotice(
            year=year,
            notice=source,
            holidays=frozenset(day for day in published.holidays if day.year == year),
            make_up_days=frozenset(
                day for day in published.workdays if day.year == year and day.weekday() >= _SATURDAY
            ),
        )
        for year in years
    }
