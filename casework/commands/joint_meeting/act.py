"""The one place where a meeting changes its stage, and where its history is added to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands.event import plain
from casework.queries.deputies import refuse_beyond, refuse_ended
from casework.queries.dossier import take_up_id
from casework.queries.joint_meeting.sitting import Sitting, item_of
from casework.records.meeting.joint_meeting import MeetingAct
from casework.records.outbox import post
from workflows.history import hash_of
from workflows.meeting.acts import TOLD, act_refusals, stage_after
from workflows.meeting.minutes import Stage
from workflows.money import Money
from workflows.roles import Actor
from workflows.term import civil_date, utc_text

NO_MORE: Mapping[str, Any] = {}


def require_act(sitting: Sitting, action: str, actor: Actor) -> None:
    """Refused with every reason why this person may not do this to this meeting now."""
    meeting = sitting.meeting
    sitting.refuse(
        act_refusals(action, stage=meeting.stage, district=meeting.district_id, actor=actor)
    )


def take_act(
    session: Session,
    sitting: Sitting,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    position: int | None = None,
    particulars: Mapping[str, Any] = NO_MORE,
) -> MeetingAct:
    """Do one thing to a meeting, or raise Refused: stage, act and hash together."""
    require_act(sitting, action, actor)
    _refuse_beyond_what_is_lent(session, sitting, actor, at, position, particulars)
    target = stage_after(action, sitting.meeting.stage)
    return keep_act(
        session,
        sitting,
        action,
        target,
        actor=actor,
        at=at,
        position=position,
        particulars=particulars,
    )


def _refuse_beyond_what_is_lent(
    session: Session,
    sitting: Sitting,
    actor: Actor,
    at: datetime,
    position: int | None,
    particulars: Mapping[str, Any],
) -> None:
    """A deputy's power is looked up again at every act: its term, and on an item its limits.

    An act on an item (opening, concluding, taking off …) has to lie within the clause and the
    amount that were lent. An act on the whole meeting (opening, moving, cancelling, closing it,
    drafting) decides no case and asks for the running power alone; putting cases on the agenda and
    issuing the minutes, which carries results over, ask for the limits of every case concerned.
    """
    if actor.deputizes_for is None:
        return
    if position is None:
        refuse_ended(session, actor, civil_date(at))
        return
    item = item_of(session, sitting, position)
    amount = particulars.get("amount_fen")
    if amount is None and item.ceiling_fen is not None:
        amount = Money(item.ceiling_fen)
    refuse_beyond(session, take_up_id(session, item.case_id), actor, amount, civil_date(at))


def keep_act(
    session: Session,
    sitting: Sitting,
    action: str,
    target: Stage,
    *,
    actor: Actor,
    at: datetime,
    position: int | None = None,
    particulars: Mapping[str, Any] = NO_MORE,
) -> MeetingAct:
    """Write an act that was decided; the meeting row is held under lock."""
    meeting = sitting.meeting
    content = {
        "number": meeting.last_act + 1,
        "action": action,
        "position": position,
        "source": meeting.stage.value,
        "target": target.value,
        "actor_id": actor.user_id,
        "acting_for_id": actor.deputizes_for,
        "particulars": plain(particulars),
        "previous_hash": meeting.last_hash,
    }
    told = {"meeting": meeting.reference, **content, "at": utc_text(at)}
    act = MeetingAct(meeting_id=meeting.id, **content, at=at, hash=hash_of(told))
    session.add(act)
    meeting.stage, meeting.last_act, meeting.last_hash = target, act.number, act.hash
    session.flush()
    if action in TOLD:
        post(
            session,
            kind="meeting_notice",
            payload={"meeting_id": meeting.id, "act_number": act.number},
            dedupe_key=f"meeting_notice/{meeting.id}/{act.number}",
            run_after=at,
        )
    return act
