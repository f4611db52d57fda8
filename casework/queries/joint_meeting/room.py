"""Everything the page of one meeting shows, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries import documents
from casework.queries.joint_meeting import agenda
from casework.queries.joint_meeting.agenda import ItemRow, Nominated
from casework.queries.joint_meeting.bench import Bench, benches
from casework.queries.joint_meeting.sitting import Sitting, claims_on, items_of, look_at
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.joint_meeting import JointMeeting, MeetingAct
from casework.records.people import User
from workflows.meeting.acts import ACTS, act_refusals
from workflows.meeting.minutes import Stage
from workflows.meeting.recusal import kept_out
from workflows.refusals import Refusal
from workflows.roles import Actor

PAPERS = (Stage.CALLED, Stage.PAPERS_SENT, Stage.IN_SESSION)


class ActRow(NamedTuple):
    """One act of a meeting, as its history tells it."""

    number: int
    action: str
    position: int | None
    at: datetime
    person: str
    acting_for: str | None


@dataclass(frozen=True, slots=True)
class Room:
    """One meeting as one person may see it."""

    sitting: Sitting
    items: Sequence[ItemRow]
    papers: Sequence[Document]
    acts: Sequence[ActRow]
    closed: Mapping[str, tuple[Refusal, ...]]
    """Of each act every reason of role and stage against it; nothing where it is open."""
    nominated: Sequence[Nominated]
    """Cases that could be put on, while the agenda is open to the person."""
    benches: Sequence[Bench]
    """Who could come for a department, while attendance is taken by the person."""

    @property
    def meeting(self) -> JointMeeting:
        """The meeting itself."""
        return self.sitting.meeting

    def may(self, action: str) -> bool:
        """Whether role and stage let the person do this now."""
        return not self.closed[action]


def room_of(session: Session, reference: str, actor: Actor, *, on: date) -> Room:
    """The page of a meeting; Refused as unknown for whoever is not of its district."""
    sitting = look_at(session, reference, actor)
    closed = closed_acts(sitting, actor)
    hidden = hidden_positions(session, sitting, actor)
    return Room(
        sitting=sitting,
        items=agenda.agenda(session, sitting, actor),
        papers=documents.of_meeting(session, sitting.meeting.id),
        acts=_acts(session, sitting, hidden),
        closed=closed,
        nominated=() if closed["put_on_agenda"] else agenda.nominated(session, actor),
        benches=() if closed["sign_in"] else benches(session, actor.district, on=on),
    )


def closed_acts(sitting: Sitting, actor: Actor) -> dict[str, tuple[Refusal, ...]]:
    """Of each act of a meeting every reason of role and stage against it."""
    meeting = sitting.meeting
    return {
        action: tuple(
            act_refusals(action, stage=meeting.stage, district=meeting.district_id, actor=actor)
        )
        for action in ACTS
    }


def hidden_positions(session: Session, sitting: Sitting, actor: Actor) -> frozenset[int]:
    """The items from which the person is recused."""
    cases = {item.case_id: item.position for item in items_of(session, sitting)}
    claims = claims_on(session, cases)
    return frozenset(cases[case] for case in cases if actor.persons & kept_out(claims[case]))


def is_kept_out(session: Session, reference: str, position: int, actor: Actor) -> bool:
    """Whether the person is recused from one item."""
    case_id = session.scalar(
        sa.select(AgendaItem.case_id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .where(JointMeeting.reference == reference, AgendaItem.position == position)
    )
    if case_id is None:
        return False
    return bool(actor.persons & kept_out(claims_on(session, (case_id,))[case_id]))


def is_there(session: Session, reference: str, position: int | None, actor: Actor) -> bool:
    """Whether there is such a meeting in the person's district, and such an item at it."""
    wanted = sa.select(JointMeeting.id).where(
        JointMeeting.reference == reference, JointMeeting.district_id == actor.district
    )
    if position is not None:
        wanted = wanted.join(AgendaItem, AgendaItem.meeting_id == JointMeeting.id).where(
            AgendaItem.position == position
        )
    return session.scalar(wanted) is not None


def _acts(session: Session, sitting: Sitting, hidden: frozenset[int]) -> list[ActRow]:
    lender = aliased(User)
    rows = session.execute(
        sa.select(
            MeetingAct.number,
            MeetingAct.action,
            MeetingAct.position,
            MeetingAct.at,
            User.display_name,
            lender.display_name,
        )
        .join(User, User.id == MeetingAct.actor_id)
        .outerjoin(lender, lender.id == MeetingAct.acting_for_id)
        .where(
            MeetingAct.meeting_id == sitting.meeting.id,
            MeetingAct.action.not_in(("give_opinion", "countersign")),
        )
        .order_by(MeetingAct.number.desc())
        .limit(100)
    )
    return [row for row in map(ActRow._make, rows) if row.position not in hidden]
