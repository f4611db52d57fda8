"""Calling a meeting: its members, its agenda, its papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.joint_meeting import letters
from casework.commands.joint_meeting.act import keep_act, take_act
from casework.commands.numbering import next_number
from casework.queries.deputies import refuse_beyond, refuse_ended
from casework.queries.dossier import Dossier, take_up_many
from casework.queries.joint_meeting.grounds import grounds_of, to_government
from casework.queries.joint_meeting.sitting import Sitting, item_of, items_of, take_up
from casework.queries.people import departments
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.joint_meeting import JointMeeting, MeetingSeat
from casework.records.people import Department, User, UserStatus
from workflows.meeting.minutes import ItemStanding, Stage
from workflows.meeting.papers import convening_refusals, sending_refusals
from workflows.meeting.quorum import Seat, seating_refusals
from workflows.meeting.settings import as_table, default_settings
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import ADMINISTRATORS, Actor, Role
from workflows.term import civil_date, utc_text
from workflows.workdays import official_calendar


@dataclass(frozen=True, slots=True)
class Place:
    """A seat somebody is to have at a meeting."""

    department_id: str
    holder_id: int
    votes: bool = True
    convener: bool = False


def call(
    session: Session,
    *,
    title: str,
    place: str,
    starts_at: datetime,
    members: Sequence[Place],
    actor: Actor,
    at: datetime,
) -> JointMeeting:
    """Call a meeting of the actor's district for a time ahead; Refused with every fault."""
    if Role.SECRETARY not in actor.roles or actor.roles & ADMINISTRATORS:
        raise Refused(Refusal("not_your_step", {"roles": (Role.SECRETARY,)}))
    host = None if actor.department is None else session.get(Department, actor.department)
    if host is None:
        raise Refused(Refusal("beyond_your_reach"))
    _refuse_wrong_call(session, host, title, place, starts_at, members, at)
    year, settings = civil_date(starts_at).year, default_settings()
    serial = next_number(session, f"meeting/{host.district_id}/{year}")
    meeting = JointMeeting(
        district_id=host.district_id,
        host_department_id=host.id,
        year=year,
        serial=serial,
        reference=f"{host.id.split('-')[0].upper()}-M-{year}-{serial:03d}",
        title=title.strip(),
        place=place.strip(),
        starts_at=starts_at,
        settings=as_table(settings),
        stage=Stage.CALLED,
        called_by_id=actor.user_id,
        called_at=at,
        last_act=0,
        last_hash="",
    )
    session.add(meeting)
    session.flush()
    session.add_all(
        MeetingSeat(
            meeting_id=meeting.id,
            department_id=one.department_id,
            holder_id=one.holder_id,
            votes=one.votes,
            convener=one.convener,
        )
        for one in members
    )
    session.flush()
    sitting = take_up(session, meeting.reference)
    refuse_ended(session, actor, civil_date(at))
    keep_act(
        session,
        sitting,
        "call",
        Stage.CALLED,
        actor=actor,
        at=at,
        particulars={"starts_at": utc_text(starts_at), "place": meeting.place},
    )
    return meeting


def _refuse_wrong_call(
    session: Session,
    host: Department,
    title: str,
    place: str,
    starts_at: datetime,
    members: Sequence[Place],
    at: datetime,
) -> None:
    known = {one.id: one.short for one in departments(session, host.district_id)}
    holders = {
        user.id: user
        for user in session.scalars(
            sa.select(User).where(User.id.in_([one.holder_id for one in members]))
        )
    }
    seats = [Seat(one.department_id, one.holder_id, one.votes, one.convener) for one in members]
    found = [
        *convening_refusals(starts_at, at=at),
        *seating_refusals(seats, departments=known, settings=default_settings()),
        *(Refusal("meeting_without_title") for words in (title, place) if not words.strip()),
    ]
    for one in members:
        holder = holders.get(one.holder_id)
        if holder is None or holder.status is not UserStatus.ACTIVE:
            found.append(Refusal("member_not_active", {"person": one.holder_id}))
        elif holder.department_id != one.department_id:
            found.append(Refusal("member_of_other_department", {"person": holder.display_name}))
    everyone = {one.id: one.short for one in session.scalars(sa.select(Department))}
    refuse_any(_called_by_name(refusal, everyone, holders) for refusal in found)


def _called_by_name(refusal: Refusal, names: dict[str, str], people: dict[int, User]) -> Refusal:
    told = dict(refusal.particulars)
    if told.get("department") in names:
        told["department"] = names[str(told["department"])]
    person = told.get("person")
    if isinstance(person, int) and person in people:
        told["person"] = people[person].display_name
    return Refusal(refusal.code, told)


