"""A process as a state machine: what decides a step. The only import of `transitions`.

One machine for each version, built once and holding no model: nothing is bound to a case, and
nothing happens here but the decision. The command that asked does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from transitions import EventData, Machine

from workflows.definition import Audience, ClockEffect, Step, Workflow
from workflows.facts import Involvement
from workflows.guards.people import apart, entitled, not_recused
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor


class Situation(Protocol):
    """What every kind of facts has: who is involved, and what the actor wrote."""

    @property
    def involved(self) -> Involvement: ...

    @property
    def remarks(self) -> str: ...


Facts = TypeVar("Facts", bound=Situation)


@dataclass(frozen=True, slots=True)
class Option:
    """One button: what it is called, what it will do, and every reason why it is not open."""

    action: str
    label: str
    does: str
    target: str
    reason_wanted: bool
    refusals: tuple[Refusal, ...]

    @property
    def is_open(self) -> bool:
        """Whether the step may be taken as things stand."""
        return not self.refusals


class _Position:
    """Where a step starts; thrown away when it is decided."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class Process(Generic[Facts]):
    """A workflow that decides steps."""

    def __init__(self, workflow: Workflow[Facts]) -> None:
        self.workflow = workflow
        self._machine = _machine(workflow)

    def take(self, state: str, action: str, facts: Facts, actor: Actor) -> str:
        """The state a step leads to; Refused with every reason when it may not be taken."""
        branches = self.workflow.branches(state, action)
        if not branches:
            raise Refused(self._not_open(state, action))
        position = _Position(state)
        if not self._machine.events[action].trigger(position, facts=facts, actor=actor):
            raise Refused(Refusal("no_route", {"step": branches[0].label}))
        return position.state

    def options(self, state: str, facts: Facts, actor: Actor) -> tuple[Option, ...]:
        """Every step out of a state that one of the actor's roles may take, with its refusals."""
        found = []
        for action in self.workflow.open_actions(state):
            step = self._branch(state, action, facts)
            if step is not None and actor.roles.intersection(step.by):
                found.append(
                    Option(
                        action=action,
                        label=step.label,
                        does=step.does,
                        target=step.target,
                        reason_wanted=step.reason,
                        refusals=_refusals(step, facts, actor),
                    )
                )
        return tuple(found)

    def audiences(self, source: str, action: str, target: str) -> tuple[Audience, ...]:
        """Who is told of a step that was taken."""
        return self.workflow.audiences(source, action, target)

    def clock_effect(self, source: str, target: str) -> ClockEffect | None:
        """What a step does to the promised time."""
        return self.workflow.clock_effect(source, target)

    def _branch(self, state: str, action: str, facts: Facts) -> Step[Facts] | None:
        for step in self.workflow.branches(state, action):
            if step.when is None or step.when(facts):
                return step
        return None

    def _not_open(self, state: str, action: str) -> Refusal:
        labels = [step.label for step in self.workflow.steps if step.action == action]
        return Refusal(
            "step_not_open",
            {"step": labels[0] if labels else action, "state": self.workflow.state(state).label},
        )


def _machine(workflow: Workflow[Facts]) -> Machine:
    machine = Machine(
        model=None,
        states=[state.name for state in workflow.states],
        initial=None,
        auto_transitions=False,
        send_event=True,
    )
    for step in workflow.steps:
        branch = [] if step.when is None else [_chosen(step.when)]
        machine.add_transition(
            step.action, step.source, step.target, conditions=[*branch, _allowed(step)]
        )
    return machine


def _chosen(when: Callable[[Any], bool]) -> Callable[[EventData], bool]:
    def chosen(event: EventData) -> bool:
        return when(event.kwargs["facts"])

    return chosen


def _allowed(step: Step[Facts]) -> Callable[[EventData], bool]:
    def allowed(event: EventData) -> bool:
        asked: Mapping[str, Any] = event.kwargs
        facts, actor = asked["facts"], asked["actor"]
        refusals = _refusals(step, facts, actor)
        if step.reason and not facts.remarks.strip():
            refusals = (*refusals, Refusal("reason_wanted"))
        if refusals:
            raise Refused(*refusals)
        return True

    return allowed


def _refusals(step: Step[Facts], facts: Facts, actor: Actor) -> tuple[Refusal, ...]:
    """Why the actor may not take the step. Who may not act at all is not told about the case."""
    stranger = entitled(step.by, facts.involved, actor) or not_recused(facts.involved, actor)
    if stranger is not None:
        return (stranger,)
    found = []
    same_person = apart(step.capacity, facts.involved, actor)
    if same_person is not None:
        found.append(same_person)
    for guard in step.requires:
        refusal = guard(facts, actor)
        if refusal is not None:
            found.append(refusal)
    return tuple(found)
