"""An officer's figure stands, is reduced or is refused, and the limit that does it is named."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.rules.small_policies import answer, claim, codes, one_clause, past
from workflows.claims import FigureVerdict, ImplementingDocument, Outcome
from workflows.money import Money, yuan

ASSESSED = 'kind = "assessed", looking_at = ["t.heads", "t.tags", "t.yes"]'
LIFETIME = 'cap = [{ scope = "lifetime", amount_yuan = 100, words = "x" }]'
FACTS: dict[str, object] = {"t.heads": 3, "t.tags": ["b", "a"], "t.yes": True}
DOCUMENT = ImplementingDocument("京〔2025〕1号", date(2025, 1, 1), "a.pdf")


def test_without_a_figure_there_is_a_ceiling_and_no_amount() -> None:
    answered = answer(one_clause(ASSESSED, LIFETIME), claim(FACTS))

    assert (answered.amount, answered.ceiling) == (None, yuan(100))
    assert answered.outcome is Outcome.FIGURE_NEEDED
    assert answered.figure.at_most == yuan(100)
    assert answered.holds == yuan(100)
    assert [line.kind for line in answered.lines] == [
        "ground",
        "ground",
        "ground",
        "assessed_open",
        "cap_lifetime",
        "rounding",
    ]


def test_the_grounds_of_a_figure_must_be_known() -> None:
    answered = answer(one_clause(ASSESSED, LIFETIME), claim({"t.heads": 3}))

    assert answered.outcome is Outcome.UNKNOWN
    assert [reason.fact for reason in answered.reasons] == ["t.tags", "t.yes"]


@pytest.mark.parametrize(
    ("figure", "verdict", "reasons"),
    [
        (100, FigureVerdict.STANDS, []),
        (Money(10_001), FigureVerdict.REFUSED, ["figure_above_limit"]),
        (1, FigureVerdict.STANDS, []),
    ],
)
def test_a_figure_stands_up_to_and_including_the_limit(
    figure: int | Money, verdict: FigureVerdict, reasons: list[str]
) -> None:
    set_ = figure if isinstance(figure, Money) else yuan(figure)

    answered = answer(one_clause(ASSESSED, LIFETIME), claim(FACTS, figure=set_))

    assert (answered.figure.verdict, codes(answered)) == (verdict, reasons)
    assert answered.amount == (None if reasons else set_)
    assert answered.ceiling == yuan(100)


def test_a_refused_figure_names_the_limit_that_stops_it() -> None:
    answered = answer(one_clause(ASSESSED, LIFETIME), claim(FACTS, figure=yuan(101)))

    assert answered.outcome is Outcome.FIGURE_NEEDED
    assert answered.figure.limit is not None
    assert (answered.figure.limit.kind, answered.figure.limit.limit) == ("cap_lifetime", 10_000)


def test_a_figure_that_stands_may_still_be_reduced_by_what_was_paid() -> None:
    answered = answer(
        one_clause(ASSESSED, LIFETIME), claim(FACTS, figure=yuan(60)), history=(past(70),)
    )

    assert answered.amount == yuan(30)
    assert answered.figure.verdict is FigureVerdict.REDUCED
    assert answered.figure.limit is not None
    assert answered.figure.limit.headroom == 3000


@pytest.mark.parametrize(
    ("figure", "reasons"),
    [(50, []), (200, []), (49, ["figure_below_range"]), (201, ["figure_above_limit"])],
)
def test_a_figure_stays_within_a_written_range(figure: int, reasons: list[str]) -> None:
    found = one_clause('kind = "range", min_yuan = 50, max_yuan = 200')

    answered = answer(found, claim(figure=yuan(figure)))

    assert codes(answered) == reasons
    assert (answered.figure.at_least, answered.figure.at_most) == (yuan(50), yuan(200))


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({"figure": yuan(5), "reason": " "}, ["figure_without_reason"]),
        ({"figure": yuan(5), "rate": Fraction(1, 10)}, ["figure_and_rate", "rate_not_open"]),
        ({"rate": Fraction(1, 10)}, ["rate_not_open"]),
    ],
)
def test_a_figure_is_reasoned_and_of_the_right_kind(
    more: dict[str, object], reasons: list[str]
) -> None:
    answered = answer(one_clause(ASSESSED, LIFETIME), claim(FACTS, **more))  # type: ignore[arg-type]

    assert codes(answered) == reasons
    assert answered.amount is None


def test_a_rate_above_the_written_one_is_refused() -> None:
    found = one_clause(
        'kind = "share", rate = "30%", of = { fact = "t.base" }, officer_rate = true'
    )

    answered = answer(found, claim({"t.base": 10}, rate=Fraction(31, 100)))

    assert codes(answered) == ["rate_above_written"]
    assert answered.figure.limit is not None
    assert answered.figure.limit.kind == "share"


def test_a_figure_is_not_wanted_where_the_text_fixes_the_amount() -> None:
    found = one_clause('kind = "fixed", amount_yuan = 5')

    answered = answer(found, claim(figure=yuan(4)))

    assert (codes(answered), answered.amount) == (["figure_not_open"], None)


UNSTATED = 'kind = "unstated"'


def test_where_the_text_gives_no_figure_one_needs_a_cited_document() -> None:
    found = one_clause(UNSTATED)

    without = answer(found, claim(figure=yuan(5)))
    cited = answer(found, claim(figure=yuan(5), implementing_document=DOCUMENT))

    assert codes(without) == ["figure_needs_document"]
    assert [reason.code for reason in without.before_approval] == ["implementing_document_needed"]
    assert (cited.amount, cited.before_approval, cited.ceiling) == (yuan(5), (), None)


@pytest.mark.parametrize(
    ("allowed", "claimed", "amount"),
    [("never", True, None), ("possible", False, None), ("possible", True, 5), ("always", False, 5)],
)
def test_one_case_one_policy_takes_the_place_of_a_document(
    allowed: str, claimed: bool, amount: int | None
) -> None:
    found = one_clause(UNSTATED, f'one_case_one_policy = "{allowed}"')

    answered = answer(found, claim(figure=yuan(5), one_case_one_policy=claimed))

    assert answered.amount == (None if amount is None else yuan(amount))
    noted = [note.code for note in answered.notes]
    assert noted == (["one_case_one_policy_not_open"] if allowed == "never" else [])


@pytest.mark.parametrize(("said", "wanted"), [("true", True), ("false", False)])
def test_a_clause_says_itself_whether_money_waits_for_a_document(said: str, wanted: bool) -> None:
    found = one_clause('kind = "fixed", amount_yuan = 5', f"implementing_document = {said}")

    answered = answer(found, claim())

    assert answered.amount == yuan(5)
    assert bool(answered.before_approval) is wanted
