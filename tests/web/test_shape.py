"""What arrives is text, whole numbers and days: anything else ends in a clear page."""

from __future__ import annotations

from datetime import date

import pytest

from casework.web import shape
from tests.office.desk import Desk
from tests.web.conftest import Enter
from tests.web.visitor import Visitor


@pytest.mark.parametrize(
    "sent", ["", "-1", "+1", "1.5", "1_000", "²", "٣", "１２", "1e9", "9" * 5_000, None]
)
def test_only_digits_of_our_length_are_a_whole_number(sent: str | None) -> None:
    assert shape.whole(sent) is None


def test_a_whole_number_is_read() -> None:
    assert shape.whole("42") == 42


@pytest.mark.parametrize("sent", ["2026-02-30", "0001-01-01", "9999-12-31", "", "x", "20260230"])
def test_a_day_outside_the_years_of_the_office_is_none(sent: str) -> None:
    assert shape.day(sent) is None


def test_a_day_is_read() -> None:
    assert shape.day("2026-02-28") == date(2026, 2, 28)


@pytest.mark.parametrize("sent", ["2026-01-01T08:00:00", "0001-01-01T00:00:00+08:00", "x"])
def test_a_moment_without_its_zone_or_out_of_time_is_none(sent: str) -> None:
    assert shape.moment(sent) is None


@pytest.mark.parametrize(
    "path", ["/policies?text=a%00b", "/policies?a%00=b", "/documents/%00", "/policies/a%00b"]
)
def test_what_is_no_text_is_refused_before_any_page_reads_it(somebody: Visitor, path: str) -> None:
    """PostgreSQL keeps no NUL: without this one place, each page would fail in its own way."""
    assert somebody.get(path).status in (400, 404)
    assert somebody.get("/policies?text=a%00b").status == 400


def test_a_form_with_what_is_no_text_is_refused(somebody: Visitor) -> None:
    assert somebody.post("/preferences", {"language": "e\x00n"}).status == 400


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 5_000])
def test_a_number_that_no_database_keeps_is_no_page(enter: Enter, desk: Desk, number: str) -> None:
    auditor = enter(desk.cast.auditor)

    assert auditor.get(f"/audit/samples/{number}").status == 404


def test_a_number_longer_than_any_of_ours_is_said_at_its_field(enter: Enter, desk: Desk) -> None:
    auditor = enter(desk.cast.auditor).get("/audit/samples")

    auditor.send({"seed": "s", "size": "1" + "0" * 400})

    assert auditor.status == 422
    assert "请填写整数。" in auditor.words
