"""Holding a meeting: who came, one item after the other, opinions, results."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.commands.files import StoredFile
from casework.commands.joint_meeting.act import require_act, take_act
from casework.queries.joint_meeting.sitting import (
    Sitting,
    claims_on,
    item_of,
    items_of,
    opinions_on,
    recused_from,
    roll_now,
    take_up,
)
from casework.queries.people import departments
from casework.records.case import Case
from casework.records.meeting.agenda import AgendaItem, FollowUp, ItemResult, MeetingOpinion
from casework.records.meeting.joint_meeting import Attendance
from workflows.facts import Result
from workflows.meeting import quorum, recusal
from workflows.meeting.minutes import ItemStanding, Stage, closing_refusals
from workflows.meeting.papers import opening_refusals
from workflows.meeting.quorum import Presence, Roll
from workflows.meeting.results import CARRIES, Conclusion, conclusion_refusals
from workflows.meeting.votes import Choice, Opinion, Tally, missing, opinion_refusals, tally
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role
from workflows.term import civil_date


def open_meeting(session: Session, *, meeting: str, actor: Actor, at: datetime) -> None:
    """Begin, no earlier than called for; whether an item has its quorum is asked item by item."""
    sitting = take_up(session, meeting)
    row = sitting.meeting
    sent = row.papers_sent_at is not None
    require_act(sitting, "open", actor)
    sitting.refuse(opening_refusals(row.starts_at, papers_sent=sent, at=at))
    take_act(session, sitting, "open", actor=actor, at=at)
    row.opened_at = at


def sign_in(
    session: Session,
    *,
    meeting: str,
    department_id: str,
    person_id: int,
    actor: Actor,
    at: datetime,
    letter_number: str = "",
    letter: StoredFile | None = None,
) -> None:
    """Enter who came for a department; a delegate needs a letter with number and file.

    Members enter themselves, the secretary enters anybody.
    """
    sitting = take_up(session, meeting)
    number = letter_number.strip() if letter is not None else ""
    newcomer = Presence(department_id, person_id, number or None)
    own = person_id == actor.user_id and actor.deputizes_for is None
    sitting.refuse(
        [
            *quorum.attendance_refusals(sitting.seats, sitting.came, newcomer),
            *_unknown_department(session, sitting, department_id),
            *(() if own or Role.SECRETARY in actor.roles else (Refusal("not_your_seat"),)),
        ]
    )
    chair = sitting.chair(department_id)
    delegate = person_id != chair.holder_id
    take_act(
        session,
        sitting,
        "sign_in",
        actor=actor,
        at=at,
        particulars={"department": department_id, "person": person_id, "letter": number},
    )
    session.add(
        Attendance(
            meeting_id=sitting.meeting.id,
            seat_id=chair.id,
            person_id=person_id,
            letter_number=number if delegate else None,
            letter_sha256=letter.sha256 if delegate and letter is not None else None,
            arrived_at=at,
        )
    )
    session.flush()


def open_item(session: Session, *, meeting: str, position: int, actor: Actor, at: datetime) -> Roll:
    """Open an item from which one is not recused: recusals are decided, and it has its quorum."""
    sitting = take_up(session, meeting)
    require_act(sitting, "open_item", actor)
    item = item_of(session, sitting, position)
    claims = claims_on(session, (item.case_id,))[item.case_id]
    roll = sitting.roll(recusal.kept_out(claims))
    sitting.refuse(
        [
            *_not_next(session, sitting, item),
            *_moved_away(session, item),
            *([Refusal("recused")] if actor.persons & recusal.kept_out(claims) else []),
            *recusal.opening_refusals(claims),
            *quorum.opening_refusals(roll, sitting.settings),
        ]
    )
    kept = {
        "entitled": list(roll.entitled),
        "present": list(roll.present),
        "recused": list(roll.recused),
        "needed": roll.needed,
    }
    take_act(session, sitting, "open_item", actor=actor, at=at, position=position, particulars=kept)
    item.standing, item.opened_at, item.roll = ItemStanding.OPEN, at, kept
    return roll


def _not_next(session: Session, sitting: Sitting, item: AgendaItem) -> list[Refusal]:
    if item.standing is not ItemStanding.WAITING:
        return [Refusal("item_not_waiting", {"item": item.position})]
    return [
        Refusal("item_open_elsewhere", {"item": other.position})
        for other in items_of(session, sitting)
        if other.standing is ItemStanding.OPEN
    ]


def _moved_away(session: Session, item: AgendaItem) -> list[Refusal]:
    """A case that was withdrawn or sent back since is not heard any more."""
    case = session.get_one(Case, item.case_id)
    if case.state == "joint_meeting":
        return []
    return [Refusal("case_not_nominated", {"case": case.reference})]


def give_opinion(
    session: Session,
    *,
    meeting: str,
    position: int,
    choice: Choice,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> MeetingOpinion:
    """Give the opinion of one's own department, once, in person; the convener last."""
    sitting = take_up(session, meeting)
    item = item_of(session, sitting, position)
    if item.standing is not ItemStanding.OPEN:
        raise Refused(Refusal("item_not_open", {"item": position}))
    if actor.deputizes_for is not None:
        raise Refused(Refusal("no_vote_for_others"))
    chair = sitting.chair_of(actor.user_id)
    if chair is None:
        raise Refused(Refusal("not_your_seat"))
    opinion = Opinion(chair.department_id, actor.user_id, choice, reason)
    sitting.refuse(
        opinion_refusals(
            opinion,
            seats=sitting.seats,
            came=sitting.came,
            roll=roll_now(session, sitting, item),
            given=opinions_on(session, sitting, item),
            recused=recused_from(session, item),
        )
    )
    take_act(
        session,
        sitting,
        "give_opinion",
        actor=actor,
        at=at,
        position=position,
        particulars={"department": chair.department_id, "choice": choice, "reason": reason},
    )
    row = MeetingOpinion(
        item_id=item.id,
        seat_id=chair.id,
        person_id=actor.user_id,
        choice=choice,
        reason=reason.strip(),
        at=at,
    )
    session.add(row)
    session.flush()
    return row


