"""The reviewed matrices: every state, action, role and situation, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.rules.instalment_situations import INSTALMENTS
from tests.rules.recovery_situations import RECOVERIES
from tests.rules.situations import ACTORS, CASES
from workflows import application, instalment, recovery
from workflows.machine import Facts, Process
from workflows.refusals import Refused
from workflows.roles import Role

FOLDER = Path(__file__).parent


def matrices() -> dict[Path, str]:
    """The text of every matrix by its file."""
    found = {
        FOLDER / f"{process.workflow.key}.txt": matrix(process, CASES)
        for process in application.VERSIONS.values()
    }
    found |= {
        FOLDER / f"{process.workflow.key}.txt": matrix(process, INSTALMENTS)
        for process in instalment.VERSIONS.values()
    }
    return found | {
        FOLDER / f"{process.workflow.key}.txt": matrix(process, RECOVERIES)
        for process in recovery.VERSIONS.values()
    }


def matrix(process: Process[Facts], situations: Mapping[str, Facts]) -> str:
    """Part 1: where each role can lead, in any situation. Part 2: what each situation changes."""
    ordinary, *others = situations.items()
    base = _outcomes(process, ordinary[1])
    lines = [
        f"{process.workflow.key}: every state x action x role, through the real machine.",
        "Rewrite with `make matrix`, and read the difference.",
        "",
        "PART 1. WHO MAY ACT, AND WHERE IT CAN LEAD",
        "Every action and role not listed under a state is refused there.",
        "",
        *_who(process, situations),
        f"PART 2. {ordinary[0].upper()}",
        "What comes of each step when an entitled person takes it: a state, or every refusal.",
        "",
        *(_line(place, roles) for place, roles in base.items()),
        "",
        "PART 3. WHAT ELSE MAY BE SO, AND WHAT IT CHANGES",
        "",
    ]
    for name, facts in others:
        outcomes = _outcomes(process, facts)
        changed = {place: roles for place, roles in outcomes.items() if base.get(place) != roles}
        lines += [f"{name}:", *(_line(place, roles) for place, roles in changed.items()), ""]
    return "\n".join(lines).rstrip() + "\n"


def tried(process: Process[Facts], state: str, action: str, facts: Facts, role: Role) -> str:
    """The state a step leads to, or the codes of its refusals with a mark before them."""
    try:
        return process.take(state, action, facts, ACTORS[role])
    except Refused as refused:
        return "! " + " ".join(refusal.code for refusal in refused.refusals)


def _who(process: Process[Facts], situations: Mapping[str, Facts]) -> Iterator[str]:
    for state in process.workflow.states:
        yield f"{state.name} {state.label}"
        for action in process.workflow.open_actions(state.name):
            ends: dict[str, list[str]] = {}
            for role in process.workflow.branches(state.name, action)[0].by:
                outcomes = {
                    tried(process, state.name, action, facts, role) for facts in situations.values()
                }
                reached = sorted(end for end in outcomes if not end.startswith("!"))
                ends.setdefault(" or ".join(reached), []).append(role)
            for reached_together, roles in ends.items():
                yield f"  {action:<26}{', '.join(roles):<38}{reached_together}"
        yield ""


def _outcomes(process: Process[Facts], facts: Facts) -> dict[tuple[str, str, str], list[str]]:
    """The roles that share an outcome, by state, action and outcome."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for state in process.workflow.states:
        for action in process.workflow.open_actions(state.name):
            for role in process.workflow.branches(state.name, action)[0].by:
                outcome = tried(process, state.name, action, facts, role)
                found.setdefault((state.name, action, outcome), []).append(role)
    return found


def _line(place: tuple[str, str, str], roles: list[str]) -> str:
    state, action, outcome = place
    return f"  {state:<18}{action:<26}{', '.join(roles):<38}{outcome}"
