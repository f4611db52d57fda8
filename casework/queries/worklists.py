"""What awaits whom: pages of cases in the order they fall due, any page as quick as the first.

Pages go on from the last row's due date and id (keyset), over partial indexes of cases in hand;
rows are plain values, never entities. Drafts and closed cases are on no worklist.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.records.case import IN_HAND, NOT_DUE, Case
from casework.records.case_event import CaseEvent
from casework.records.people import Enterprise, User
from workflows import application
from workflows.roles import Actor, Role, Scope

MOST_COUNTED = 1_000
PAGE = 50


class After(NamedTuple):
    """The last row of a page, from which the next goes on."""

    due_on: date
    id: int


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One case on a worklist."""

    id: int
    reference: str
    state: str
    clause_id: str
    enterprise: str
    credit_code: str
    filed_on: date | None
    clock_from: date | None
    due_on: date | None
    due_provisional: bool
    assigned_to: str | None
    ceiling_fen: int | None
    last_event: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and from where the next page goes on; None at the end."""

    rows: tuple[WorklistRow, ...]
    after: After | None


def awaited_states(roles: Collection[Role]) -> tuple[str, ...]:
    """The states in which a case awaits somebody of these roles, in the order of the process."""
    states = application.VERSIONS[application.CURRENT].workflow.states
    return tuple(state.name for state in states if set(state.awaits) & set(roles))


def to_do(
    session: Session,
    actor: Actor,
    *,
    states: Sequence[str] | None = None,
    own: bool = False,
    after: After | None = None,
    most: int = PAGE,
) -> Page:
    """What awaits the actor (待办), soonest due first; `own` only what is assigned to them."""
    wanted = tuple(states) if states is not None else awaited_states(actor.roles)
    chosen = _rows().where(_reach(actor), Case.state.in_(wanted))
    if own:
        chosen = chosen.where(Case.assigned_to_id == actor.user_id)
    return _page(session, chosen, after, most)


def in_hand(
    session: Session, actor: Actor, *, after: After | None = None, most: int = PAGE
) -> Page:
    """Every case in hand that the actor sees, soonest due first."""
    return _page(session, _rows().where(_reach(actor)), after, most)


def count_in_hand(session: Session, actor: Actor, *, states: Sequence[str] | None = None) -> int:
    """How many cases are in hand, counted no further than to one above `MOST_COUNTED`."""
    chosen = sa.select(Case.id).where(IN_HAND, _reach(actor))
    if states is not None:
        chosen = chosen.where(Case.state.in_(states))
    capped = chosen.limit(MOST_COUNTED + 1).subquery()
    return int(session.execute(sa.select(sa.func.count()).select_from(capped)).scalar_one())


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One act of a person on a case (已办)."""

    event_id: int
    at: datetime
    reference: str
    action: str
    state: str


def done(
    session: Session, actor: Actor, *, before: tuple[datetime, int] | None = None, most: int = PAGE
) -> tuple[DoneRow, ...]:
    """What the actor has done, the latest first; goes on before the last row's time and id."""
    chosen = (
        sa.select(CaseEvent.id, CaseEvent.at, Case.reference, CaseEvent.action, Case.state)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.actor_id == actor.user_id)
        .order_by(CaseEvent.at.desc(), CaseEvent.id.desc())
        .limit(most)
    )
    if before is not None:
        chosen = chosen.where(sa.tuple_(CaseEvent.at, CaseEvent.id) < sa.tuple_(*before))
    return tuple(DoneRow(*row) for row in session.execute(chosen))


def of_enterprise(session: Session, enterprise_id: int) -> tuple[WorklistRow, ...]:
    """Every case of an enterprise, also drafts and closed ones, the latest first (我发起的)."""
    chosen = _columns().where(Case.enterprise_id == enterprise_id).order_by(Case.id.desc())
    return tuple(_row(row) for row in session.execute(chosen))


def _reach(actor: Actor) -> sa.ColumnElement[bool]:
    """Written so that the narrowest index serves: a department's own list has no OR in it."""
    scopes = {role.scope for role in actor.roles}
    if scopes <= {Scope.DEPARTMENT, Scope.NO_CASE} and actor.department is not None:
        own = Case.department_id == actor.department
        return sa.and_(own, ~permissions.recused(actor, Case.id))
    return permissions.visible_cases(actor)


def _columns() -> sa.Select[*tuple[Any, ...]]:
    handler = sa.orm.aliased(User)
    return (
        sa.select(
            *(Case.id, Case.reference, Case.state, Case.clause_id, Enterprise.name),
            *(Enterprise.credit_code, Case.filed_on, Case.clock_from, Case.due_on),
            *(Case.due_provisional, handler.display_name, Case.ceiling_fen, Case.last_event),
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .outerjoin(handler, handler.id == Case.assigned_to_id)
    )


def _rows() -> sa.Select[*tuple[Any, ...]]:
    return _columns().where(IN_HAND).order_by(Case.due_on, Case.id)


def _page(
    session: Session, chosen: sa.Select[*tuple[Any, ...]], after: After | None, most: int
) -> Page:
    if after is not None:
        chosen = chosen.where(sa.tuple_(Case.due_on, Case.id) > sa.tuple_(*after))
    found = session.execute(chosen.limit(most + 1)).all()
    rows = tuple(_row(row) for row in found[:most])
    last = found[most - 1] if len(found) > most else None
    return Page(rows, None if last is None else After(last.due_on, last.id))


def _row(row: Any) -> WorklistRow:
    values = list(row)
    values[8] = None if row.due_on == NOT_DUE else row.due_on
    return WorklistRow(*values)
