"""A sitting: a meeting with its seats and who came, read under lock for the next act on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.records.meeting.agenda import AgendaItem, ItemResult, MeetingOpinion
from casework.records.meeting.joint_meeting import Attendance, JointMeeting, MeetingSeat
from casework.records.people import Department, User
from casework.records.recusal import Recusal
from workflows.meeting.minutes import Stage
from workflows.meeting.quorum import Presence, Roll, Seat, roll_for
from workflows.meeting.recusal import RecusalClaim, kept_out
from workflows.meeting.settings import MeetingSettings, read_settings
from workflows.meeting.votes import Opinion
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date
from workflows.workdays import DueDate, WorkCalendar


class Chair(NamedTuple):
    """A seat with the names that go with it; `person_id` is who came, None for nobody."""

    id: int
    department_id: str
    department: str
    holder_id: int
    holder: str
    votes: bool
    convener: bool
    person_id: int | None
    person: str | None
    letter: str | None


@dataclass(slots=True)
class Sitting:
    """A meeting with its seats, in the order they were listed."""

    meeting: JointMeeting
    chairs: tuple[Chair, ...]
    settings: MeetingSettings = field(init=False)

    def __post_init__(self) -> None:
        self.settings = read_settings(self.meeting.settings)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The seats as the rule book knows them."""
        return tuple(
            Seat(chair.department_id, chair.holder_id, chair.votes, chair.convener)
            for chair in self.chairs
        )

    @property
    def came(self) -> tuple[Presence, ...]:
        """Who came, as the rule book knows them."""
        return tuple(
            Presence(chair.department_id, chair.person_id, chair.letter)
            for chair in self.chairs
            if chair.person_id is not None
        )

    def due(self, calendar: WorkCalendar) -> DueDate | None:
        """By when the minutes are to be drafted, then issued; None at any other stage."""
        closed, stage = self.meeting.closed_at, self.meeting.stage
        if closed is None or stage not in (Stage.CLOSED, Stage.DRAFTED):
            return None
        days = self.settings.drafting_days
        if stage is Stage.DRAFTED:
            days += self.settings.countersigning_days
        return calendar.add_workdays(civil_date(closed), days)

    def roll(self, recused: Iterable[int]) -> Roll:
        """Who counts for an item from which these users are recused."""
        return roll_for(self.seats, self.came, recused=frozenset(recused), settings=self.settings)

    def chair_of(self, person_id: int) -> Chair | None:
        """The seat this person sits on, or has been given."""
        sat = next((chair for chair in self.chairs if chair.person_id == person_id), None)
        return sat or next((c for c in self.chairs if c.holder_id == person_id), None)

    def chair(self, department_id: str) -> Chair:
        """The seat of a department; Refused where it has none."""
        for chair in self.chairs:
            if chair.department_id == department_id:
                return chair
        raise Refused(Refusal("department_not_seated", {"department": department_id}))

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Raise Refused with all of them, departments called by their names."""
        found = tuple(self._named(refusal) for refusal in refusals)
        if found:
            raise Refused(*found)

    def name_of(self, department_id: str) -> str:
        """The short name of a department at this meeting."""
        return self._names().get(department_id, department_id)

    def _names(self) -> Mapping[str, str]:
        return {chair.department_id: chair.department for chair in self.chairs}

    def _named(self, refusal: Refusal) -> Refusal:
        told = dict(refusal.particulars)
        if isinstance(told.get("department"), str):
            told["department"] = self.name_of(str(told["department"]))
        if isinstance(told.get("departments"), tuple):
            told["departments"] = tuple(self.name_of(str(one)) for one in told["departments"])  # type: ignore[attr-defined]
        return Refusal(refusal.code, told)


def take_up(session: Session, reference: str, *, seen: int | None = None) -> Sitting:
    """The meeting under lock, so that acts queue; Refused if unknown, or moved on since `seen`."""
    meeting = session.scalars(
        sa.select(JointMeeting)
        .where(JointMeeting.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if meeting is None:
        raise Refused(Refusal("meeting_unknown", {"reference": reference}))
    if seen is not None and seen != meeting.last_act:
        raise Refused(Refusal("meeting_moved_on", {"reference": reference}))
    return Sitting(meeting, chairs_of(session, meeting.id))


def look_at(session: Session, reference: str, actor: Actor) -> Sitting:
    """The meeting to be shown to an officer of its district; Refused for anybody else."""
    meeting = session.scalars(
        sa.select(JointMeeting).where(
            JointMeeting.reference == reference, JointMeeting.district_id == actor.district
        )
    ).one_or_none()
    if meeting is None:
        raise Refused(Refusal("meeting_unknown", {"reference": reference}))
    return Sitting(meeting, chairs_of(session, meeting.id))


def chairs_of(session: Session, meeting_id: int) -> tuple[Chair, ...]:
    """The seats of a meeting with names and who came, in one statement."""
    holder, person = aliased(User), aliased(User)
    rows = session.execute(
        sa.select(
            MeetingSeat.id,
            MeetingSeat.department_id,
            Department.short,
            MeetingSeat.holder_id,
            holder.display_name,
            MeetingSeat.votes,
            MeetingSeat.convener,
            Attendance.person_id,
            person.display_name,
            Attendance.letter_number,
        )
        .join(Department, Department.id == MeetingSeat.department_id)
        .join(holder, holder.id == MeetingSeat.holder_id)
        .outerjoin(Attendance, Attendance.seat_id == MeetingSeat.id)
        .outerjoin(person, person.id == Attendance.person_id)
        .where(MeetingSeat.meeting_id == meeting_id)
        .order_by(MeetingSeat.id)
    )
    return tuple(Chair._make(row) for row in rows)


def items_of(session: Session, sitting: Sitting) -> Sequence[AgendaItem]:
    """The agenda in order."""
    return session.scalars(
        sa.select(AgendaItem)
        .where(AgendaItem.meeting_id == sitting.meeting.id)
        .order_by(AgendaItem.position)
    ).all()


def item_of(session: Session, sitting: Sitting, position: int) -> AgendaItem:
    """One item of the agenda; Refused where there is none."""
    for item in session.scalars(
        sa.select(AgendaItem).where(
            AgendaItem.meeting_id == sitting.meeting.id, AgendaItem.position == position
        )
    ):
        return item
    raise Refused(Refusal("item_unknown", {"item": position}))


def result_of(session: Session, item: AgendaItem) -> ItemResult | None:
    """What was resolved on an item, if it was."""
    return session.scalars(sa.select(ItemResult).where(ItemResult.item_id == item.id)).one_or_none()


def opinions_on(session: Session, sitting: Sitting, item: AgendaItem) -> list[Opinion]:
    """The opinions given on an item, in the order they were given."""
    departments = {chair.id: chair.department_id for chair in sitting.chairs}
    given = session.scalars(
        sa.select(MeetingOpinion)
        .where(MeetingOpinion.item_id == item.id)
        .order_by(MeetingOpinion.id)
    )
    return [
        Opinion(departments[one.seat_id], one.person_id, one.choice, one.reason) for one in given
    ]


def claims_on(session: Session, case_ids: Iterable[int]) -> dict[int, list[RecusalClaim]]:
    """The recusals raised on these cases, by case."""
    found: dict[int, list[RecusalClaim]] = {case_id: [] for case_id in case_ids}
    for row in session.scalars(
        sa.select(Recusal).where(Recusal.case_id.in_(list(found))).order_by(Recusal.id)
    ):
        found[row.case_id].append(RecusalClaim(row.person_id, row.raised_by_id, row.standing))
    return found


def recused_from(session: Session, item: AgendaItem) -> frozenset[int]:
    """Who is out of the item's case now."""
    return kept_out(claims_on(session, (item.case_id,))[item.case_id])


def roll_now(session: Session, sitting: Sitting, item: AgendaItem) -> Roll:
    """Who counts for an open item: present when it was opened, and not recused since.

    Refused where it was not opened.
    """
    if item.roll is None:
        raise Refused(Refusal("item_not_open", {"item": item.position}))
    then = set(item.roll["present"])
    came = tuple(one for one in sitting.came if one.department in then)
    recused = recused_from(session, item)
    return roll_for(sitting.seats, came, recused=recused, settings=sitting.settings)
