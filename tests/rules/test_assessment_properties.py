"""What holds for any claims, any history and any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.small_policies import (
    answer,
    catalogue_of,
    claim,
    clause,
    past,
    policy,
    request,
)
from workflows.assessment import assess
from workflows.claims import Claim, Eligibility, PastAward, Standing
from workflows.claims_json import assessment_from_json, to_json
from workflows.money import Money, yuan
from workflows.policy.limits import Plan
from workflows.schedule import spread

MATTER = 'matter = { group = "lj-things", subject = ["t.name"] }'
CAPS = (
    'cap = [{ scope = "item", amount_yuan = 300, item = ["t.name"], words = "x" },'
    ' { scope = "year", amount_yuan = 500, shared = "lj/year", words = "x" },'
    ' { scope = "lifetime", amount_yuan = 900, words = "x" }]\n'
)
SHARE = 'kind = "share", rate = "30%", of = { fact = "t.base" }'
RATE = SHARE + ", officer_rate = true"
LINK = '[[no_double_support]]\nwith = ["t1"]\nrule = "highest"\narticle = "一"\nwords = "x"\n'
FOUND = catalogue_of(
    policy(
        clause("t1/c1", SHARE, CAPS + MATTER, 'kind = "equal_years", years = 3'),
        clause("t1/c2", RATE, CAPS + MATTER),
        clause("t1/c3", 'kind = "assessed"', CAPS),
    ),
    policy(
        clause("t2/c1", 'kind = "actual_cost", of = "t.base"', CAPS + MATTER), id_="t2", tail=LINK
    ),
)
CLAUSES = ("t1/c1", "t1/c2", "t1/c3", "t2/c1")
NAMES = ("甲", "乙", "丙")

fens = st.integers(0, 200_000)
sums = fens.map(Money)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    of = draw(st.sampled_from(CLAUSES))
    more: dict[str, object] = {}
    if of == "t1/c2":
        more["rate"] = Fraction(draw(st.integers(0, 30)), 100)
    if of == "t1/c3":
        more["figure"] = Money(draw(st.integers(0, 30_000)))
    fen = draw(fens)
    facts: dict[str, object] = {"t.base": f"{fen // 100}.{fen % 100:02d}"}
    facts["t.name"] = draw(st.sampled_from(NAMES))
    return claim(facts, of, filed_on=date(2026, 5, draw(st.integers(1, 3))), **more)


@st.composite
def awards(draw: st.DrawFn) -> PastAward:
    award = past(
        0,
        {"t.name": draw(st.sampled_from(NAMES))},
        draw(st.sampled_from(CLAUSES)),
        standing=draw(st.sampled_from(list(Standing))),
        decided_on=date(draw(st.integers(2024, 2026)), 3, 1),
    )
    return replace(award, amount=Money(draw(st.integers(0, 60_000))))


many = st.lists(claims(), max_size=6).map(tuple)
histories = st.lists(awards(), max_size=5).map(tuple)


def used(awarded: Sequence[PastAward | tuple[Claim, Money]], keep: object) -> int:
    """The sum, in fen, of the awards and answers that a test chooses."""
    assert callable(keep)
    return sum(
        one.amount.fen if isinstance(one, PastAward) else one[1].fen for one in awarded if keep(one)
    )


def of(one: PastAward | tuple[Claim, Money]) -> PastAward | Claim:
    return one if isinstance(one, PastAward) else one[0]


@settings(max_examples=150, deadline=None)
@given(many, histories)
def test_no_award_goes_above_any_cap(
    asked: tuple[Claim, ...], before: tuple[PastAward, ...]
) -> None:
    answers = assess(FOUND, request(*asked, history=before)).claims
    now = [(one, got.amount or Money(0)) for one, got in zip(asked, answers, strict=True)]

    def stays_under(limit: int, keep: object) -> bool:
        earlier = used(before, keep)
        return earlier + used(now, keep) <= max(limit, earlier)

    this_year = [one for one in before if one.decided_on.year == 2026]
    assert sum(one.amount.fen for one in this_year) + sum(got.fen for _, got in now) <= max(
        50_000, sum(one.amount.fen for one in this_year)
    )
    for name in CLAUSES:
        assert stays_under(90_000, lambda one, name=name: of(one).clause == name)
        for item in NAMES:
            assert stays_under(
                30_000,
                lambda one, name=name, item=item: (
                    of(one).clause == name and of(one).facts["t.name"] == item
                ),
            )


@settings(max_examples=100, deadline=None)
@given(many, histories)
def test_a_matter_is_never_paid_more_than_its_best_claim(
    asked: tuple[Claim, ...], before: tuple[PastAward, ...]
) -> None:
    answers = assess(FOUND, request(*asked, history=before)).claims

    for name in NAMES:
        own = [
            (one, got)
            for one, got in zip(asked, answers, strict=True)
            if one.facts["t.name"] == name and one.clause != "t1/c3"
        ]
        paid = [got for _, got in own if got.amount]
        assert len(paid) <= 1
        earlier = sum(
            one.amount.fen
            for one in before
            if one.facts["t.name"] == name and one.clause != "t1/c3"
        )
        for got in paid:
            assert got.amount is not None
            assert earlier + got.amount.fen <= 30_000


@settings(max_examples=100, deadline=None)
@given(many, histories)
def test_plans_add_up_and_the_same_request_gives_the_same_answer(
    asked: tuple[Claim, ...], before: tuple[PastAward, ...]
) -> None:
    answered = assess(FOUND, request(*asked, history=before))

    for got in answered.claims:
        assert sum(part.amount.fen for part in got.plan) == (got.amount or Money(0)).fen
        assert got.amount is None or got.ceiling is None or got.amount <= got.ceiling
    assert assess(FOUND, request(*asked, history=before)) == answered
    assert assessment_from_json(to_json(answered)) == answered


@settings(max_examples=100, deadline=None)
@given(claims(), histories, st.sampled_from(["t.base", "t.name", "enterprise.district"]))
def test_without_a_fact_it_needs_a_claim_has_no_amount(
    asked: Claim, before: tuple[PastAward, ...], lost: str
) -> None:
    facts = {"enterprise.district": "linjiang", **asked.facts}
    del facts[lost]
    needed = not (asked.clause == "t1/c3" and lost == "t.base")
    bare = claim(facts, asked.clause, figure=asked.figure, rate=asked.rate)

    got = answer(FOUND, bare, history=before, facts={})

    if needed:
        assert got.amount is None
        assert got.eligibility is Eligibility.UNKNOWN
        assert lost in {reason.fact for reason in got.reasons}


@settings(max_examples=100, deadline=None)
@given(fens, fens, histories, awards())
def test_more_base_never_pays_less_and_more_history_never_pays_more(
    one: int, other: int, before: tuple[PastAward, ...], further: PastAward
) -> None:
    less, more = sorted((one, other))

    def worth(fen: int, history: tuple[PastAward, ...]) -> Money:
        facts: dict[str, object] = {"t.base": str(Money(fen).in_yuan), "t.name": "甲"}
        return answer(FOUND, claim(facts, "t2/c1"), history=history).amount or Money(0)

    assert worth(less, before) <= worth(more, before)
    assert worth(more, (*before, further)) <= worth(more, before)


@given(
    sums,
    st.lists(st.integers(1, 100), min_size=1, max_size=6),
    st.integers(1, 10),
)
def test_every_plan_adds_up_to_the_fen(award: Money, weights: list[int], years: int) -> None:
    parts = [
        {"share": f"{sum(weights)}:{weight}", "name": str(number)}
        for number, weight in enumerate(weights)
    ]
    in_shares = Plan.model_validate({"kind": "shares", "part": parts})
    in_years = Plan.model_validate({"kind": "equal_years", "years": years})

    for plan in (in_shares, in_years):
        assert Money.total(part.amount for part in spread(award, plan)) == award
        assert all(part.amount > Money(0) for part in spread(award, plan))


def test_the_properties_speak_of_awards_that_exist() -> None:
    assert answer(FOUND, claim({"t.base": 100, "t.name": "甲"})).amount == yuan(30)
