"""The words a process is written in: State, Step, Workflow. A wrong process stops the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from workflows.refusals import Refusal
from workflows.roles import Actor, Role

Facts = TypeVar("Facts")

Guard = Callable[[Facts, Actor], Refusal | None]
Branch = Callable[[Facts], bool]


class Capacity(StrEnum):
    """The four kinds of act that one person may not mix on one case (ruling 29)."""

    APPLYING = "applying"
    REVIEWING = "reviewing"
    APPROVING = "approving"
    PAYING = "paying"


class Clock(StrEnum):
    """What the promised time does while a case is in a state."""

    IDLE = "idle"  # not started, or over
    RUNNING = "running"
    STOPPED = "stopped"  # stopped for a reason that is stored with the step


class ClockEffect(StrEnum):
    """What a step does to the promised time."""

    START = "start"
    STOP = "stop"
    RESUME = "resume"
    END = "end"


class Audience(StrEnum):
    """Who is told of a step."""

    APPLICANT = "applicant"
    WINDOW = "window"
    REVIEWER = "reviewer"
    CONSULTED = "consulted"
    APPROVER = "approver"
    MEETING = "meeting"
    GOVERNMENT_OFFICE = "government_office"
    FINANCE = "finance"
    OBJECTION_EXAMINER = "objection_examiner"
    OBJECTOR = "objector"


@dataclass(frozen=True, slots=True)
class State:
    """Where a case can stand.

    `label` is what officers read, `public` what the enterprise reads, `awaits` who has to act.
    `allowed` is the setting of the clause's clocks that says how many working days it may take.
    """

    name: str
    label: str
    public: str
    awaits: tuple[Role, ...] = ()
    clock: Clock = Clock.IDLE
    allowed: str | None = None
    initial: bool = False
    final: bool = False


@dataclass(frozen=True)
class Step(Generic[Facts]):
    """One way from one state to another (or to itself).

    `when` chooses among the steps with the same action and source; `requires` refuse, all at once.
    `does` is the sentence beside the button; `reason` says that one must be written.
    """

    action: str
    source: str
    target: str
    by: tuple[Role, ...]
    label: str
    does: str
    when: Branch[Facts] | None = None
    requires: tuple[Guard[Facts], ...] = ()
    reason: bool = False
    tells: tuple[Audience, ...] = ()
    capacity: Capacity | None = None


class ProcessFault(Exception):
    """A process that cannot be used; `faults` names everything that is wrong with it."""

    def __init__(self, process: str, faults: tuple[str, ...]) -> None:
        super().__init__(f"process {process}: " + "; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Workflow(Generic[Facts]):
    """A process: its states and steps, in reading order; ProcessFault if they are unsound."""

    name: str
    version: int
    states: tuple[State, ...]
    steps: tuple[Step[Facts], ...]
    label: str = ""
    _index: dict[tuple[str, str], tuple[Step[Facts], ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        faults = tuple(_faults(self))
        if faults:
            raise ProcessFault(self.key, faults)
        for step in self.steps:
            place = (step.source, step.action)
            self._index[place] = (*self._index.get(place, ()), step)

    @property
    def key(self) -> str:
        """Name and version, as files and diagrams call it: application-1."""
        return f"{self.name}-{self.version}"

    @cached_property
    def initial(self) -> str:
        """The name of the state in which everything begins."""
        return next(state.name for state in self.states if state.initial)

    @cached_property
    def final(self) -> frozenset[str]:
        """The names of the states that nothing leads out of."""
        return frozenset(state.name for state in self.states if state.final)

    @cached_property
    def by_name(self) -> dict[str, State]:
        """States by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """Every action, once, in the order of the process."""
        return tuple(dict.fromkeys(step.action for step in self.steps))

    def state(self, name: str) -> State:
        """The state of that name; KeyError for a name the process does not have."""
        return self.by_name[name]

    def branches(self, state: str, action: str) -> tuple[Step[Facts], ...]:
        """The steps an action may take from a state: none, one, or several told apart by `when`."""
        return self._index.get((state, action), ())

    def open_actions(self, state: str) -> tuple[str, ...]:
        """The actions that lead on from a state, in the order of the process."""
        return tuple(dict.fromkeys(step.action for step in self.steps if step.source == state))

    def roles_of(self, action: str) -> frozenset[Role]:
        """Every role that may take the action somewhere."""
        return frozenset(role for step in self.steps if step.action == action for role in step.by)

    def audiences(self, source: str, action: str, target: str) -> tuple[Audience, ...]:
        """Who is told of a step that was taken."""
        for step in self.branches(source, action):
            if step.target == target:
                return step.tells
        raise KeyError((source, action, target))

    def clock_effect(self, source: str, target: str) -> ClockEffect | None:
        """What going from one state to another does to the promised time."""
        return _CLOCK_EFFECTS.get((self.by_name[source].clock, self.by_name[target].clock))


_CLOCK_EFFECTS = {
    (Clock.IDLE, Clock.RUNNING): ClockEffect.START,
    (Clock.IDLE, Clock.STOPPED): ClockEffect.STOP,
    (Clock.RUNNING, Clock.STOPPED): ClockEffect.STOP,
    (Clock.STOPPED, Clock.RUNNING): ClockEffect.RESUME,
    (Clock.RUNNING, Clock.IDLE): ClockEffect.END,
    (Clock.STOPPED, Clock.IDLE): ClockEffect.END,
}


def _faults(workflow: Workflow[Facts]) -> Iterator[str]:
    names = [state.name for state in workflow.states]
    yield from (f"state {name} is named twice" for name in sorted(_repeated(names)))
    unknown = {end for step in workflow.steps for end in (step.source, step.target)} - set(names)
    yield from (f"a step names the unknown state {name}" for name in sorted(unknown))
    begins = [state.name for state in workflow.states if state.initial]
    if len(begins) != 1:
        yield f"exactly one state is initial, not {len(begins)}"
    else:
        lost = set(names) - _reached(begins[0], workflow.steps)
        yield from (f"nothing leads to {name}" for name in sorted(lost))
    yield from _dead_ends(workflow)
    yield from _step_faults(workflow.steps)


def _dead_ends(workflow: Workflow[Facts]) -> Iterator[str]:
    final = {state.name for state in workflow.states if state.final}
    for step in workflow.steps:
        if step.source in final:
            yield f"{step.action} leads out of the final state {step.source}"
    for state in workflow.states:
        if not final & _reached(state.name, workflow.steps):
            yield f"no way out of {state.name}"


def _step_faults(steps: tuple[Step[Facts], ...]) -> Iterator[str]:
    places: dict[tuple[str, str], list[Step[Facts]]] = {}
    for step in steps:
        places.setdefault((step.source, step.action), []).append(step)
        if not step.by:
            yield f"nobody may {step.action} from {step.source}"
        if not step.label or not step.does:
            yield f"{step.action} from {step.source} has no label or does not say what it does"
    for (source, action), together in places.items():
        if len(together) > 1 and any(step.when is None for step in together):
            yield f"{action} from {source} branches, and a branch does not say when"
        if len(together) == 1 and together[0].when is not None:
            yield f"{action} from {source} has one way only; say it in requires, not when"
        if len({(step.by, step.reason, step.capacity) for step in together}) > 1:
            yield f"the branches of {action} from {source} differ in who acts, capacity or reason"
        if _repeated([step.target for step in together]):
            yield f"two branches of {action} from {source} lead to the same state"


def _reached(start: str, steps: tuple[Step[Facts], ...]) -> set[str]:
    found, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        further = {step.target for step in steps if step.source == here} - found
        found |= further
        ahead.extend(further)
    return found


def _repeated(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
