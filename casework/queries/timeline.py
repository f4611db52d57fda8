"""A case's history as people read it: who did what when, and where the case stood then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries import cases
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.people import User
from workflows import application, instalment, recovery
from workflows.definition import Step, Workflow
from workflows.roles import SYSTEM_USER_ID, Role
from workflows.term import civil_date
from workflows.wording import phrase, spoken


@dataclass(frozen=True, slots=True)
class Told:
    """One event in plain words."""

    number: int
    on: date
    instalment: int | None
    step: str
    who: str
    instead_of: str | None
    """Whose powers a deputy exercised."""
    state: str
    moved: bool
    """Whether the case or the instalment stood elsewhere before."""
    remarks: str


def timeline(session: Session, case: Case) -> Sequence[Told]:
    """Every event of a case, in order."""
    found = cases.events(session, case.id)
    names = _names(session, found)
    versions = _instalment_versions(session, case.id)
    return [
        Told(
            number=event.number,
            on=civil_date(event.at),
            instalment=event.instalment,
            step=label_of(process, event),
            who=names[event.actor_id],
            instead_of=None if event.acting_for_id is None else names[event.acting_for_id],
            state=process.state(event.target).label,
            moved=event.source != event.target,
            remarks=event.remarks,
        )
        for event in found
        for process in (_process(case, event, versions),)
    ]


def process_run(case: Case, event: CaseEvent, instalment_version: int | None) -> Workflow[Any]:
    """The process an event belongs to, where the version of its instalment is known."""
    versions = {} if event.instalment is None else {event.instalment: instalment_version or 0}
    return _process(case, event, versions)


def process_of(session: Session, case: Case, event: CaseEvent) -> Workflow[Any]:
    """The process an event belongs to, in the version it ran under."""
    return _process(case, event, _instalment_versions(session, case.id))


def step_of(process: Workflow[Any], event: CaseEvent) -> Step[Any] | None:
    """The step an event took; None for an act that moves nothing."""
    branches = process.branches(event.source, event.action)
    return next((step for step in branches if step.target == event.target), None)


def label_of(process: Workflow[Any], event: CaseEvent, language: str = "zh") -> str:
    """What an event is called: by its step, or as an act beside the process."""
    step = step_of(process, event) or _recovery_step(event)
    return phrase(f"act_{event.action}", {}, language) if step is None else step.label


def _recovery_step(event: CaseEvent) -> Step[Any] | None:
    """The step of a recovery that the event tells of; None where it tells of none."""
    action = event.action.removeprefix("recovery_")
    for process in recovery.VERSIONS.values() if action != event.action else ():
        branches = process.workflow.branches(event.particulars["source"], action)
        for step in branches:
            if step.target == event.particulars["target"]:
                return step
    return None


def _process(case: Case, event: CaseEvent, versions: dict[int, int]) -> Workflow[Any]:
    if event.instalment is None:
        return application.VERSIONS[case.process_version].workflow
    return instalment.VERSIONS[versions[event.instalment]].workflow


def _instalment_versions(session: Session, case_id: int) -> dict[int, int]:
    rows = session.execute(
        sa.select(Instalment.number, Instalment.process_version).where(
            Instalment.case_id == case_id
        )
    )
    return {number: version for number, version in rows}


def _names(session: Session, events: Sequence[CaseEvent]) -> dict[int, str]:
    acted = {event.actor_id for event in events} | {event.acting_for_id for event in events}
    rows = session.execute(sa.select(User.id, User.display_name).where(User.id.in_(acted - {None})))
    return {**{user_id: name for user_id, name in rows}, SYSTEM_USER_ID: spoken(Role.SYSTEM)}
