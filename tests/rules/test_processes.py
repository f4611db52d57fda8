from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.instalment_situations import INSTALMENTS, an_instalment
from tests.rules.matrix import FOLDER, matrices, tried
from tests.rules.situations import (
    ACTORS,
    CASES,
    TODAY,
    TOMORROW,
    YESTERDAY,
    a_case,
    a_meeting,
    a_result,
)
from workflows import application, instalment
from workflows.definition import Step, Workflow
from workflows.facts import CaseFacts, Result, Route
from workflows.machine import Facts, Process, Situation
from workflows.money import wan
from workflows.refusals import Refused
from workflows.roles import SYSTEM, Actor, Role

APPLICATION = application.VERSIONS[application.CURRENT]
INSTALMENT = instalment.VERSIONS[instalment.CURRENT]


def codes(process: Process[Facts], state: str, action: str, facts: Facts, actor: Actor) -> set[str]:
    with pytest.raises(Refused) as refused:
        process.take(state, action, facts, actor)
    return {refusal.code for refusal in refused.value.refusals}


# The matrix


def test_the_reviewed_matrices_are_what_the_machine_does() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt")} == {
        path.name: text for path, text in matrices().items()
    }


@pytest.mark.parametrize(
    ("process", "facts"),
    [
        pytest.param(APPLICATION, CASES["an ordinary case, everything in order"], id="application"),
        pytest.param(INSTALMENT, INSTALMENTS["due, everything in order"], id="instalment"),
    ],
)
def test_whatever_the_matrix_does_not_list_is_refused(
    process: Process[Situation], facts: Situation
) -> None:
    workflow = process.workflow
    for state, action, role in product(workflow.states, workflow.actions, Role):
        branches = workflow.branches(state.name, action)
        outcome = tried(process, state.name, action, facts, role)
        if not branches:
            assert outcome == "! step_not_open"
        elif role not in branches[0].by:
            assert outcome == "! not_your_step"
        else:
            assert "not_your_step" not in outcome


# Branches: exactly one for each combination of what they distinguish


def _case_combinations() -> list[CaseFacts]:
    meetings = [None, *(a_meeting(result=result) for result in Result)]
    governments = [None, *(a_result(result=result) for result in Result)]
    routes = [
        a_case(
            accepted=accepted,
            route=route,
            referrals=referrals,
            meeting=meeting,
            government=government,
        )
        for accepted, route, referrals, meeting, government in product(
            (True, False), Route, ((), ("overlap",)), meetings, governments
        )
    ]
    endings = [
        a_case(notice_days=days, objections_open=count, objection_upheld=upheld)
        for days, count, upheld in product((0, 5, 7), (0, 1, 2), (None, True, False))
    ]
    return routes + endings


def _branching(workflow: Workflow[Facts]) -> list[tuple[Step[Facts], ...]]:
    places = dict.fromkeys((step.source, step.action) for step in workflow.steps)
    together = [workflow.branches(*place) for place in places]
    return [steps for steps in together if len(steps) > 1]


def test_exactly_one_branch_of_the_application_holds() -> None:
    for facts, steps in product(_case_combinations(), _branching(APPLICATION.workflow)):
        assert [step.target for step in steps if step.when and step.when(facts)] != []
        assert sum(bool(step.when and step.when(facts)) for step in steps) == 1


def test_exactly_one_branch_of_the_instalment_holds() -> None:
    days = [an_instalment(due_on=day) for day in (YESTERDAY, TODAY, TOMORROW)]
    for facts, steps in product(days, _branching(INSTALMENT.workflow)):
        assert sum(bool(step.when and step.when(facts)) for step in steps) == 1


def test_no_route_is_said_and_not_raised_as_an_accident() -> None:
    steps = tuple(
        replace(step, when=lambda facts: False) if step.action == "approve" else step
        for step in APPLICATION.workflow.steps
    )
    blind = Process(replace(APPLICATION.workflow, steps=steps))

    assert codes(blind, "awaiting_approval", "approve", a_case(), ACTORS[Role.APPROVER]) == {
        "no_route"
    }
    assert "approve" not in {
        option.action
        for option in blind.options("awaiting_approval", a_case(), ACTORS[Role.APPROVER])
    }


# The way of a case


@pytest.mark.parametrize(
    ("name", "facts", "way"),
    [
        (
            "ordinary",
            a_case(),
            [
                ("draft", "submit", Role.APPLICANT),
                ("submitted", "accept", Role.WINDOW),
                ("under_review", "assess", Role.REVIEWER),
                ("under_review", "recommend", Role.REVIEWER),
                ("awaiting_approval", "approve", Role.APPROVER),
                ("public_notice", "close_notice", Role.SYSTEM),
                ("disbursing", "settle", Role.SYSTEM),
                ("settled", "", Role.SYSTEM),
            ],
        ),
        (
            "one case, one policy",
            a_case(
                route=Route.DISTRICT_GOVERNMENT,
                meeting=a_meeting(),
                government=a_result(),
                notice_days=0,
                notice=None,
            ),
            [
                ("under_review", "recommend", Role.REVIEWER),
                ("joint_meeting", "endorse", Role.SECRETARY),
                ("deliberation", "record_government_result", Role.GOVERNMENT_OFFICE),
                ("awaiting_approval", "approve", Role.APPROVER),
                ("disbursing", "settle", Role.FINANCE),
                ("settled", "", Role.SYSTEM),
            ],
        ),
    ],
)
def test_a_case_goes_its_whole_way(
    name: str, facts: CaseFacts, way: list[tuple[str, str, Role]]
) -> None:
    for (state, action, role), (then, *_) in pairwise(way):
        assert APPLICATION.take(state, action, facts, ACTORS[role]) == then


