"""The one place where a case or an instalment changes state, and where history is added to.

Order: decide, say what happened, keep. Deciding is the rule book's alone; keeping writes state,
event and messages in one statement guarded by the event number that was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework import permissions
from casework.commands.clocks import clock_changes
from casework.commands.event import event_of
from casework.commands.keep import (
    Kept,
    Taken,
    keep,
    keep_one,
    kept_act,
    moved_on,
    remember,
    taken_as,
)
from casework.queries.deputies import refuse_beyond
from casework.queries.dossier import Dossier, Part, take_up_many
from casework.queries.facts import involvement
from casework.queries.rule_book import terms_of
from workflows import application, instalment
from workflows.definition import Audience, Capacity
from workflows.facts import CaseFacts, InstalmentFacts
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date
from workflows.workdays import official_calendar

NO_MORE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case in a bulk of steps: taken, or refused with every reason."""

    reference: str
    taken: Taken | None = None
    refusals: tuple[Refusal, ...] = ()


def take_step(
    session: Session,
    dossier: Dossier,
    action: str,
    *,
    facts: CaseFacts,
    actor: Actor,
    at: datetime,
    particulars: Mapping[str, Any] = NO_MORE,
    changes: Mapping[str, Any] = NO_MORE,
) -> Taken:
    """Move the case one step, or raise Refused with every reason.

    `particulars` go into the event; `changes` are further columns of the case row.
    """
    refuse_beyond(session, dossier, actor, facts.decided_amount, facts.today)
    kept = _decide(dossier, action, facts, actor, at, particulars, changes)
    return keep_one(session, dossier, kept)


def take_steps(
    session: Session,
    references: Sequence[str],
    action: str,
    *,
    facts_of: Callable[[Dossier], CaseFacts],
    actor: Actor,
    at: datetime,
    changes: Mapping[str, Any] = NO_MORE,
) -> list[Outcome]:
    """Move many cases by the same step: what may not move is reported, the rest moves together."""
    dossiers = take_up_many(session, sorted(set(references)))
    refused: dict[str, tuple[Refusal, ...]] = {}
    decided: dict[str, Kept] = {}
    for reference in references:
        dossier = dossiers.get(reference)
        if dossier is None:
            refused[reference] = (Refusal("case_unknown", {"reference": reference}),)
            continue
        try:
            facts = facts_of(dossier)
            refuse_beyond(session, dossier, actor, facts.decided_amount, facts.today)
            decided[reference] = _decide(dossier, action, facts, actor, at, NO_MORE, changes)
        except Refused as refusal:
            refused[reference] = refusal.refusals
    moved = keep(session, list(decided.values())) if decided else frozenset[int]()
    for reference, kept in decided.items():
        if kept.case_id not in moved:
            refused[reference] = (moved_on(dossiers[reference]),)
    return [
        Outcome(reference, refusals=refused[reference])
        if reference in refused
        else Outcome(reference, taken=taken_as(reference, decided[reference]))
        for reference in references
    ]


def take_instalment_step(
    session: Session,
    dossier: Dossier,
    part: Part,
    action: str,
    *,
    facts: InstalmentFacts,
    actor: Actor,
    at: datetime,
    particulars: Mapping[str, Any] = NO_MORE,
) -> Taken:
    """Move one instalment of a case a step, or raise Refused with every reason.

    The event joins the history of the case; the case itself stays where it is.
    """
    refuse_beyond(session, dossier, actor, facts.amount, facts.today)
    kept = _decide_instalment(dossier, part, action, facts, actor, at, particulars)
    return keep_one(session, dossier, kept)


