"""What awaits whom: pages of cases in the order they fall due, any page as quick as the first.

Pages go on from the last row's due date and id (keyset), over partial indexes of cases in hand;
rows are plain values, never entities. Drafts and closed cases are on no worklist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries import names
from casework.queries.sought import Sought, sought
from casework.records.case import IN_HAND, NOT_DUE, Case
from casework.records.people import Enterprise, User
from casework.records.review import Opinion
from workflows import application
from workflows.roles import Actor, Role, Scope
from workflows.urgency import Urgency, last_soon_day
from workflows.workdays import official_calendar

MOST_COUNTED = 1_000
PAGE = 50


class After(NamedTuple):
    """The last row of a page, from which the next goes on."""

    due_on: date
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for on a worklist; an empty field asks nothing."""

    states: tuple[str, ...] = ()
    clause: str = ""
    department: str = ""
    due: str = ""
    """A value of `Urgency`."""
    handler: str = ""
    """`mine`, `nobody`, or empty for everybody."""
    text: str = ""
    """A case reference or its number, a credit code, or part of a name."""


ALL = Wanted()


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
    department_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and from where the next page goes on; None at the end."""

    rows: tuple[WorklistRow, ...]
    after: After | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much awaits somebody, each counted no further than to one above `MOST_COUNTED`."""

    to_do: int
    over: int
    soon: int
    mine: int


def awaited_states(roles: Collection[Role]) -> tuple[str, ...]:
    """The states in which a case awaits somebody of these roles, in the order of the process."""
    states = application.VERSIONS[application.CURRENT].workflow.states
    return tuple(state.name for state in states if set(state.awaits) & set(roles))


def to_do(
    session: Session,
    actor: Actor,
    wanted: Wanted = ALL,
    *,
    on: date,
    after: After | None = None,
    most: int = PAGE,
) -> Page:
    """What awaits the actor (待办), soonest due first."""
    chosen = _rows().where(awaits(actor), *_asked(session, actor, wanted, on))
    return _page(session, chosen, after, most)


def in_hand(
    session: Session,
    actor: Actor,
    wanted: Wanted = ALL,
    *,
    on: date,
    after: After | None = None,
    most: int = PAGE,
) -> Page:
    """Every case in hand that the actor sees, soonest due first."""
    chosen = _rows().where(_reach(actor), *_asked(session, actor, wanted, on))
    return _page(session, chosen, after, most)


def find(session: Session, actor: Actor, text: str, *, on: date, most: int = PAGE) -> Page:
    """The latest cases that the actor sees and the text names, also closed ones."""
    clue = sought(session, text, actor=actor, on=on)
    if clue.is_nothing:
        return Page((), None)
    chosen = _columns().where(permissions.visible_cases(actor), clue.condition)
    found = session.execute(chosen.order_by(Case.id.desc()).limit(most))
    return Page(tuple(_row(row) for row in found), None)


def counts(session: Session, actor: Actor, *, on: date) -> Counts:
    """How much awaits the actor, how much of it is late or soon due, how much is their own."""
    mine = Case.assigned_to_id == actor.user_id
    parts = ((), (_due(Urgency.OVER, on),), (_due(Urgency.SOON, on),), (mine,))
    capped = [
        sa.select(sa.func.count())
        .select_from(
            sa.select(Case.id)
            .where(IN_HAND, awaits(actor), *part)
            .limit(MOST_COUNTED + 1)
            .subquery()
        )
        .scalar_subquery()
        for part in parts
    ]
    return Counts(*session.execute(sa.select(*capped)).one())


def of_enterprise(session: Session, enterprise_id: int) -> tuple[WorklistRow, ...]:
    """Every case of an enterprise, also drafts and closed ones, the latest first."""
    chosen = _columns().where(Case.enterprise_id == enterprise_id).order_by(Case.id.desc())
    return tuple(_row(row) for row in session.execute(chosen))


@lru_cache(maxsize=2_000)
def awaits(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether a case waits for an act of this person's roles, within the reach of each."""
    states: dict[Scope, list[str]] = {}
    for role in sorted(actor.roles):
        states.setdefault(role.scope, []).extend(awaited_states((role,)))
    parts = list(_awaiting(actor, {scope: sorted(set(some)) for scope, some in states.items()}))
    return sa.and_(sa.or_(sa.false(), *parts), ~permissions.recused(actor, Case.id))


def _awaiting(actor: Actor, states: dict[Scope, list[str]]) -> Iterator[sa.ColumnElement[bool]]:
    if states.get(Scope.DEPARTMENT) and actor.department is not None:
        named = Case.state.in_(states[Scope.DEPARTMENT])
        yield sa.and_(Case.department_id == actor.department, named)
    if states.get(Scope.DISTRICT) and actor.district is not None:
        named = Case.state.in_(states[Scope.DISTRICT])
        yield sa.and_(Case.district_id == actor.district, named)
    if states.get(Scope.CONSULTED) and actor.department is not None:
        asked = sa.exists().where(
            Opinion.case_id == Case.id,
            Opinion.department_id == actor.department,
            Opinion.answered_at.is_(None),
        )
        yield sa.and_(Case.state.in_(states[Scope.CONSULTED]), asked)


@lru_cache(maxsize=2_000)
def _reach(actor: Actor) -> sa.ColumnElement[bool]:
    """Written so that the narrowest index serves: a department's own list has no OR in it."""
    scopes = {role.scope for role in actor.roles}
    if scopes <= {Scope.DEPARTMENT, Scope.NO_CASE} and actor.department is not None:
        own = Case.department_id == actor.department
        return sa.and_(own, ~permissions.recused(actor, Case.id))
    return permissions.visible_cases(actor)


def _asked(
    session: Session, actor: Actor, wanted: Wanted, on: date
) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.states:
        yield Case.state.in_(wanted.states)
    if wanted.clause:
        yield Case.clause_id == wanted.clause
    if wanted.department:
        yield Case.department_id == wanted.department
    if wanted.due:
        yield _due(Urgency(wanted.due), on)
    if wanted.handler == "mine":
        yield Case.assigned_to_id == actor.user_id
    if wanted.handler == "nobody":
        yield Case.assigned_to_id.is_(None)
    if wanted.text:
        yield _named(session, actor, wanted.text, on)


def _named(session: Session, actor: Actor, text: str, on: date) -> sa.ColumnElement[bool]:
    """A common part of a name is asked of each row in turn: the page is full soon enough."""
    clue: Sought = sought(session, text, actor=actor, on=on)
    return names.holds_part(text, Case.enterprise_id) if clue.is_common else clue.condition


def _due(urgency: Urgency, on: date) -> sa.ColumnElement[bool]:
    if urgency is Urgency.OVER:
        return Case.due_on < on
    last = last_soon_day(on, official_calendar())
    return Case.due_on.between(on, last) if urgency is Urgency.SOON else Case.due_on > last


@cache
def _columns() -> sa.Select[*tuple[Any, ...]]:
    handler = sa.orm.aliased(User)
    return (
        sa.select(
            *(Case.id, Case.reference, Case.state, Case.clause_id, Enterprise.name),
            *(Enterprise.credit_code, Case.filed_on, Case.clock_from, Case.due_on),
            *(Case.due_provisional, handler.display_name, Case.ceiling_fen, Case.last_event),
            Case.department_id,
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .outerjoin(handler, handler.id == Case.assigned_to_id)
    )


@cache
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
