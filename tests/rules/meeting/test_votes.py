"""Opinions and votes: who may give one, in which order, and how they count."""

from fractions import Fraction

import pytest

from tests.rules.meeting.test_quorum import SEATS, came, codes, roll, settings
from workflows.meeting.quorum import Presence, roll_for
from workflows.meeting.settings import DecisionRule, Ground, Mode, default_settings
from workflows.meeting.votes import Choice, Opinion, missing, opinion_refusals, tally

ALL = ("office", "finance", "science", "housing", "culture", "audit")
FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
PERSON = {seat.department: seat.holder for seat in SEATS}


def opinion(department: str, choice: Choice = FOR, reason: str = "") -> Opinion:
    """The opinion of a department's own member."""
    return Opinion(department, PERSON[department], choice, reason)


def refused(
    new: Opinion, *given: Opinion, present: tuple[str, ...] = ALL, recused: tuple[int, ...] = ()
) -> list[str]:
    """Why a further opinion is not taken."""
    return codes(
        opinion_refusals(
            new,
            seats=SEATS,
            came=came(*present),
            roll=roll(*present, recused=recused),
            given=given,
            recused=recused,
        )
    )


def test_a_member_present_gives_an_opinion() -> None:
    assert refused(opinion("science")) == []


def test_nobody_votes_twice() -> None:
    assert refused(opinion("science"), opinion("science", AGAINST, "否")) == ["voted_already"]


def test_an_observer_has_no_vote() -> None:
    assert refused(opinion("audit")) == ["observer_has_no_vote"]


def test_a_recused_member_neither_speaks_nor_votes() -> None:
    assert refused(opinion("science"), recused=(3,)) == ["recused_may_not_vote"]


def test_an_absent_member_does_not_vote() -> None:
    present = tuple(name for name in ALL if name != "science")

    assert refused(opinion("science"), present=present) == ["voter_not_present"]


def test_a_department_outside_the_meeting_does_not_vote() -> None:
    assert refused(Opinion("taxes", 9, FOR)) == ["department_not_seated"]


def test_the_member_does_not_vote_beside_the_delegate_who_sits() -> None:
    present = (*came("office", "finance", "housing"), Presence("science", 30, letter="1"))
    called = roll_for(SEATS, present, recused=(), settings=settings())

    refusals = opinion_refusals(
        opinion("science"), seats=SEATS, came=present, roll=called, given=(), recused=()
    )

    assert codes(refusals) == ["voter_not_present"]


def test_who_came_after_the_item_opened_does_not_vote_on_it() -> None:
    refusals = opinion_refusals(
        opinion("culture"),
        seats=SEATS,
        came=came(*ALL),
        roll=roll("office", "finance", "science", "housing"),
        given=(),
        recused=(),
    )

    assert codes(refusals) == ["voter_came_late"]


@pytest.mark.parametrize("choice", [AGAINST, ABSTAIN])
def test_dissent_needs_a_reason(choice: Choice) -> None:
    assert refused(opinion("science", choice)) == ["dissent_without_reason"]
    assert refused(opinion("science", choice, "测算依据不足")) == []


def test_the_convener_speaks_last() -> None:
    others = [opinion(name) for name in ("finance", "science", "housing", "culture")]

    assert refused(opinion("office"), *others[:3]) == ["convener_speaks_last"]
    assert refused(opinion("office"), *others) == []


def test_missing_names_who_has_not_spoken() -> None:
    given = [opinion("finance"), opinion("culture")]

    assert missing(roll(*ALL), given) == ("office", "science", "housing")


TWO_THIRDS = DecisionRule(Mode.VOTE, Fraction(2, 3), more_than=False)
MORE_THAN_HALF = DecisionRule(Mode.VOTE, Fraction(1, 2), more_than=True)
CONSENSUS = DecisionRule(Mode.CONSENSUS, Fraction(1), more_than=False)


@pytest.mark.parametrize(
    ("rule", "in_favor", "present", "passes"),
    [
        (MORE_THAN_HALF, 2, 4, False),
        (MORE_THAN_HALF, 3, 5, True),
        (MORE_THAN_HALF, 3, 4, True),
        (TWO_THIRDS, 4, 6, True),
        (TWO_THIRDS, 3, 5, False),
        (TWO_THIRDS, 4, 5, True),
        (TWO_THIRDS, 0, 0, False),
    ],
)
def test_the_share_is_counted_of_those_present(
    rule: DecisionRule, in_favor: int, present: int, passes: bool
) -> None:
    assert rule.passes(in_favor, present) is passes


def test_an_abstention_stays_in_the_denominator() -> None:
    given = [
        opinion("finance"),
        opinion("science"),
        opinion("housing"),
        opinion("culture", ABSTAIN, "未分管"),
        opinion("office", ABSTAIN, "待补充"),
    ]

    count = tally(roll(*ALL), given, TWO_THIRDS)

    assert (count.in_favor, count.abstained, count.present) == (3, 2, 5)
    assert not count.passed


def test_consensus_falls_with_one_reservation() -> None:
    agreed = [opinion(name) for name in ("finance", "science", "housing", "culture")]

    assert tally(roll(*ALL), [*agreed, opinion("office")], CONSENSUS).passed
    assert not tally(roll(*ALL), [*agreed, opinion("office", ABSTAIN, "x")], CONSENSUS).passed


def test_a_count_without_quorum_never_passes() -> None:
    given = [opinion("finance"), opinion("science")]

    assert not tally(roll("finance", "science"), given, CONSENSUS).passed


def test_one_case_one_policy_needs_two_thirds_and_an_ordinary_item_more_than_half() -> None:
    rules = default_settings()

    assert rules.rule(Ground.ONE_CASE_ONE_POLICY) == TWO_THIRDS
    assert rules.rule(Ground.DISCRETIONARY) == MORE_THAN_HALF
    assert rules.rule(Ground.OVERLAP) == CONSENSUS