def test_an_instalment_goes_its_whole_way() -> None:
    way = [
        ("pending", "fall_due", Role.SYSTEM, "check"),
        ("check", "verify", Role.REVIEWER, "ready"),
        ("ready", "request", Role.FINANCE, "requested"),
        ("requested", "order", Role.FINANCE_APPROVER, "ordered"),
        ("ordered", "send", Role.FINANCE, "sent"),
        ("sent", "report_failure", Role.FINANCE, "returned"),
        ("returned", "reissue", Role.FINANCE, "ready"),
        ("sent", "confirm", Role.FINANCE, "paid"),
    ]
    for state, action, role, then in way:
        assert INSTALMENT.take(state, action, an_instalment(), ACTORS[role]) == then


def test_it_says_every_reason_at_once() -> None:
    facts = a_case(
        flags_open=("C1",), over_caps=("year",), pool_balance=wan(1), duplicates=("A-1",)
    )

    assert codes(APPLICATION, "awaiting_approval", "approve", facts, ACTORS[Role.APPROVER]) == {
        "flags_open",
        "over_cap",
        "pool_short",
        "already_supported",
    }


def test_what_is_in_hand_already_is_not_filed_again() -> None:
    facts = a_case(filed_already=("A-1",))

    assert codes(APPLICATION, "draft", "submit", facts, ACTORS[Role.APPLICANT]) == {"filed_already"}


@pytest.mark.parametrize("amount", [wan(30), wan(31)])
def test_an_award_as_recommended_or_up_to_the_ceiling_needs_no_reason(amount: object) -> None:
    facts = a_case(amount=amount, remarks="")
    assert APPLICATION.take("awaiting_approval", "approve", facts, ACTORS[Role.APPROVER])


def test_a_resolution_without_a_known_ceiling_stands() -> None:
    facts = a_case(route=Route.JOINT_MEETING, meeting=a_meeting(), assessment=None)
    taken = APPLICATION.take("joint_meeting", "endorse", facts, ACTORS[Role.CONVENER])
    assert taken == "awaiting_approval"


def test_a_draft_of_a_clause_without_an_end_never_lapses() -> None:
    endless = a_case(in_force=replace(CASES["not accepted yet"].in_force, until=None))
    assert codes(APPLICATION, "draft", "lapse", endless, SYSTEM) == {"still_open_for_filing"}


# Buttons


def test_the_buttons_say_what_they_do_and_why_they_are_shut() -> None:
    facts = a_case(flags_open=("C1",), remarks="")

    options = APPLICATION.options("awaiting_approval", facts, ACTORS[Role.APPROVER])

    by_action = {option.action: option for option in options}
    assert list(by_action) == ["approve", "send_back", "propose_decline", "suspend", "terminate"]
    assert not by_action["approve"].is_open
    assert [refusal.code for refusal in by_action["approve"].refusals] == ["flags_open"]
    assert by_action["approve"].does
    assert by_action["send_back"].is_open
    assert by_action["send_back"].reason_wanted
    assert APPLICATION.options("awaiting_approval", facts, ACTORS[Role.AUDITOR]) == ()


def test_the_button_of_a_branch_names_the_branch_that_will_be_taken() -> None:
    ordinary = APPLICATION.options("under_review", a_case(), ACTORS[Role.REVIEWER])
    referred = APPLICATION.options(
        "under_review", a_case(referrals=("overlap",)), ACTORS[Role.REVIEWER]
    )

    assert ("recommend", "awaiting_approval") in {(one.action, one.target) for one in ordinary}
    assert ("recommend", "joint_meeting") in {(one.action, one.target) for one in referred}


def test_the_process_answers_what_a_step_sets_going() -> None:
    assert APPLICATION.audiences("draft", "submit", "submitted")
    assert APPLICATION.clock_effect("draft", "submitted") == "start"


# Any walk


@given(st.data())
def test_any_walk_stays_on_known_states_and_stops_only_at_the_end(data: st.DataObject) -> None:
    state = APPLICATION.workflow.initial
    for _ in range(12):
        facts = CASES[data.draw(st.sampled_from(sorted(CASES)))]
        role = data.draw(st.sampled_from(list(Role)))
        open_now = [one for one in APPLICATION.options(state, facts, ACTORS[role]) if one.is_open]
        for option in open_now[:1]:
            written = replace(facts, remarks="as recorded")
            assert APPLICATION.take(state, option.action, written, ACTORS[role]) == option.target
            state = option.target
        assert APPLICATION.workflow.state(state).final == (
            not APPLICATION.workflow.open_actions(state)
        )