def put_on_agenda(
    session: Session, *, meeting: str, references: Iterable[str], actor: Actor, at: datetime
) -> list[AgendaItem]:
    """Put nominated cases on the agenda, in this order; all or none, with every reason."""
    sitting, wanted = take_up(session, meeting), list(references)
    if not wanted:
        raise Refused(Refusal("nothing_chosen"))
    dossiers = take_up_many(session, wanted)
    busy = _on_unfinished_agenda(session, [dossier.case.id for dossier in dossiers.values()])
    refuse_any(
        refusal
        for reference in wanted
        for refusal in _agenda_refusals(sitting, reference, dossiers.get(reference), busy)
    )
    for dossier in dossiers.values():
        refuse_beyond(session, dossier, actor, None, civil_date(at))
    take_act(
        session,
        sitting,
        "put_on_agenda",
        actor=actor,
        at=at,
        particulars={"cases": wanted},
    )
    first = 1 + max((item.position for item in items_of(session, sitting)), default=0)
    items = [
        _item(sitting, dossiers[reference], first + place) for place, reference in enumerate(wanted)
    ]
    session.add_all(items)
    session.flush()
    return items


def _agenda_refusals(
    sitting: Sitting, reference: str, dossier: Dossier | None, busy: frozenset[int]
) -> Iterable[Refusal]:
    if dossier is None:
        yield Refusal("case_unknown", {"reference": reference})
        return
    case = dossier.case
    if case.district_id != sitting.meeting.district_id:
        yield Refusal("case_of_other_district", {"case": reference})
        return
    if case.state != "joint_meeting":
        yield Refusal("case_not_nominated", {"case": reference})
    if dossier.calculation is None:
        yield Refusal("case_not_assessed", {"case": reference})
    if case.id in busy:
        yield Refusal("case_on_agenda_already", {"case": reference})


def _on_unfinished_agenda(session: Session, case_ids: Sequence[int]) -> frozenset[int]:
    """Cases that wait on an agenda, or whose minutes are not issued yet."""
    unfinished = (Stage.ISSUED, Stage.CANCELLED)
    return frozenset(
        session.scalars(
            sa.select(AgendaItem.case_id)
            .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
            .where(
                AgendaItem.case_id.in_(case_ids),
                AgendaItem.standing != ItemStanding.NOT_HEARD,
                JointMeeting.stage.not_in(unfinished),
            )
        )
    )


def _item(sitting: Sitting, dossier: Dossier, position: int) -> AgendaItem:
    case, sums = dossier.case, dossier.calculation
    assert sums is not None
    grounds = grounds_of(dossier)
    return AgendaItem(
        meeting_id=sitting.meeting.id,
        position=position,
        case_id=case.id,
        ground=grounds[0],
        grounds=[ground.value for ground in grounds],
        to_government=to_government(dossier),
        case_event=case.last_event,
        assessment_id=sums.id,
        recommended_fen=sums.amount_fen,
        ceiling_fen=sums.ceiling_fen,
        standing=ItemStanding.WAITING,
    )


def take_off_agenda(
    session: Session, *, meeting: str, position: int, reason: str, actor: Actor, at: datetime
) -> None:
    """Take an item off before the papers are out; its number is not used again."""
    sitting = take_up(session, meeting)
    item = item_of(session, sitting, position)
    if item.standing is not ItemStanding.WAITING:
        raise Refused(Refusal("item_not_waiting", {"item": position}))
    take_act(
        session,
        sitting,
        "take_off_agenda",
        actor=actor,
        at=at,
        position=position,
        particulars={"reason": reason.strip()},
    )
    item.standing = ItemStanding.NOT_HEARD


def send_papers(session: Session, *, meeting: str, actor: Actor, at: datetime) -> Document:
    """Send the notice with the papers; Refused with an empty agenda, or too late."""
    sitting = take_up(session, meeting)
    items = [i for i in items_of(session, sitting) if i.standing is ItemStanding.WAITING]
    sitting.refuse(
        [
            *(() if items else (Refusal("agenda_empty"),)),
            *sending_refusals(
                civil_date(sitting.meeting.starts_at),
                sent_on=civil_date(at),
                settings=sitting.settings,
                calendar=official_calendar(),
            ),
        ]
    )
    take_act(session, sitting, "send_papers", actor=actor, at=at)
    sitting.meeting.papers_sent_at = at
    return letters.meeting_notice(session, sitting, items, actor=actor, at=at)


def cancel(session: Session, *, meeting: str, reason: str, actor: Actor, at: datetime) -> None:
    """Cancel a meeting that has not begun; its cases wait for another one."""
    if not reason.strip():
        raise Refused(Refusal("reason_wanted"))
    sitting = take_up(session, meeting)
    take_act(session, sitting, "cancel", actor=actor, at=at, particulars={"reason": reason.strip()})
    for item in items_of(session, sitting):
        item.standing = ItemStanding.NOT_HEARD
