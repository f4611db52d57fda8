from __future__ import annotations

from dataclasses import replace

import pytest

from workflows.application import APPLICATION_1
from workflows.definition import (
    Audience,
    Capacity,
    Clock,
    ClockEffect,
    ProcessFault,
    State,
    Step,
    Workflow,
)
from workflows.instalment import INSTALMENT_1
from workflows.roles import Role

OPEN = State("open", "open", public="open", initial=True, clock=Clock.RUNNING)
DONE = State("done", "done", public="done", final=True)
CLOSE = Step[str](
    "close", "open", "done", by=(Role.REVIEWER,), label="close", does="It closes the case."
)


def faults(*, states: tuple[State, ...], steps: tuple[Step[str], ...]) -> tuple[str, ...]:
    with pytest.raises(ProcessFault) as fault:
        Workflow[str](name="test", version=1, states=states, steps=steps)
    assert str(fault.value).startswith("process test-1: ")
    return fault.value.faults


def test_a_sound_process_answers_questions_about_itself() -> None:
    process = Workflow[str](name="test", version=1, states=(OPEN, DONE), steps=(CLOSE,))

    assert process.key == "test-1"
    assert process.initial == "open"
    assert process.final == {"done"}
    assert process.actions == ("close",)
    assert process.open_actions("done") == ()
    assert process.roles_of("close") == {Role.REVIEWER}
    assert process.branches("done", "close") == ()
    assert process.audiences("open", "close", "done") == ()
    assert process.clock_effect("open", "done") is ClockEffect.END
    with pytest.raises(KeyError):
        process.audiences("open", "close", "open")
    with pytest.raises(KeyError):
        process.state("nowhere")


def test_a_state_is_named_once() -> None:
    assert "state done is named twice" in faults(states=(OPEN, DONE, DONE), steps=(CLOSE,))


def test_a_step_leads_between_known_states() -> None:
    stray = replace(CLOSE, target="gone")
    assert "a step names the unknown state gone" in faults(states=(OPEN, DONE), steps=(stray,))


@pytest.mark.parametrize("initial", [(False, False), (True, True)])
def test_exactly_one_state_is_initial(initial: tuple[bool, bool]) -> None:
    states = tuple(
        replace(state, initial=is_initial)
        for state, is_initial in zip((OPEN, DONE), initial, strict=True)
    )
    assert f"exactly one state is initial, not {sum(initial)}" in faults(
        states=states, steps=(CLOSE,)
    )


def test_every_state_is_reached() -> None:
    lost = replace(DONE, name="lost")
    assert "nothing leads to lost" in faults(states=(OPEN, DONE, lost), steps=(CLOSE,))


def test_nothing_leads_out_of_a_final_state() -> None:
    reopen = replace(CLOSE, action="reopen", source="done", target="open")
    assert "reopen leads out of the final state done" in faults(
        states=(OPEN, DONE), steps=(CLOSE, reopen)
    )


def test_every_waiting_state_has_a_way_out() -> None:
    trap = State("trap", "trap", public="trap")
    enter = replace(CLOSE, action="enter", target="trap")
    assert "no way out of trap" in faults(states=(OPEN, DONE, trap), steps=(CLOSE, enter))


def test_a_step_has_somebody_and_says_what_it_does() -> None:
    found = faults(states=(OPEN, DONE), steps=(replace(CLOSE, by=(), does=""),))
    assert found == (
        "nobody may close from open",
        "close from open has no label or does not say what it does",
    )


def test_branches_are_told_apart() -> None:
    other = replace(CLOSE, target="open")
    assert "close from open branches, and a branch does not say when" in faults(
        states=(OPEN, DONE), steps=(CLOSE, other)
    )


def test_a_single_way_is_not_called_a_branch() -> None:
    single = replace(CLOSE, when=bool)
    assert "close from open has one way only; say it in requires, not when" in faults(
        states=(OPEN, DONE), steps=(single,)
    )


def test_branches_do_not_differ_in_who_acts_nor_meet_again() -> None:
    one = replace(CLOSE, when=bool)
    other = replace(one, by=(Role.APPROVER,), capacity=Capacity.APPROVING)
    assert faults(states=(OPEN, DONE), steps=(one, other)) == (
        "the branches of close from open differ in who acts, capacity or reason",
        "two branches of close from open lead to the same state",
    )


@pytest.mark.parametrize(
    ("source", "target", "effect"),
    [
        ("draft", "submitted", ClockEffect.START),
        ("submitted", "returned", ClockEffect.STOP),
        ("returned", "under_review", ClockEffect.RESUME),
        ("public_notice", "objection", ClockEffect.STOP),
        ("awaiting_approval", "disbursing", ClockEffect.END),
        ("returned", "lapsed", ClockEffect.END),
        ("under_review", "joint_meeting", None),
    ],
)
def test_the_promised_time_runs_stops_and_ends(
    source: str, target: str, effect: ClockEffect | None
) -> None:
    assert APPLICATION_1.clock_effect(source, target) is effect


def test_everybody_concerned_is_told_of_a_step() -> None:
    told = APPLICATION_1.audiences("under_review", "recommend", "joint_meeting")
    assert told == (Audience.APPLICANT, Audience.MEETING)


def test_the_time_a_state_allows_is_a_setting_of_the_clause() -> None:
    from workflows.policy.document import Clocks

    settings = set(Clocks.model_fields)
    named = {state.allowed for state in (*APPLICATION_1.states, *INSTALMENT_1.states)}
    assert named - {None} <= settings
