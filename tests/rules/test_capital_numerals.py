from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.capital_numerals import in_capitals
from workflows.money import LIMIT_FEN, Money

DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元零叁角贰分"),
        (10_700_053, "壹拾万柒仟元零伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (20_000_382_781, "贰亿零叁仟捌佰贰拾柒元捌角壹分"),
        (30_000_000, "叁拾万元整"),
        (5_000_000_000_000, "伍佰亿元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (123_450_000_000_000, "壹万贰仟叁佰肆拾伍亿元整"),
        (
            LIMIT_FEN,
            "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        ),
    ],
)
def test_it_writes_amounts_as_vouchers_want_them(fen: int, written: str) -> None:
    assert in_capitals(Money(fen)) == written


def test_it_refuses_a_negative_amount() -> None:
    with pytest.raises(ValueError, match="no capital numerals"):
        in_capitals(Money(-1))


@given(st.integers(0, LIMIT_FEN))
def test_what_is_written_reads_back_as_the_same_amount(fen: int) -> None:
    written = in_capitals(Money(fen))

    assert _read(written) == fen
    assert "零零" not in written
    assert written.endswith(("整", "分"))


def _read(written: str) -> int:
    yuan, _, cents = written.rpartition("元")
    fen = 0
    for place, worth in (("角", 10), ("分", 1)):
        if place in cents:
            fen += DIGITS[cents[cents.index(place) - 1]] * worth
    return _whole(yuan) * 100 + fen


def _whole(written: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        if unit in written:
            high, _, low = written.rpartition(unit)
            return _whole(high) * worth + _whole(low)
    total = digit = 0
    for character in written:
        if character in PLACES:
            total, digit = total + digit * PLACES[character], 0
        else:
            digit = DIGITS[character]
    return total + digit
