"""What is refused while an item is heard."""

from __future__ import annotations

import pytest

from casework.commands.joint_meeting import hold
from tests.office.meeting_stages import (
    AtStage,
    Attempts,
    conclude_with,
    declare,
    give,
    refusals_of,
)
from workflows.facts import Result
from workflows.meeting.votes import Choice
from workflows.money import yuan

ATTEMPTS: Attempts = {
    "an item opened by a secretary who is recused from it": (
        "in_session",
        "recused",
        lambda c, case, m: (
            declare(c, case, c.secretary),
            c.do(hold.open_item, by=c.secretary, meeting=m, position=1),
        ),
    ),
    "an item opened by a recused convener": (
        "in_session",
        "recused",
        lambda c, case, m: (
            declare(c, case, c.convener),
            c.do(hold.open_item, by=c.convener, meeting=m, position=1),
        ),
    ),
    "a result recorded by a secretary who is recused": (
        "voted",
        "recused",
        lambda c, case, m: (
            declare(c, case, c.secretary),
            c.do(
                hold.conclude_item,
                by=c.secretary,
                meeting=m,
                position=1,
                result=Result.AGREED,
                amount=yuan(3_000_000),
            ),
        ),
    ),
    "an item opened twice": (
        "item_open",
        "item_not_waiting",
        lambda c, case, m: c.do(hold.open_item, by=c.convener, meeting=m, position=1),
    ),
    "the convener's vote before the others": (
        "item_open",
        "convener_speaks_last",
        lambda c, case, m: give(c, m, "xc-zfb"),
    ),
    "an observer's vote": (
        "item_open",
        "observer_has_no_vote",
        lambda c, case, m: give(c, m, "xc-sjj"),
    ),
    "dissent without a reason": (
        "item_open",
        "dissent_without_reason",
        lambda c, case, m: give(c, m, "xc-czj", Choice.AGAINST),
    ),
    "a result with opinions outstanding": (
        "item_open",
        "opinions_outstanding",
        lambda c, case, m: conclude_with(c, m),
    ),
    "closing over an open item": (
        "item_open",
        "items_open",
        lambda c, case, m: c.do(hold.close_meeting, by=c.convener, meeting=m),
    ),
    "a second vote": (
        "voted",
        "voted_already",
        lambda c, case, m: give(c, m, "xc-czj"),
    ),
    "an amount above the ceiling": (
        "voted",
        "above_ceiling",
        lambda c, case, m: conclude_with(
            c, m, result=Result.AGREED_WITH_CHANGES, amount=yuan(3_000_001), reason="提高"
        ),
    ),
    "a changed amount recorded as plainly agreed": (
        "voted",
        "amount_changed_needs_changes",
        lambda c, case, m: conclude_with(c, m, amount=yuan(2_000_000)),
    ),
    "a passed item recorded as not agreed": (
        "voted",
        "votes_were_enough",
        lambda c, case, m: conclude_with(c, m, result=Result.NOT_AGREED, amount=None, reason="否"),
    ),
    "a result carried out by a department of another district": (
        "voted",
        "department_abolished",
        lambda c, case, m: conclude_with(c, m, responsible="tz-cyb"),
    ),
    "a vote of somebody recused while the item is open": (
        "item_open",
        "recused_may_not_vote",
        lambda c, case, m: (declare(c, case, c.seats["xc-kxj"]), give(c, m, "xc-kxj")),
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_nobody_votes_or_concludes_against_the_rules(at_stage: AtStage, attempt: str) -> None:
    assert ATTEMPTS[attempt][1] in refusals_of(at_stage, ATTEMPTS[attempt])
