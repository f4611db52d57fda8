"""Many instalments at a time: read together, stepped together, refusals reported one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.step import Outcome, take_instalment_steps
from casework.queries.dossier import Dossier, Part, take_up_many
from casework.queries.payment_facts import Of, facts_of
from casework.records.case import Case
from casework.records.payment_run import PaymentLine
from workflows.refusals import Refused
from workflows.roles import Actor
from workflows.term import civil_date

PORTION = 200
"""How many instalments one transaction deals with."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What became of one portion: how many went on, which did not and why, and where to go on."""

    done: int
    refused: Sequence[Outcome]
    last: int | None
    """Go on after this one; None when nothing is left."""


def portion_of(outcomes: Sequence[Outcome], last: int | None) -> Portion:
    """What these outcomes come to."""
    refused = [outcome for outcome in outcomes if outcome.taken is None]
    return Portion(len(outcomes) - len(refused), refused, last)


def take(
    session: Session,
    of: Sequence[Of],
    action: str,
    *,
    actor: Actor,
    at: datetime,
    remarks: str = "",
    particulars: Mapping[str, Any] | None = None,
) -> list[Outcome]:
    """One step of many instalments; two of one case one after the other."""
    facts = facts_of(session, of, on=civil_date(at), remarks=remarks)
    outcomes: dict[int, Outcome] = {}
    waiting = list(zip(of, facts, strict=True))
    while waiting:
        first_of_case = {dossier.case.id: part.id for (dossier, part), _ in reversed(waiting)}
        chosen = frozenset(first_of_case.values())
        now = [one for one in waiting if one[0][1].id in chosen]
        later = [one for one in waiting if one[0][1].id not in chosen]
        taken = take_instalment_steps(
            session,
            [(dossier, part, fact) for (dossier, part), fact in now],
            action,
            actor=actor,
            at=at,
            particulars=particulars or {},
        )
        for ((_, part), _), outcome in zip(now, taken, strict=True):
            outcomes[part.id] = outcome
        waiting = later
    return [outcomes[part.id] for _, part in of]


def leave_run(
    session: Session, lines: Sequence[PaymentLine], *, actor: Actor, at: datetime, remarks: str
) -> None:
    """Recall these payments: they leave the run and are ready again."""
    for line in lines:
        line.taken_out_at = at
    session.flush()
    outcomes = take(
        session, of_lines(session, lines), "recall", actor=actor, at=at, remarks=remarks
    )
    refusals = [refusal for outcome in outcomes for refusal in outcome.refusals]
    if refusals:
        raise Refused(*refusals)


def of_lines(session: Session, lines: Sequence[PaymentLine]) -> list[Of]:
    """The instalments that stand behind these payments."""
    references = references_of(session, {line.case_id for line in lines})
    return dossiers_of(session, [(references[line.case_id], line.instalment) for line in lines])


def dossiers_of(session: Session, wanted: Sequence[tuple[str, int]]) -> list[Of]:
    """Instalments by case reference and number, each with the dossier of its case."""
    dossiers = take_up_many(session, {reference for reference, _ in wanted})
    return [(dossiers[reference], _part(dossiers[reference], n)) for reference, n in wanted]


def references_of(session: Session, cases: Iterable[int]) -> Mapping[int, str]:
    """The references of these cases, by id."""
    rows = session.execute(sa.select(Case.id, Case.reference).where(Case.id.in_(list(cases))))
    return {case_id: reference for case_id, reference in rows}


def _part(dossier: Dossier, number: int) -> Part:
    return next(part for part in dossier.instalments if part.number == number)
