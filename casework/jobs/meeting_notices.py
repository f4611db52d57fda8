"""Delivers acts of a meeting into the inboxes of those who sit there, and of its office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.jobs.notices import words
from casework.queries.joint_meeting.sitting import claims_on
from casework.queries.recipients import seated
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.joint_meeting import JointMeeting, MeetingAct
from casework.records.notice import Notice
from workflows.meeting.minutes import ItemStanding
from workflows.meeting.recusal import kept_out
from workflows.term import BEIJING, civil_date
from workflows.wording import phrase

AUDIENCE = "sitting"


def deliver(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    """Write the notice of one act into each inbox but that of whoever did it.

    Of the papers everybody is told without the items from which they are recused, and not at all
    where nothing is left.
    """
    meeting = session.get_one(JointMeeting, payload["meeting_id"])
    act = session.scalars(
        sa.select(MeetingAct).where(
            MeetingAct.meeting_id == meeting.id, MeetingAct.number == payload["act_number"]
        )
    ).one()
    papers = act.action == "send_papers"
    barred = _barred(session, meeting) if papers else {}
    for recipient in seated(session, meeting, on=civil_date(at)):
        items = [position for position, out in barred.items() if recipient not in out]
        if recipient == act.actor_id or (papers and not items):
            continue
        session.add(
            Notice(
                recipient_id=recipient,
                meeting_id=meeting.id,
                act_number=act.number,
                audience=AUDIENCE,
                text=_text(meeting, act, items),
                delivered_at=at,
            )
        )


def _barred(session: Session, meeting: JointMeeting) -> dict[int, frozenset[int]]:
    """Who is recused from each item that waits to be heard, by its position."""
    items = session.execute(
        sa.select(AgendaItem.position, AgendaItem.case_id)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.standing != ItemStanding.NOT_HEARD)
        .order_by(AgendaItem.position)
    ).all()
    claims = claims_on(session, [case_id for _, case_id in items])
    return {position: kept_out(claims[case_id]) for position, case_id in items}


def _text(meeting: JointMeeting, act: MeetingAct, items: list[int]) -> str:
    told = act.particulars
    begins = told.get("starts_at")
    return words(
        "meeting_act.txt",
        title=meeting.title,
        reference=meeting.reference,
        act=phrase(f"meetingact_{act.action}", {}),
        starts_at=datetime.fromisoformat(begins).astimezone(BEIJING) if begins else None,
        place=told.get("place", ""),
        items=items,
        version=told.get("version"),
        reason=told.get("reason", ""),
    )
