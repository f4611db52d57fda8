"""One person does not act in two of applying, reviewing, approving, paying (ruling 29).

Deputies, who count for two, are in `test_delegate.py`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.commands import approve, assess, assignment, people, review
from casework.queries.people import actor
from tests.office.desk import Desk
from tests.office.sums import refused
from workflows.roles import Role
from workflows.term import civil_date


def test_a_reviewer_who_became_approver_does_not_approve_what_they_reviewed(desk: Desk) -> None:
    reference = desk.recommended()
    promoted = replace(desk.cast.reviewer, roles=frozenset({Role.APPROVER}))

    with refused("same_person"):
        desk(approve.approve, reference, by=promoted, seen=None)


def test_an_applicants_handler_who_joined_the_office_does_not_review(desk: Desk) -> None:
    reference = desk.submitted()
    joined = replace(
        desk.cast.reviewer, user_id=desk.cast.jia.user_id, roles=frozenset({Role.REVIEWER})
    )

    with refused("same_person"):
        desk(review.accept, reference, by=joined, seen=None)


@pytest.mark.parametrize("admin", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_an_administrator_touches_no_case_whatever_else_they_hold(desk: Desk, admin: Role) -> None:
    reference = desk.recommended()
    almighty = replace(desk.cast.other_approver, roles=frozenset({Role.APPROVER, admin}))

    with refused("not_your_step"):
        desk(approve.approve, reference, by=almighty, seen=None)


def test_an_officer_of_another_district_never_gets_in(desk: Desk) -> None:
    reference = desk.submitted()

    with refused("beyond_your_reach"):
        desk(review.accept, reference, by=desk.cast.stranger, seen=None)


def test_a_reviewer_of_another_department_does_not_assess(desk: Desk) -> None:
    reference = desk.accepted()

    with refused("beyond_your_reach"):
        desk(assess.assess, reference, by=desk.cast.colleague, seen=None)


def test_who_checks_a_calculation_has_not_made_it(desk: Desk) -> None:
    reference = desk.assessed()
    both = replace(desk.cast.reviewer, roles=frozenset({Role.SECOND_REVIEWER}))

    with refused("own_assessment"):
        desk(assess.check_assessment, reference, by=both, seen=None)
    desk(assess.check_assessment, reference, by=desk.cast.second_reviewer, seen=None)


def test_administrators_roles_exclude_every_other(desk: Desk) -> None:
    with desk.database.transaction() as session:
        user = people.add_user(
            session, sign_in_name="keeper", display_name="keeper", at=desk.at,
            roles=[Role.SYSTEM_ADMIN],
        )  # fmt: skip
        with refused("roles_exclude"):
            people.grant_role(
                session, user_id=user.id, role=Role.REVIEWER, granted_by=0, at=desk.at
            )
        with refused("own_role"):
            people.grant_role(session, user_id=0, role=Role.REVIEWER, granted_by=0, at=desk.at)


def test_a_role_taken_back_is_gone_and_its_grant_stays_readable(desk: Desk) -> None:
    reviewer = desk.cast.reviewer.user_id
    with desk.database.transaction() as session:
        people.revoke_role(session, user_id=reviewer, role=Role.REVIEWER, revoked_by=0, at=desk.at)
        now = actor(session, reviewer, on=civil_date(desk.at))

    assert now.roles == frozenset()
    assert desk.count("role_grants", user_id=reviewer) == 1


def test_a_case_is_handed_only_to_a_reviewer_of_its_department(desk: Desk) -> None:
    reference = desk.accepted()
    cast = desk.cast

    with refused("assignee_no_reviewer"):
        desk(assignment.assign, reference, by=cast.reviewer, seen=None, to=cast.finance.user_id)
    with refused("assignee_elsewhere"):
        desk(assignment.assign, reference, by=cast.reviewer, seen=None, to=cast.colleague.user_id)
    desk(
        assignment.assign,
        reference,
        by=cast.reviewer,
        seen=None,
        to=cast.second_reviewer.user_id,
        remarks="休假",
    )
    with refused("reason_wanted"):
        desk(assignment.assign, reference, by=cast.second_reviewer, seen=None, to=None)
    desk(
        assignment.assign,
        reference,
        by=cast.second_reviewer,
        seen=None,
        to=None,
        remarks="超出专业",
    )

    given, back = desk.events(reference)[-2:]
    assert (given.particulars["to"], given.remarks) == (cast.second_reviewer.user_id, "休假")
    assert (back.particulars["from"], back.particulars["to"]) == (
        cast.second_reviewer.user_id,
        None,
    )
