"""An officer sends a case up though nothing computed does."""

import pytest

from casework.commands import assess
from casework.commands.refer import refer
from tests.office.desk import Desk
from workflows.refusals import Refused


def test_a_referred_case_is_worked_out_anew_and_goes_to_the_meeting(desk: Desk) -> None:
    reference = desk.assessed()

    desk(refer, reference, by=desk.cast.reviewer, seen=None, remarks="跨部门问题")

    with pytest.raises(Refused, match="assessment_outdated"):
        desk(assess.recommend, reference, by=desk.cast.reviewer, seen=None)
    desk(assess.assess, reference, by=desk.cast.reviewer, seen=None)
    desk(assess.recommend, reference, by=desk.cast.reviewer, seen=None)
    assert desk.case(reference).state == "joint_meeting"


def test_a_referral_has_a_reason(desk: Desk) -> None:
    reference = desk.accepted()

    with pytest.raises(Refused, match="reason_wanted"):
        desk(refer, reference, by=desk.cast.reviewer, seen=None, remarks=" ")


def test_one_case_one_policy_needs_a_clause_that_leaves_room_for_it(desk: Desk) -> None:
    reference = desk.accepted()

    with pytest.raises(Refused, match="one_case_one_policy_closed"):
        desk(
            refer,
            reference,
            by=desk.cast.reviewer,
            seen=None,
            remarks="重大项目",
            one_case_one_policy=True,
        )
