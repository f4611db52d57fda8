"""Amounts in capital numerals (人民币大写), as vouchers and minutes must show them."""

from __future__ import annotations

from workflows.money import Money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def in_capitals(amount: Money) -> str:
    """The amount in capital numerals, down to the fen; ValueError for a negative one."""
    if amount.fen < 0:
        raise ValueError(f"a negative amount has no capital numerals: {amount}")
    yuan, cents = divmod(amount.fen, 100)
    if not cents:
        return f"{_whole(yuan)}元整"
    if not yuan:
        return _cents(cents)
    gap = "零" if yuan % 10 == 0 or cents < 10 else ""
    return f"{_whole(yuan)}元{gap}{_cents(cents)}"


def _whole(number: int) -> str:
    """A whole number; a place left empty between two others is spoken once, as 零."""
    for size, unit in _UNITS:
        if number >= size:
            high, low = divmod(number, size)
            return f"{_whole(high)}{unit}{_after(low, size)}"
    return _DIGITS[number]


def _after(low: int, size: int) -> str:
    if low == 0:
        return ""
    return f"{'零' if low * 10 < size else ''}{_whole(low)}"


def _cents(cents: int) -> str:
    tenths, fen = divmod(cents, 10)
    return (f"{_DIGITS[tenths]}角" if tenths else "") + (f"{_DIGITS[fen]}分" if fen else "整")
