"""The papers of a meeting, as the records have it: notice, attendance and voting record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands.documents import issue
from casework.queries.joint_meeting.sitting import Chair, Sitting
from casework.queries.joint_meeting.told import count_words, items_told, opinions_told
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem
from workflows.documents import DocumentKind
from workflows.money import Money
from workflows.roles import Actor
from workflows.term import BEIJING, civil_date
from workflows.wording import phrase


def meeting_notice(
    session: Session,
    sitting: Sitting,
    items: Sequence[AgendaItem],
    *,
    actor: Actor,
    at: datetime,
) -> Document:
    """The notice that goes out with the papers (上会通知)."""
    told = items_told(session, items)
    lines = [
        {
            "position": item.position,
            "reference": told[item.id].reference,
            "enterprise": told[item.id].enterprise,
            "clause": told[item.id].clause,
            "recommended": "" if item.recommended_fen is None else str(Money(item.recommended_fen)),
        }
        for item in items
    ]
    content = {"meeting": meeting_block(sitting), "items": lines}
    return _issue(session, DocumentKind.MEETING_NOTICE, sitting, content, actor, at)


def voting_record(
    session: Session,
    sitting: Sitting,
    items: Sequence[AgendaItem],
    *,
    actor: Actor,
    at: datetime,
) -> Document:
    """Who signed in and how each department voted (签到及表决单)."""
    told, opinions = items_told(session, items), opinions_told(session, sitting, items)
    block = meeting_block(sitting)
    content = {
        "meeting": {key: block[key] for key in ("reference", "title", "held_on", "time", "place")},
        "attendance": [
            {
                "department": chair.department,
                "member": chair.holder,
                "seat": phrase(_seat(chair), {}),
                "came": came_words(chair),
            }
            for chair in sitting.chairs
        ],
        "items": [
            {
                "position": item.position,
                "reference": told[item.id].reference,
                "enterprise": told[item.id].enterprise,
                "clause": told[item.id].clause,
                "opinions": opinions[item.id],
                "count_words": count_words(item, told[item.id].result),
            }
            for item in items
        ],
    }
    return _issue(session, DocumentKind.VOTING_RECORD, sitting, content, actor, at)


def meeting_block(sitting: Sitting) -> Mapping[str, Any]:
    """What every paper says of the meeting."""
    meeting = sitting.meeting
    members = [chair for chair in sitting.chairs if chair.votes]
    convener = next(chair for chair in sitting.chairs if chair.convener)
    return {
        "reference": meeting.reference,
        "title": meeting.title,
        "held_on": civil_date(meeting.starts_at),
        "time": f"{meeting.starts_at.astimezone(BEIJING):%H:%M}",
        "place": meeting.place,
        "convener": convener.person or convener.holder,
        "members": [chair.department for chair in members],
        "observers": [chair.department for chair in sitting.chairs if not chair.votes],
    }


def came_words(chair: Chair) -> str:
    """Whether the member came, a delegate with a letter, or nobody."""
    if chair.person_id is None:
        return phrase("came_absent", {})
    if chair.person_id == chair.holder_id:
        return phrase("came_self", {})
    return phrase("came_delegate", {"person": chair.person, "letter": chair.letter})


def _seat(chair: Chair) -> str:
    if chair.convener:
        return "seat_convener"
    return "seat_member" if chair.votes else "seat_observer"


def _issue(
    session: Session,
    kind: DocumentKind,
    sitting: Sitting,
    content: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> Document:
    meeting = sitting.meeting
    return issue(
        session,
        kind,
        issuer_id=meeting.host_department_id,
        content=content,
        actor=actor,
        at=at,
        meeting_id=meeting.id,
    )
