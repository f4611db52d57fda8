"""What a person has done (已办), and what they set going with others (我发起)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import IN_HAND, Case
from casework.records.case_event import CaseEvent
from casework.records.people import Enterprise
from workflows.roles import Actor

PAGE = 50
SENT_ON = (
    "return_for_correction",
    "request_joint_check",
    "recommend",
    "propose_decline",
    "send_back",
    "refer",
)
"""Acts after which a case waits for somebody else."""


class Before(NamedTuple):
    """The last row of a page, from which the next goes back."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of a person on a case, and where the case stands now."""

    id: int
    at: datetime
    reference: str
    enterprise: str
    clause_id: str
    action: str
    source: str
    target: str
    instalment: int | None
    state: str
    process_version: int


@dataclass(frozen=True, slots=True)
class Acts:
    """Some acts, the latest first, and from where the next page goes on."""

    rows: tuple[ActRow, ...]
    before: Before | None


def done(session: Session, actor: Actor, *, before: Before | None = None, most: int = PAGE) -> Acts:
    """What the actor has done, the latest first."""
    return _page(session, _acts(actor), before, most)


def started(
    session: Session, actor: Actor, *, before: Before | None = None, most: int = PAGE
) -> Acts:
    """What the actor sent on that is still in hand: each case once, by the latest such act."""
    later = sa.orm.aliased(CaseEvent)
    again = sa.exists().where(
        later.case_id == CaseEvent.case_id,
        later.actor_id == actor.user_id,
        later.action.in_(SENT_ON),
        later.number > CaseEvent.number,
    )
    chosen = _acts(actor).where(IN_HAND, CaseEvent.action.in_(SENT_ON), ~again)
    return _page(session, chosen, before, most)


def _acts(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            *(CaseEvent.id, CaseEvent.at, Case.reference, Enterprise.name, Case.clause_id),
            *(CaseEvent.action, CaseEvent.source, CaseEvent.target, CaseEvent.instalment),
            *(Case.state, Case.process_version),
        )
        .join(Case, Case.id == CaseEvent.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(CaseEvent.actor_id == actor.user_id)
        .order_by(CaseEvent.at.desc(), CaseEvent.id.desc())
    )


def _page(
    session: Session, chosen: sa.Select[*tuple[Any, ...]], before: Before | None, most: int
) -> Acts:
    if before is not None:
        chosen = chosen.where(sa.tuple_(CaseEvent.at, CaseEvent.id) < sa.tuple_(*before))
    rows = [ActRow(*row) for row in session.execute(chosen.limit(most + 1))]
    last = rows[most - 1] if len(rows) > most else None
    return Acts(tuple(rows[:most]), None if last is None else Before(last.at, last.id))
