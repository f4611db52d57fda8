"""Who may take a step: reach, deputies, the same person, administrators."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.situations import ACTORS, EVERYBODY, INVOLVED, a_case
from workflows import application
from workflows.definition import Capacity
from workflows.facts import CaseFacts
from workflows.refusals import Refused
from workflows.roles import ADMINISTRATORS, Actor, Role

APPLICATION = application.VERSIONS[application.CURRENT]


def codes(state: str, action: str, facts: CaseFacts, actor: Actor) -> set[str]:
    """The codes of every refusal."""
    with pytest.raises(Refused) as refused:
        APPLICATION.take(state, action, facts, actor)
    return {refusal.code for refusal in refused.value.refusals}


def test_an_actor_with_two_roles_acts_by_the_one_that_reaches_the_case() -> None:
    actor = replace(
        ACTORS[Role.REVIEWER], roles=frozenset({Role.REVIEWER, Role.WINDOW}), department="commerce"
    )
    assert APPLICATION.take("submitted", "accept", a_case(), actor) == "under_review"
    assert codes("under_review", "assess", a_case(), actor) == {"beyond_your_reach"}


@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
def test_an_administrator_acts_on_no_case_whatever_other_roles_they_hold(
    administrator: Role,
) -> None:
    actor = replace(ACTORS[Role.APPROVER], roles=frozenset({Role.APPROVER, administrator}))
    assert codes("awaiting_approval", "approve", a_case(), actor) == {"not_your_step"}


def test_history_counts_and_not_present_roles() -> None:
    reviewed_before = replace(
        INVOLVED, acted={Capacity.REVIEWING: frozenset({ACTORS[Role.APPROVER].user_id})}
    )
    facts = a_case(involved=reviewed_before)

    found = codes("awaiting_approval", "approve", facts, ACTORS[Role.APPROVER])

    assert found == {"same_person"}


def test_a_deputy_acts_for_two_persons() -> None:
    deputy = replace(
        ACTORS[Role.APPROVER], user_id=500, deputizes_for=ACTORS[Role.APPROVER].user_id
    )
    reviewed = replace(
        INVOLVED, acted={Capacity.REVIEWING: frozenset({ACTORS[Role.APPROVER].user_id})}
    )
    recused = replace(INVOLVED, recused=frozenset({ACTORS[Role.APPROVER].user_id}))

    assert deputy.persons == {500, ACTORS[Role.APPROVER].user_id}
    assert codes("awaiting_approval", "approve", a_case(involved=reviewed), deputy) == {
        "same_person"
    }
    assert codes("awaiting_approval", "approve", a_case(involved=recused), deputy) == {"recused"}


def test_an_approval_is_taken_back_by_another_approver() -> None:
    approved = replace(
        INVOLVED, acted={Capacity.APPROVING: frozenset({ACTORS[Role.APPROVER].user_id})}
    )
    facts = a_case(involved=approved)
    other = replace(ACTORS[Role.APPROVER], user_id=500)

    assert codes("public_notice", "revoke_approval", facts, ACTORS[Role.APPROVER]) == {
        "own_approval"
    }
    assert APPLICATION.take("public_notice", "revoke_approval", facts, other) == "under_review"


def test_who_may_not_act_learns_nothing_of_the_case() -> None:
    facts = a_case(involved=replace(INVOLVED, recused=EVERYBODY), flags_open=("C1",))
    assert codes("awaiting_approval", "approve", facts, ACTORS[Role.APPROVER]) == {"recused"}
