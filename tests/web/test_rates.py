"""Rates as people type them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, ValidationError

from casework.web.forms.facts import PercentField


class _Asked(Form):  # type: ignore[misc]
    rate = PercentField("比例")


@pytest.mark.parametrize(
    ("typed", "rate"),
    [("30", Fraction(3, 10)), (" ３．４５％ ", Fraction(345, 10_000)), ("-5", Fraction(-1, 20))],
)
def test_a_rate_is_read_from_percent(typed: str, rate: Fraction) -> None:
    assert _Asked(MultiDict({"rate": typed})).rate.rate() == rate


def test_nothing_typed_is_no_rate() -> None:
    assert _Asked(MultiDict({"rate": " "})).rate.rate() is None


@pytest.mark.parametrize("typed", ["三成", "1e999999999", "1/3", "nan", "٣", "9" * 5_000])
def test_what_is_no_plain_number_is_refused_at_once(typed: str) -> None:
    with pytest.raises(ValidationError, match="请填写百分数"):
        _Asked(MultiDict({"rate": typed})).rate.rate()
