"""What users of other systems complain about, and how the processes answer."""

from __future__ import annotations

from itertools import product

import pytest

from tests.rules.situations import ACTORS, a_case
from workflows import application
from workflows.facts import CaseFacts
from workflows.refusals import Refused
from workflows.roles import Actor, Role

APPLICATION = application.VERSIONS[application.CURRENT]


def codes(state: str, action: str, facts: CaseFacts, actor: Actor) -> set[str]:
    """The codes of every refusal."""
    with pytest.raises(Refused) as refused:
        APPLICATION.take(state, action, facts, actor)
    return {refusal.code for refusal in refused.value.refusals}


def test_a_case_can_be_declined_while_it_waits_for_the_applicant() -> None:
    """HyphaApp/hypha #494: no waiting state is a trap."""
    way = [
        ("returned", "propose_decline", Role.REVIEWER, "decline_proposed"),
        ("decline_proposed", "decline", Role.APPROVER, "declined"),
    ]
    for state, action, role, then in way:
        assert APPLICATION.take(state, action, a_case(answered=True), ACTORS[role]) == then


@pytest.mark.parametrize("role", list(Role))
def test_a_case_returned_to_the_applicant_cannot_be_approved(role: Role) -> None:
    """CSCfi/rems #1603."""
    assert codes("returned", "approve", a_case(), ACTORS[role]) == {"step_not_open"}


@pytest.mark.parametrize(
    ("state", "action", "role"),
    [
        ("awaiting_approval", "send_back", Role.APPROVER),
        ("awaiting_approval", "take_back", Role.REVIEWER),
        ("joint_meeting", "take_back", Role.REVIEWER),
    ],
)
def test_a_wrong_step_is_reversed_with_a_reason_and_without_mail_to_the_applicant(
    state: str, action: str, role: Role
) -> None:
    """HyphaApp/hypha #3065, #348, #1838."""
    target = APPLICATION.take(state, action, a_case(), ACTORS[role])

    assert target == "under_review"
    assert "applicant" not in APPLICATION.audiences(state, action, target)
    assert codes(state, action, a_case(remarks=" "), ACTORS[role]) == {"reason_wanted"}


def test_answers_emptied_after_submission_stop_the_decision() -> None:
    """demarche-numerique #8731: whatever is asked for is asked again at each later step."""
    emptied = a_case(facts_missing=("headcount",))
    for state, action, role in (
        ("under_review", "recommend", Role.REVIEWER),
        ("awaiting_approval", "approve", Role.APPROVER),
    ):
        assert codes(state, action, emptied, ACTORS[role]) == {"facts_missing"}


def test_finished_cases_are_frozen() -> None:
    """demarche-numerique #6962: nothing leads out of a final state."""
    for final, action, role in product(
        APPLICATION.workflow.final, APPLICATION.workflow.actions, Role
    ):
        assert codes(final, action, a_case(), ACTORS[role]) == {"step_not_open"}
