"""Claims that a budget line does not cover."""

from hypothesis import given
from hypothesis import strategies as st

from workflows.money import NOTHING, Money, yuan
from workflows.shortage import Allotted, Wanting, WhenShort, allot

CLAIMS = (
    Wanting("first", yuan(300_000)),
    Wanting("second", yuan(500_000)),
    Wanting("third", yuan(100_000)),
)

wanting = st.lists(
    st.integers(1, 10**13).map(lambda fen: Wanting("case", Money(fen))), min_size=1, max_size=40
)


def test_everyone_is_paid_in_full_where_there_is_enough() -> None:
    for rule in WhenShort:
        assert allot(CLAIMS, yuan(900_000), rule) == tuple(
            Allotted(claim.case, claim.amount) for claim in CLAIMS
        )


def test_a_queue_keeps_the_order_of_decision_and_nobody_overtakes() -> None:
    found = allot(CLAIMS, yuan(700_000), WhenShort.QUEUE)

    assert [(one.amount, one.waiting) for one in found] == [
        (yuan(300_000), NOTHING),
        (NOTHING, yuan(500_000)),
        (NOTHING, yuan(100_000)),
    ]


def test_a_pro_rata_cut_takes_the_same_share_from_everyone() -> None:
    found = allot(CLAIMS, yuan(450_000), WhenShort.PRO_RATA)

    assert [(one.amount, one.cut) for one in found] == [
        (yuan(150_000), yuan(150_000)),
        (yuan(250_000), yuan(250_000)),
        (yuan(50_000), yuan(50_000)),
    ]


def test_fen_that_do_not_divide_go_to_those_who_lost_most_by_rounding() -> None:
    thirds = tuple(Wanting(name, Money(100)) for name in "abc")

    found = allot(thirds, Money(200), WhenShort.PRO_RATA)

    assert [one.amount.fen for one in found] == [67, 67, 66]


def test_a_programme_may_refer_all_claims_instead() -> None:
    found = allot(CLAIMS, yuan(899_999), WhenShort.REFER)

    assert all(one.referred and one.amount == NOTHING for one in found)


@given(wanting, st.integers(0, 10**14))
def test_pro_rata_spends_what_there_is_to_the_fen_and_gives_nobody_more(
    claims: list[Wanting], fen: int
) -> None:
    found = allot(claims, Money(fen), WhenShort.PRO_RATA)

    wanted = Money.total(claim.amount for claim in claims)
    assert Money.total(one.amount for one in found) == min(Money(fen), wanted)
    for claim, one in zip(claims, found, strict=True):
        assert NOTHING <= one.amount <= claim.amount
        assert one.amount + one.cut == claim.amount
