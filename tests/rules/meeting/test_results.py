"""What may be concluded from a count, for how much, and where the case goes then."""

from dataclasses import replace
from datetime import date

import pytest

from tests.rules.meeting.test_quorum import codes
from workflows.facts import Result
from workflows.meeting.results import Conclusion, Onward, conclusion_refusals, onward
from workflows.meeting.settings import Mode
from workflows.meeting.votes import Tally
from workflows.money import Money, yuan

DAY = date(2026, 5, 12)
CEILING, RECOMMENDED = yuan(1_200_000), yuan(1_000_000)
PASSED = Tally(4, 0, 1, 5, Mode.VOTE, passed=True)
FAILED = Tally(2, 2, 1, 5, Mode.VOTE, passed=False)
AGREED = Conclusion(Result.AGREED, yuan(1_000_000), responsible="science", due_on=date(2026, 6, 30))
BARE = Conclusion(Result.NOT_AGREED, reason="不符合条件")


def refused(
    said: Conclusion,
    count: Tally = PASSED,
    outstanding: tuple[str, ...] = (),
    ceiling: Money | None = CEILING,
    recommended: Money | None = RECOMMENDED,
) -> list[str]:
    """Why this is not a result."""
    return codes(
        conclusion_refusals(
            said,
            count=count,
            outstanding=outstanding,
            ceiling=ceiling,
            recommended=recommended,
            on=DAY,
        )
    )


def test_an_item_that_passed_is_agreed() -> None:
    assert refused(AGREED) == []


def test_without_enough_votes_nothing_is_agreed() -> None:
    assert refused(AGREED, count=FAILED) == ["not_enough_votes"]


def test_enough_votes_cannot_be_recorded_as_not_agreed() -> None:
    assert refused(BARE) == ["votes_were_enough"]
    assert refused(BARE, count=FAILED) == []


def test_no_result_while_an_opinion_is_outstanding() -> None:
    assert refused(AGREED, outstanding=("housing",)) == ["opinions_outstanding"]


def test_no_amount_above_the_ceiling() -> None:
    above = replace(
        AGREED, result=Result.AGREED_WITH_CHANGES, amount=yuan(1_200_001), reason="调整"
    )

    assert refused(above) == ["above_ceiling"]
    assert refused(above, ceiling=None) == []


def test_a_changed_amount_is_agreed_with_changes_and_a_reason() -> None:
    changed = replace(AGREED, amount=yuan(800_000))

    assert refused(changed) == ["amount_changed_needs_changes"]
    assert refused(replace(changed, result=Result.AGREED_WITH_CHANGES)) == ["result_without_reason"]
    assert refused(replace(changed, result=Result.AGREED_WITH_CHANGES, reason="剔除重复支出")) == []


def test_a_result_with_money_names_amount_department_and_day() -> None:
    assert refused(Conclusion(Result.AGREED)) == [
        "item_amount_missing",
        "responsible_department_missing",
        "item_due_date_missing",
    ]


def test_a_result_without_money_carries_no_amount() -> None:
    assert refused(replace(BARE, amount=yuan(1)), count=FAILED) == ["item_amount_not_due"]


def test_an_award_of_nothing_is_no_award() -> None:
    assert "amount_zero" in refused(replace(AGREED, amount=yuan(0)))


def test_a_split_meeting_may_pass_the_case_up_or_put_it_off() -> None:
    up = replace(AGREED, result=Result.REFERRED, reason="意见不一致")

    assert refused(up, count=FAILED) == []
    assert refused(Conclusion(Result.POSTPONED, reason="补充评估"), count=FAILED) == []


@pytest.mark.parametrize(
    ("result", "to_government", "way"),
    [
        (Result.AGREED, False, Onward.APPROVAL),
        (Result.AGREED, True, Onward.GOVERNMENT),
        (Result.AGREED_WITH_CHANGES, True, Onward.GOVERNMENT),
        (Result.REFERRED, False, Onward.GOVERNMENT),
        (Result.POSTPONED, True, Onward.NOMINATION),
        (Result.NOT_AGREED, True, Onward.DECLINING),
    ],
)
def test_no_result_shortens_the_way_to_the_government(
    result: Result, to_government: bool, way: Onward
) -> None:
    assert onward(result, to_government=to_government) is way
