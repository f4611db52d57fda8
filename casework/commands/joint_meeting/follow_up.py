"""Following up (督办) what a meeting asked of a department."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.queries.deputies import refuse_ended
from casework.records.meeting.agenda import FollowUp
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role
from workflows.term import civil_date


def finish_follow_up(
    session: Session, *, follow_up_id: int, note: str, actor: Actor, at: datetime
) -> None:
    """Tick off what a department had to do; by that department or the meeting's office."""
    row = session.get(FollowUp, follow_up_id, with_for_update=True)
    if row is None:
        raise Refused(Refusal("follow_up_unknown"))
    if row.done_at is not None:
        raise Refused(Refusal("follow_up_done_already"))
    if Role.SECRETARY not in actor.roles and actor.department != row.department_id:
        raise Refused(Refusal("beyond_your_reach"))
    refuse_ended(session, actor, civil_date(at))
    row.done_at, row.done_by_id, row.note = at, actor.user_id, note.strip()
