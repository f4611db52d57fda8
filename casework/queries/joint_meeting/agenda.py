"""What the pages of a meeting show: a constant number of statements, whatever its size.

Whoever is recused from a case sees of its item only that it is there; nobody sees the opinions of
others before their own is given, or the item is concluded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.permissions import recused
from casework.queries.joint_meeting.sitting import Chair, Sitting, claims_on, item_of, items_of
from casework.queries.joint_meeting.told import ItemTold, items_told, opinions_told
from casework.queries.rule_book import terms
from casework.records.case import Case
from casework.records.meeting.agenda import AgendaItem, ItemResult, MeetingOpinion
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import Department, Enterprise
from workflows.facts import Result
from workflows.meeting.minutes import ItemStanding, Stage
from workflows.meeting.recusal import kept_out
from workflows.meeting.settings import Ground
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor

_UNFINISHED = (Stage.ISSUED, Stage.CANCELLED)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting of the calendar."""

    id: int
    reference: str
    title: str
    place: str
    starts_at: datetime
    stage: Stage
    items: int


@dataclass(frozen=True, slots=True)
class Nominated:
    """A case that waits for a meeting."""

    reference: str
    enterprise: str
    clause: str
    department: str
    recommended: Money | None
    waiting_since: date | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of an agenda as somebody may see it; a recused person sees no case."""

    position: int
    standing: ItemStanding
    grounds: tuple[Ground, ...]
    recused: bool
    reference: str
    enterprise: str
    clause: str
    recommended: Money | None
    ceiling: Money | None
    result: Result | None
    amount: Money | None
    given: int
    """How many opinions were given."""
    present: int
    mine_given: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item in full; `opinions` is None while they are not to be seen yet."""

    row: ItemRow
    department: str
    recused_departments: tuple[str, ...]
    absent_departments: tuple[str, ...]
    opinions: Sequence[Mapping[str, str]] | None
    outstanding: tuple[str, ...]
    result: ItemResult | None
    responsible: str


def calendar(
    session: Session, actor: Actor, *, most: int = 50, before: int | None = None
) -> Sequence[MeetingRow]:
    """The meetings of the actor's district, the latest first; older ones `before` a meeting."""
    items = (
        sa.select(sa.func.count())
        .where(AgendaItem.meeting_id == JointMeeting.id)
        .correlate(JointMeeting)
        .scalar_subquery()
    )
    wanted = (
        sa.select(
            JointMeeting.id,
            JointMeeting.reference,
            JointMeeting.title,
            JointMeeting.place,
            JointMeeting.starts_at,
            JointMeeting.stage,
            items,
        )
        .where(JointMeeting.district_id == actor.district)
        .order_by(JointMeeting.starts_at.desc(), JointMeeting.id.desc())
        .limit(most)
    )
    if before is not None:
        then = sa.select(JointMeeting.starts_at).where(JointMeeting.id == before).scalar_subquery()
        wanted = wanted.where(
            sa.or_(
                JointMeeting.starts_at < then,
                sa.and_(JointMeeting.starts_at == then, JointMeeting.id < before),
            )
        )
    return [MeetingRow(*row) for row in session.execute(wanted)]


def nominated(session: Session, actor: Actor, *, most: int = 200) -> Sequence[Nominated]:
    """The cases of the district that wait for a meeting, the longest waiting first."""
    on_agenda = sa.exists().where(
        AgendaItem.case_id == Case.id,
        AgendaItem.standing != ItemStanding.NOT_HEARD,
        JointMeeting.id == AgendaItem.meeting_id,
        JointMeeting.stage.not_in(_UNFINISHED),
    )
    rows = session.execute(
        sa.select(
            Case.reference,
            Enterprise.name,
            Case.clause_id,
            Department.short,
            Case.ceiling_fen,
            Case.clock_from,
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Department, Department.id == Case.department_id)
        .where(
            Case.state == "joint_meeting",
            Case.district_id == actor.district,
            ~on_agenda,
            ~recused(actor, Case.id),
        )
        .order_by(Case.clock_from, Case.id)
        .limit(most)
    )
    return [
        Nominated(reference, name, terms(clause_id).clause.name, short, _money(fen), since)
        for reference, name, clause_id, short, fen, since in rows
    ]


def agenda(session: Session, sitting: Sitting, actor: Actor) -> Sequence[ItemRow]:
    """Every item of a meeting, in order."""
    items = items_of(session, sitting)
    told = items_told(session, items)
    given = _given(session, items)
    out = claims_on(session, [item.case_id for item in items])
    chair = sitting.chair_of(actor.user_id)
    return [
        _row(
            item,
            told[item.id],
            given.get(item.id, frozenset()),
            recused=bool(actor.persons & kept_out(out[item.case_id])),
            chair=chair,
        )
        for item in items
    ]


def item_page(session: Session, sitting: Sitting, position: int, actor: Actor) -> ItemPage:
    """One item in full; Refused for whoever is recused from it, also by direct address."""
    item = item_of(session, sitting, position)
    out = kept_out(claims_on(session, (item.case_id,))[item.case_id])
    if actor.persons & out:
        raise Refused(Refusal("recused"))
    told, chair = items_told(session, (item,))[item.id], sitting.chair_of(actor.user_id)
    given = _given(session, (item,)).get(item.id, frozenset())
    row = _row(item, told, given, recused=False, chair=chair)
    votes_here = chair is not None and chair.votes and chair.person_id == actor.user_id
    hidden = item.standing is ItemStanding.OPEN and votes_here and not row.mine_given
    opinions = None if hidden else opinions_told(session, sitting, (item,)).get(item.id, [])
    present = set(item.roll["present"]) if item.roll is not None else set()
    return ItemPage(
        row=row,
        department=told.department,
        recused_departments=_names(sitting, item, "recused"),
        absent_departments=tuple(
            one.department for one in sitting.chairs if one.votes and one.person_id is None
        ),
        opinions=opinions,
        outstanding=tuple(
            one.department
            for one in sitting.chairs
            if one.department_id in present and one.id not in given
        ),
        result=told.result,
        responsible=told.responsible,
    )


def _given(session: Session, items: Sequence[AgendaItem]) -> Mapping[int, frozenset[int]]:
    """Which seats have spoken on each item."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        sa.select(MeetingOpinion.item_id, MeetingOpinion.seat_id).where(
            MeetingOpinion.item_id.in_([item.id for item in items])
        )
    )
    for item_id, seat_id in rows:
        found[item_id].add(seat_id)
    return {item_id: frozenset(seats) for item_id, seats in found.items()}


def _row(
    item: AgendaItem,
    told: ItemTold,
    given: frozenset[int],
    *,
    recused: bool,
    chair: Chair | None,
) -> ItemRow:
    result = told.result
    return ItemRow(
        position=item.position,
        standing=item.standing,
        grounds=() if recused else tuple(Ground(ground) for ground in item.grounds),
        recused=recused,
        reference="" if recused else told.reference,
        enterprise="" if recused else told.enterprise,
        clause="" if recused else told.clause,
        recommended=None if recused else _money(item.recommended_fen),
        ceiling=None if recused else _money(item.ceiling_fen),
        result=None if recused or result is None else result.result,
        amount=None if recused or result is None else _money(result.amount_fen),
        given=len(given),
        present=0 if item.roll is None else len(item.roll["present"]),
        mine_given=chair is not None and chair.id in given,
    )


def _names(sitting: Sitting, item: AgendaItem, part: str) -> tuple[str, ...]:
    return () if item.roll is None else tuple(sitting.name_of(one) for one in item.roll[part])


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
