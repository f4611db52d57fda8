from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from workflows.term import Term, civil_date, fiscal_year


def test_the_last_day_is_the_day_before_the_anniversary() -> None:
    term = Term(date(2023, 5, 29), date(2028, 5, 29))

    assert term.last_day == date(2028, 5, 28)
    assert not term.covers(date(2023, 5, 28))
    assert term.covers(date(2023, 5, 29))
    assert term.covers(date(2028, 5, 28))
    assert not term.covers(date(2028, 5, 29))


def test_a_term_may_have_no_end() -> None:
    term = Term(date(2024, 2, 26))

    assert term.last_day is None
    assert term.covers(date(2099, 1, 1))


def test_a_term_ends_after_it_starts() -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        Term(date(2024, 2, 26), date(2024, 2, 26))


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Term(date(2026, 1, 1)), True),
        (Term(date(2027, 1, 1)), False),
        (Term(date(2025, 1, 1), date(2026, 1, 1)), False),
        (Term(date(2025, 1, 1), date(2026, 1, 2)), True),
    ],
)
def test_terms_that_only_touch_do_not_overlap(other: Term, shared: bool) -> None:
    term = Term(date(2026, 1, 1), date(2027, 1, 1))

    assert term.overlaps(other) is shared
    assert other.overlaps(term) is shared


def test_the_day_is_the_day_in_beijing() -> None:
    assert civil_date(datetime(2026, 11, 20, 15, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert civil_date(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == date(2026, 11, 21)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        civil_date(datetime(2026, 11, 20))  # noqa: DTZ001


def test_the_budget_year_is_the_calendar_year() -> None:
    assert fiscal_year(date(2026, 12, 31)) == 2026
