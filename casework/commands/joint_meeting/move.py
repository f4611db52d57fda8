"""Moving a meeting to another time (改期) before it has begun."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands.joint_meeting.act import take_act
from casework.queries.joint_meeting.sitting import take_up
from workflows.meeting.papers import moving_refusals, sending_refusals
from workflows.refusals import Refusal
from workflows.roles import Actor
from workflows.term import civil_date, utc_text
from workflows.workdays import official_calendar


def move(
    session: Session,
    *,
    meeting: str,
    starts_at: datetime,
    place: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Move a meeting that has not begun to another time ahead; papers sent stay in time for it."""
    sitting = take_up(session, meeting)
    row = sitting.meeting
    sent = row.papers_sent_at
    sitting.refuse(
        [
            *moving_refusals(starts_at, was=row.starts_at, at=at),
            *(() if reason.strip() else (Refusal("reason_wanted"),)),
            *(
                ()
                if sent is None
                else sending_refusals(
                    civil_date(starts_at),
                    sent_on=civil_date(sent),
                    settings=sitting.settings,
                    calendar=official_calendar(),
                )
            ),
        ]
    )
    told = {"from": utc_text(row.starts_at), "starts_at": utc_text(starts_at)}
    where = place.strip() or row.place
    take_act(
        session,
        sitting,
        "move",
        actor=actor,
        at=at,
        particulars={**told, "place": where, "reason": reason.strip()},
    )
    row.starts_at, row.place = starts_at, where
