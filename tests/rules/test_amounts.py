"""Every way an amount is worked out: exactly, with its lines, rounded down to the fen once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.rules.small_policies import answer, claim, codes, one_clause, steps
from workflows.claims import Eligibility, FigureVerdict
from workflows.money import Money, yuan

BANDS = "band = [{ to_yuan = 100, rate = '20%' }, { to_yuan = 300, rate = '10%' }, { rate = '5%' }]"
SUMS = (
    "band = [{ to_yuan = 100, amount_yuan = 5 }, { to_yuan = 300, rate = '10%' },"
    " { amount_yuan = 50 }]"
)
TWO = 'facts = ["t.base", "t.other"]'


@pytest.mark.parametrize(
    ("benefit", "facts", "amount"),
    [
        ('kind = "fixed", amount_yuan = 300_000', {}, 300_000),
        ('kind = "per_unit", amount_yuan = 1500, of = "t.area"', {"t.area": "2.5"}, 3750),
        (
            'kind = "unit_tiers", tier = [{ amount_yuan = 6000, of = "t.area", words = "x" },'
            ' { amount_yuan = 9000, of = "t.heads", words = "x" }]',
            {"t.area": "2.5", "t.heads": 3},
            42_000,
        ),
        ('kind = "share", rate = "30%", of = { fact = "t.base" }', {"t.base": 10}, 3),
        ('kind = "match", rate = "1:0.5", of = { fact = "t.base" }', {"t.base": 10}, 5),
        (
            'kind = "share", rate = "10%", of = { ' + TWO + ', take = "larger" }',
            {"t.base": 10, "t.other": 30},
            3,
        ),
        (
            'kind = "share", rate = "10%", of = { ' + TWO + ', take = "smaller" }',
            {"t.base": 10, "t.other": 30},
            1,
        ),
        (
            'kind = "share", rate = "10%", of = { ' + TWO + ', take = "sum" }',
            {"t.base": 10, "t.other": 30},
            4,
        ),
        (
            'kind = "interest", rate = "50%", of = { fact = "t.base" }, never_above = "t.other"',
            {"t.base": 10, "t.other": 3},
            3,
        ),
        ('kind = "increment", rate = "50%", of = "t.base"', {"t.base": 10}, 5),
        ('kind = "increment", rate = "50%", of = "t.base"', {"t.base": -10}, 0),
        (
            'kind = "increment", rate = "50%", now = "t.base", before = "t.other"',
            {"t.base": 10, "t.other": 4},
            3,
        ),
        (
            'kind = "increment", rate = "50%", now = "t.base", before = "t.other"',
            {"t.base": 4, "t.other": 10},
            0,
        ),
        ('kind = "excess", rate = "70%", of = "t.base"', {"t.base": 10}, 7),
        (
            'kind = "excess", rate = "70%", of = "t.base", standard = "t.other"',
            {"t.base": 12, "t.other": 2},
            7,
        ),
        (
            'kind = "excess", rate = "70%", of = "t.base", standard = "t.other"',
            {"t.base": 1, "t.other": 2},
            0,
        ),
        (f'kind = "bands", of = "t.base", how = "progressive", {BANDS}', {"t.base": 50}, 10),
        (f'kind = "bands", of = "t.base", how = "progressive", {BANDS}', {"t.base": 100}, 20),
        (f'kind = "bands", of = "t.base", how = "progressive", {BANDS}', {"t.base": 500}, 50),
        (f'kind = "bands", of = "t.base", how = "step", {SUMS}', {"t.base": 100}, 5),
        (f'kind = "bands", of = "t.base", how = "step", {SUMS}', {"t.base": 101}, Decimal("10.1")),
        (f'kind = "bands", of = "t.base", how = "step", {SUMS}', {"t.base": 301}, 50),
        ('kind = "actual_cost", of = "t.base"', {"t.base": "7.77"}, Decimal("7.77")),
        (
            'kind = "least_of", part = [{ kind = "fixed", amount_yuan = 9, words = "x" },'
            ' { kind = "share", rate = "50%", of = { fact = "t.base" }, words = "x" }]',
            {"t.base": 10},
            5,
        ),
    ],
)
def test_it_is_worked_out_exactly(benefit: str, facts: dict[str, object], amount: object) -> None:
    answered = answer(one_clause(benefit), claim(facts))

    assert answered.amount == yuan(amount)  # type: ignore[arg-type]
    assert answered.ceiling == answered.amount
    assert steps(answered)[-1] == ("rounding", answered.amount)


def test_it_rounds_down_to_the_fen_once_and_shows_it() -> None:
    found = one_clause('kind = "share", rate = "3:1", of = { fact = "t.base" }')

    answered = answer(found, claim({"t.base": 100}))

    assert answered.amount == Money(3333)
    assert str(answered.lines[-1].before) == "10000/3"
    assert answered.lines[-1].after == 3333


def test_tiers_and_bands_show_each_step() -> None:
    found = one_clause(f'kind = "bands", of = "t.base", how = "progressive", {BANDS}')

    answered = answer(found, claim({"t.base": 500}))

    assert steps(answered) == [
        ("band", yuan(20)),
        ("band", yuan(20)),
        ("band", yuan(10)),
        ("sum_of_bands", yuan(50)),
        ("rounding", yuan(50)),
    ]
    assert [line.base for line in answered.lines[:3]] == [10_000, 20_000, 20_000]


def test_other_bases_the_text_may_mean_are_shown_and_not_used() -> None:
    found = one_clause(
        'kind = "share", rate = "10%", of = { fact = "t.base", beside = ["t.other"] }'
    )

    without = answer(found, claim({"t.base": 10}))
    beside = answer(found, claim({"t.base": 10, "t.other": 99}))

    assert without.amount == beside.amount == yuan(1)
    assert [line.kind for line in without.lines] == ["share", "rounding"]
    assert beside.lines[0].kind == "beside"
    assert beside.lines[0].base == 9900


def test_a_rate_of_something_that_is_not_money_shows_a_quantity() -> None:
    found = one_clause('kind = "share", rate = "10%", of = { fact = "t.plain" }')

    assert answer(found, claim({"t.plain": 1000})).lines[0].quantity == 1000


@pytest.mark.parametrize(
    "benefit",
    [
        'kind = "share", rate = "30%", of = { fact = "t.base" }',
        'kind = "per_unit", amount_yuan = 1, of = "t.area"',
        'kind = "actual_cost", of = "t.base"',
    ],
)
def test_a_negative_base_is_refused_and_never_nothing(benefit: str) -> None:
    answered = answer(one_clause(benefit), claim({"t.base": -1, "t.area": -1}))

    assert (answered.eligibility, codes(answered)) == (Eligibility.UNKNOWN, ["negative_base"])
    assert answered.amount is None


CHOSEN = 'kind = "share", rate = "10%", of = { facts = ["t.base", "t.other"], take = "chosen" }'


@pytest.mark.parametrize(
    ("base", "facts", "reasons"),
    [
        (None, {"t.base": 10, "t.other": 20}, ["base_not_chosen"]),
        ("t.area", {"t.base": 10, "t.other": 20}, ["base_not_chosen"]),
        ("t.other", {"t.base": 10}, ["fact_missing"]),
        ("t.base", {"t.base": 10}, []),
    ],
)
def test_an_open_base_must_be_chosen(
    base: str | None, facts: dict[str, object], reasons: list[str]
) -> None:
    answered = answer(one_clause(CHOSEN), claim(facts, base=base))

    assert codes(answered) == reasons
    assert answered.amount == (None if reasons else yuan(1))


def test_nothing_due_is_said() -> None:
    answered = answer(one_clause('kind = "actual_cost", of = "t.base"'), claim({"t.base": 0}))

    assert (answered.amount, codes(answered), answered.plan) == (Money(0), ["nothing_due"], ())


RATE = 'kind = "share", rate = "30%", of = { fact = "t.base" }, officer_rate = true'


@pytest.mark.parametrize(
    ("benefit", "facts"),
    [
        (RATE, {"t.base": 100}),
        ('kind = "increment", rate = "30%", of = "t.base", officer_rate = true', {"t.base": 100}),
        ('kind = "excess", rate = "30%", of = "t.base", officer_rate = true', {"t.base": 100}),
    ],
)
def test_an_officer_sets_a_rate_up_to_the_written_one(
    benefit: str, facts: dict[str, object]
) -> None:
    found = one_clause(benefit)

    missing = answer(found, claim(facts))
    within = answer(found, claim(facts, rate=Fraction(1, 5)))
    figure = answer(found, claim(facts, figure=yuan(7)))

    assert (missing.amount, missing.ceiling) == (None, yuan(30))
    assert missing.figure.verdict is FigureVerdict.MISSING
    assert (within.amount, within.ceiling) == (yuan(20), yuan(30))
    assert within.lines[0].particulars == {"written": "30%"}
    assert figure.amount == yuan(7)
    assert ("figure", yuan(7)) in steps(figure)


def test_the_least_of_several_takes_the_officer_rate_of_its_part() -> None:
    found = one_clause(
        f'kind = "least_of", part = [{{ {RATE}, words = "x" }},'
        ' { kind = "per_unit", amount_yuan = 1, of = "t.area", words = "x" },'
        ' { kind = "assessed", looking_at = ["t.heads"], words = "x" }]'
    )
    facts: dict[str, object] = {"t.base": 100, "t.area": 25, "t.heads": 1}

    set_ = answer(found, claim(facts, rate=Fraction(1, 5)))
    open_ = answer(found, claim(facts))

    assert set_.amount == yuan(20)
    assert open_.ceiling == yuan(25)
    assert ("least_of", yuan(20)) in steps(set_)


def test_the_least_of_figures_alone_has_no_ceiling() -> None:
    found = one_clause('kind = "least_of", part = [{ kind = "assessed", words = "x" }]')

    assert answer(found, claim()).ceiling is None
    assert answer(found, claim(figure=yuan(5))).amount == yuan(5)
