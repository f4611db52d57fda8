"""Following up (督办) what a meeting asked of a department."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands.joint_meeting.act import keep_act
from casework.queries.deputies import refuse_beyond
from casework.queries.dossier import take_up_id
from casework.queries.joint_meeting.sitting import recused_from, take_up
from casework.records.meeting.agenda import AgendaItem, FollowUp
from casework.records.meeting.joint_meeting import JointMeeting
from workflows.refusals import Refusal, Refused
from workflows.roles import ADMINISTRATORS, Actor, Role
from workflows.term import civil_date

_NEVER = ADMINISTRATORS | {Role.APPLICANT, Role.AUDITOR}


def finish_follow_up(
    session: Session, *, follow_up_id: int, note: str, actor: Actor, at: datetime
) -> None:
    """Tick off what a department had to do; by that department or the meeting's office.

    Refused to other districts, to whoever is recused from the item, and to a deputy beyond what
    was lent. The act stands in the meeting's history.
    """
    found = session.get(FollowUp, follow_up_id)
    if found is None:
        raise Refused(Refusal("follow_up_unknown"))
    item = session.get_one(AgendaItem, found.item_id)
    meeting = session.get_one(JointMeeting, item.meeting_id)
    if actor.district != meeting.district_id:
        raise Refused(Refusal("follow_up_unknown"))
    sitting = take_up(session, meeting.reference)
    row = session.get_one(FollowUp, follow_up_id, with_for_update=True, populate_existing=True)
    sitting.refuse(
        [
            *(() if _is_theirs(row, actor) else (Refusal("beyond_your_reach"),)),
            *((Refusal("recused"),) if actor.persons & recused_from(session, item) else ()),
            *(() if row.done_at is None else (Refusal("follow_up_done_already"),)),
        ]
    )
    if actor.deputizes_for is not None:
        dossier, whose = take_up_id(session, item.case_id), row.department_id
        refuse_beyond(session, dossier, actor, None, civil_date(at), department=whose)
    row.done_at, row.done_by_id, row.note = at, actor.user_id, note.strip()
    keep_act(
        session,
        sitting,
        "finish_follow_up",
        sitting.meeting.stage,
        actor=actor,
        at=at,
        position=item.position,
        particulars={"follow_up": row.id, "note": row.note},
    )


def _is_theirs(row: FollowUp, actor: Actor) -> bool:
    if actor.roles & _NEVER:
        return False
    return Role.SECRETARY in actor.roles or actor.department == row.department_id