def take_instalment_steps(
    session: Session,
    of: Sequence[tuple[Dossier, Part, InstalmentFacts]],
    action: str,
    *,
    actor: Actor,
    at: datetime,
    particulars: Mapping[str, Any] = NO_MORE,
) -> list[Outcome]:
    """Move many instalments, each of another case, by the same step; refusals are reported."""
    refused: dict[int, tuple[Refusal, ...]] = {}
    decided: dict[int, Kept] = {}
    for dossier, part, facts in of:
        try:
            refuse_beyond(session, dossier, actor, facts.amount, facts.today)
            decided[dossier.case.id] = _decide_instalment(
                dossier, part, action, facts, actor, at, particulars
            )
        except Refused as refusal:
            refused[dossier.case.id] = refusal.refusals
    moved = keep(session, list(decided.values())) if decided else frozenset[int]()
    for dossier, _, _ in of:
        if dossier.case.id in moved:
            remember(dossier, decided[dossier.case.id])
        elif dossier.case.id in decided:
            refused[dossier.case.id] = (moved_on(dossier),)
    return [
        Outcome(dossier.case.reference, refusals=refused[dossier.case.id])
        if dossier.case.id in refused
        else Outcome(
            dossier.case.reference,
            taken=taken_as(dossier.case.reference, decided[dossier.case.id]),
        )
        for dossier, _, _ in of
    ]


def record_act(
    session: Session,
    dossier: Dossier,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    remarks: str = "",
    particulars: Mapping[str, Any] = NO_MORE,
    changes: Mapping[str, Any] = NO_MORE,
    tells: tuple[Audience, ...] = (),
) -> Taken:
    """Add an act that moves nothing to the history of the case, or raise Refused."""
    involved = involvement(dossier, terms_of(dossier.case))
    rule = permissions.require_act(dossier.case, action, involved, actor)
    refuse_beyond(session, dossier, actor, None, civil_date(at))
    state = dossier.case.state
    event = event_of(
        dossier,
        action,
        (state, state),
        capacity=rule.capacity,
        actor=actor,
        at=at,
        remarks=remarks,
        particulars=particulars,
    )
    return keep_one(session, dossier, kept_act(dossier, state, event, changes, tells))


def open_history(
    session: Session,
    dossier: Dossier,
    *,
    actor: Actor,
    at: datetime,
    particulars: Mapping[str, Any],
) -> Taken:
    """The first event of a case that was just drafted."""
    state = dossier.case.state
    event = event_of(
        dossier,
        "draft",
        ("", state),
        capacity=Capacity.APPLYING,
        actor=actor,
        at=at,
        remarks="",
        particulars=particulars,
    )
    return keep_one(session, dossier, kept_act(dossier, state, event, NO_MORE, ()))


def _decide(
    dossier: Dossier,
    action: str,
    facts: CaseFacts,
    actor: Actor,
    at: datetime,
    particulars: Mapping[str, Any],
    changes: Mapping[str, Any],
) -> Kept:
    """What the rule book says of the step, ready to be kept; Refused with every reason."""
    case = dossier.case
    process = application.VERSIONS[case.process_version]
    source = case.state
    target = process.take(source, action, facts, actor)
    workflow = process.workflow
    clock = clock_changes(
        case,
        workflow.state(source),
        workflow.state(target),
        on=civil_date(at),
        clocks=terms_of(case).clocks,
        calendar=official_calendar(),
    )
    event = event_of(
        dossier,
        action,
        (source, target),
        capacity=None if actor.is_system else workflow.branches(source, action)[0].capacity,
        actor=actor,
        at=at,
        remarks=facts.remarks,
        particulars=particulars,
    )
    closed = {"closed_on": civil_date(at)} if target in workflow.final else {}
    return kept_act(
        dossier,
        target,
        event,
        {**clock, **closed, **changes},
        process.audiences(source, action, target),
    )


def _decide_instalment(
    dossier: Dossier,
    part: Part,
    action: str,
    facts: InstalmentFacts,
    actor: Actor,
    at: datetime,
    particulars: Mapping[str, Any],
) -> Kept:
    """What the rule book says of the step of an instalment, ready to be kept."""
    process = instalment.VERSIONS[part.process_version]
    target = process.take(part.state, action, facts, actor)
    capacity = process.workflow.branches(part.state, action)[0].capacity
    event = event_of(
        dossier,
        action,
        (part.state, target),
        capacity=None if actor.is_system else capacity,
        actor=actor,
        at=at,
        remarks=facts.remarks,
        particulars=particulars,
        instalment=part.number,
    )
    audiences = process.audiences(part.state, action, target)
    return kept_act(dossier, dossier.case.state, event, NO_MORE, audiences)


__all__ = [
    "Outcome",
    "Taken",
    "open_history",
    "record_act",
    "take_instalment_step",
    "take_instalment_steps",
    "take_step",
    "take_steps",
]