def conclude_item(
    session: Session,
    *,
    meeting: str,
    position: int,
    result: Result,
    actor: Actor,
    at: datetime,
    amount: Money | None = None,
    conditions: str = "",
    responsible: str = "",
    due_on: date | None = None,
    reason: str = "",
) -> ItemResult:
    """Conclude an item on its count; what it asks of a department becomes a follow-up."""
    sitting = take_up(session, meeting)
    require_act(sitting, "conclude_item", actor)
    item = item_of(session, sitting, position)
    if item.standing is not ItemStanding.OPEN:
        raise Refused(Refusal("item_not_open", {"item": position}))
    if actor.persons & recused_from(session, item):
        raise Refused(Refusal("recused"))
    roll, given = roll_now(session, sitting, item), opinions_on(session, sitting, item)
    count = tally(roll, given, sitting.settings.rule(item.ground))
    said = Conclusion(result, amount, conditions, responsible, due_on, reason)
    sitting.refuse(
        [
            *_unknown_department(session, sitting, responsible),
            *conclusion_refusals(
                said,
                count=count,
                outstanding=missing(roll, given),
                ceiling=_money(item.ceiling_fen),
                recommended=_money(item.recommended_fen),
                on=civil_date(at),
            ),
        ]
    )
    take_act(
        session,
        sitting,
        "conclude_item",
        actor=actor,
        at=at,
        position=position,
        particulars={"result": result, "amount_fen": amount, "passed": count.passed},
    )
    row = _result(item, said, count, actor, at)
    session.add(row)
    item.standing = ItemStanding.CONCLUDED
    if due_on is not None and (result in CARRIES or result is Result.REFERRED):
        task = conditions.strip() or reason.strip()
        session.add(
            FollowUp(item_id=item.id, department_id=responsible, task=task, due_on=due_on, note="")
        )
    session.flush()
    return row


def _result(
    item: AgendaItem, said: Conclusion, count: Tally, actor: Actor, at: datetime
) -> ItemResult:
    return ItemResult(
        item_id=item.id,
        result=said.result,
        amount_fen=None if said.amount is None else said.amount.fen,
        conditions=said.conditions.strip(),
        responsible_id=said.responsible or None,
        due_on=said.due_on,
        reason=said.reason.strip(),
        mode=count.mode,
        in_favor=count.in_favor,
        against=count.against,
        abstained=count.abstained,
        present=count.present,
        passed=count.passed,
        concluded_by_id=actor.user_id,
        concluded_at=at,
    )


def _unknown_department(session: Session, sitting: Sitting, department_id: str) -> list[Refusal]:
    known = {one.id for one in departments(session, sitting.meeting.district_id)}
    if not department_id or department_id in known:
        return []
    return [Refusal("department_abolished", {"department": department_id})]


def close_meeting(session: Session, *, meeting: str, actor: Actor, at: datetime) -> None:
    """End the session; items that were not opened count as not heard and wait for another one."""
    sitting = take_up(session, meeting)
    items = items_of(session, sitting)
    sitting.refuse(closing_refusals([item.standing for item in items]))
    take_act(session, sitting, "close", actor=actor, at=at)
    assert sitting.meeting.stage is Stage.CLOSED
    sitting.meeting.closed_at = at
    for item in items:
        if item.standing is ItemStanding.WAITING:
            item.standing = ItemStanding.NOT_HEARD


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
