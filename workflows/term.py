"""Terms of validity and the civil calendar of Beijing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Term:
    """A half-open stretch of days [starts, until); without `until` it has no end (ruling 2)."""

    starts: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.starts:
            raise ValueError(f"a term must end after it starts: {self.starts} to {self.until}")

    def covers(self, day: date) -> bool:
        """Whether the day lies in the term; the first day does, `until` does not."""
        return self.starts <= day and (self.until is None or day < self.until)

    @property
    def last_day(self) -> date | None:
        """The last day in the term, or None where it has no end."""
        return None if self.until is None else self.until - timedelta(days=1)

    def overlaps(self, other: Term) -> bool:
        """Whether the two terms share a day."""
        return (other.until is None or self.starts < other.until) and (
            self.until is None or other.starts < self.until
        )


def civil_date(at: datetime) -> date:
    """The day in Beijing at a moment; ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(BEIJING).date()


def utc_text(at: datetime) -> str:
    """A moment as history keeps and hashes it: UTC, to the microsecond."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def fiscal_year(day: date) -> int:
    """The budget year of a day: the calendar year (ruling 15)."""
    return day.year
