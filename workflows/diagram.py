"""Each process drawn as a mermaid diagram with its tables: `python -m workflows.diagram FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from workflows import application, instalment, recovery
from workflows.definition import Step, Workflow
from workflows.wording import spoken

Facts = TypeVar("Facts")


def draw(workflow: Workflow[Facts]) -> str:
    """A page in markdown: the diagram, every state, every step with who may take it."""
    return "\n".join(
        [
            f"# {workflow.key} · {workflow.label}",
            "",
            "Drawn from the process itself by `make graph`; a test keeps it true.",
            "",
            "```mermaid",
            *_diagram(workflow),
            "```",
            "",
            "## States",
            "",
            "| State | Label | What the enterprise reads | Awaits | Promised time | Working days |",
            "| --- | --- | --- | --- | --- | --- |",
            *_state_rows(workflow),
            "",
            "## Steps",
            "",
            "| From | Step | Label | To | By | Reason | What it does |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *_step_rows(workflow),
            "",
        ]
    )


def write(folder: Path) -> tuple[Path, ...]:
    """Write the page of every version of every process into a folder; the files written."""
    processes = [process.workflow for process in application.VERSIONS.values()]
    payments = [process.workflow for process in instalment.VERSIONS.values()]
    recoveries = [process.workflow for process in recovery.VERSIONS.values()]
    folder.mkdir(parents=True, exist_ok=True)
    pages = {folder / f"{workflow.key}.md": draw(workflow) for workflow in processes}
    pages |= {folder / f"{workflow.key}.md": draw(workflow) for workflow in payments}
    pages |= {folder / f"{workflow.key}.md": draw(workflow) for workflow in recoveries}
    for path, page in pages.items():
        path.write_text(page, encoding="utf-8")
    return tuple(pages)


def _diagram(workflow: Workflow[Facts]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in workflow.states:
        yield f'    state "{state.label}" as {state.name}'
    yield f"    [*] --> {workflow.initial}"
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in workflow.steps:
        arrows.setdefault((step.source, step.target), []).append(step.label)
    for (source, target), labels in arrows.items():
        yield f"    {source} --> {target} : {', '.join(labels)}"
    for state in workflow.states:
        if state.final:
            yield f"    {state.name} --> [*]"


def _state_rows(workflow: Workflow[Facts]) -> Iterator[str]:
    for state in workflow.states:
        awaits = spoken(state.awaits) or "—"
        allowed = f"`{state.allowed}`" if state.allowed else "—"
        yield (
            f"| `{state.name}` | {state.label} | {state.public} | {awaits} "
            f"| {state.clock.value} | {allowed} |"
        )


def _step_rows(workflow: Workflow[Facts]) -> Iterator[str]:
    for step in _by_source(workflow):
        yield (
            f"| {workflow.state(step.source).label} | `{step.action}` | {step.label} "
            f"| {workflow.state(step.target).label} | {spoken(step.by)} "
            f"| {'wanted' if step.reason else '—'} | {step.does} |"
        )


def _by_source(workflow: Workflow[Facts]) -> list[Step[Facts]]:
    order = [state.name for state in workflow.states]
    return sorted(workflow.steps, key=lambda step: order.index(step.source))


def main(arguments: Sequence[str]) -> int:
    """Write the pages into the folder named; 2 when none is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m workflows.diagram FOLDER\n")
        return 2
    for path in write(Path(arguments[0])):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
