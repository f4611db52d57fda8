from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.money import LIMIT_FEN, NOTHING, Money, Unit, floor_to_fen, wan, yuan
from workflows.refusals import Refused

AMOUNTS = st.integers(min_value=0, max_value=LIMIT_FEN).map(Money)
RATES = st.fractions(min_value=0, max_value=2)


def test_it_counts_whole_fen_only() -> None:
    with pytest.raises(TypeError, match="whole number, not float"):
        Money(1.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="whole number, not bool"):
        Money(True)


def test_it_adds_subtracts_multiplies_and_compares() -> None:
    assert yuan(3) + yuan(2) == yuan(5)
    assert yuan(3) - yuan(5) == -yuan(2)
    assert 3 * yuan(2) == yuan(2) * 3 == yuan(6)
    assert yuan(2) < yuan(3)
    assert Money.total([yuan(1), wan(1)]) == yuan(10_001)
    assert Money.total([]) == NOTHING
    assert not NOTHING
    assert yuan(1)


def test_it_is_never_multiplied_by_a_rate() -> None:
    with pytest.raises(TypeError, match="share"):
        yuan(2) * Fraction(1, 2)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (NOTHING, "0.00"),
        (Money(5), "0.05"),
        (Money(123_456), "1,234.56"),
        (Money(-123_456), "-1,234.56"),
        (wan(5000), "50,000,000.00"),
    ],
)
def test_it_shows_yuan_with_separators(amount: Money, shown: str) -> None:
    assert str(amount) == shown


def test_it_tells_yuan_and_wan_exactly() -> None:
    assert Money(123).in_yuan == Decimal("1.23")
    assert yuan(12_345).in_wan == Decimal("1.2345")


def test_it_refuses_amounts_that_are_not_whole_fen() -> None:
    assert yuan(Decimal("0.01")) == Money(1)
    with pytest.raises(ValueError, match="not a whole number of fen"):
        yuan(Decimal("0.001"))
    with pytest.raises(ValueError, match="not a whole number of fen"):
        wan(Fraction(1, 3))
    with pytest.raises(TypeError, match="exactly, not with float"):
        yuan(0.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="exactly, not with bool"):
        yuan(True)


def test_a_share_rounds_down_to_the_fen() -> None:
    assert Money(100).share(Fraction(1, 3)) == Money(33)
    assert Money(199).share(Decimal("0.5")) == Money(99)
    assert floor_to_fen(Fraction(7, 2)) == Money(3)
    with pytest.raises(ValueError, match="not be negative"):
        Money(100).share(-1)


@given(AMOUNTS, RATES)
def test_a_share_is_less_than_one_fen_below_the_exact_figure(amount: Money, rate: Fraction) -> None:
    exact = amount.fen * rate
    assert 0 <= exact - amount.share(rate).fen < 1


def test_three_years_of_300_000_are_100_000_each() -> None:
    assert yuan(300_000).spread((1, 1, 1)) == (yuan(100_000),) * 3


def test_the_last_part_takes_the_remainder() -> None:
    assert Money(100).spread((1, 1, 1)) == (Money(33), Money(33), Money(34))
    assert yuan(100).spread((Decimal("0.8"), Decimal("0.2"))) == (yuan(80), yuan(20))


@pytest.mark.parametrize("parts", [(), (0, 0), (2, -1)])
def test_it_refuses_parts_that_do_not_add_up(parts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="parts must"):
        yuan(1).spread(parts)


@given(AMOUNTS, st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_parts_add_up_to_the_fen_and_none_is_negative(amount: Money, parts: list[int]) -> None:
    laid_out = amount.spread(parts)

    assert Money.total(laid_out) == amount
    assert min(laid_out) >= NOTHING


@pytest.mark.parametrize(
    ("typed", "unit", "amount"),
    [
        ("300000", Unit.YUAN, yuan(300_000)),
        (" 1,234,567.89 ", Unit.YUAN, Money(123_456_789)),
        ("30", Unit.WAN, wan(30)),
        ("30万元", Unit.YUAN, wan(30)),
        ("30 万", Unit.YUAN, wan(30)),
        ("300000元", Unit.WAN, wan(30)),
        ("0.000001", Unit.WAN, Money(1)),
        ("３０，０００．５０", Unit.YUAN, Money(3_000_050)),
        ("+5", Unit.FEN, Money(5)),
        ("0", Unit.YUAN, NOTHING),
        ("1.100", Unit.YUAN, Money(110)),
        ("9,999,999,999,999.99", Unit.YUAN, Money(LIMIT_FEN)),
    ],
)
def test_it_reads_what_people_type(typed: str, unit: Unit, amount: Money) -> None:
    assert Money.read(typed, unit) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_missing"),
        ("   ", "amount_missing"),
        ("元", "amount_unreadable"),
        ("three", "amount_unreadable"),
        ("1,23", "amount_unreadable"),
        ("1.2.3", "amount_unreadable"),
        (".5", "amount_unreadable"),
        ("1e5", "amount_unreadable"),
        ("٣", "amount_unreadable"),
        ("10²", "amount_unreadable"),
        ("-1", "amount_negative"),
        ("1.005", "amount_too_fine"),
        ("0.0000001万元", "amount_too_fine"),
        ("10,000,000,000,000", "amount_too_large"),
        ("0.00", "amount_zero"),
    ],
)
def test_it_refuses_what_is_no_amount_and_says_why(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        Money.read(typed, zero_allowed=False)

    assert [refusal.code for refusal in refused.value.refusals] == [code]


@given(AMOUNTS)
def test_it_reads_back_what_it_shows(amount: Money) -> None:
    assert Money.read(str(amount)) == amount
