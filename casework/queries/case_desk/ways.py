"""Where else a case is dealt with: meetings, the government, and what was raised against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.government import GovernmentReferral
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.public_notice import Objection
from workflows.objections import ObjectionKind, name_is_withheld
from workflows.roles import Actor


@dataclass(frozen=True, slots=True)
class Raised:
    """One objection, report or complaint, as far as this person may know it."""

    id: int
    kind: str
    raised_by: str
    """Empty where nobody gave a name, and where the name is withheld."""
    withheld: bool
    received_on: date
    grounds: str
    stops_case: bool
    result: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Ways:
    """The meetings that have the case on their agenda, and whether the government has it."""

    items: Sequence[tuple[str, int]]
    """Meeting and position, the latest first."""
    government: bool


def raised_on(objections: Sequence[Objection], actor: Actor) -> tuple[Raised, ...]:
    """What was raised against a case; who reported it is not for those who handle it."""
    return tuple(_raised(one, actor) for one in objections)


def _raised(row: Objection, actor: Actor) -> Raised:
    kind = ObjectionKind(row.kind)
    withheld = name_is_withheld(kind, taken_down_by=row.received_by_id, actor=actor)
    return Raised(
        id=row.id,
        kind=row.kind,
        raised_by="" if withheld else row.raised_by,
        withheld=withheld,
        received_on=row.received_on,
        grounds=row.grounds,
        stops_case=row.stops_case,
        result=row.result,
        answer=row.answer,
    )


def ways_of(session: Session, case: Case) -> Ways:
    """Where else the case is dealt with, in one statement."""
    rows = session.execute(
        sa.select(JointMeeting.reference, AgendaItem.position, GovernmentReferral.id)
        .join(AgendaItem, AgendaItem.meeting_id == JointMeeting.id)
        .outerjoin(GovernmentReferral, GovernmentReferral.item_id == AgendaItem.id)
        .where(AgendaItem.case_id == case.id)
        .order_by(AgendaItem.id.desc())
    ).all()
    return Ways(
        items=[(row[0], row[1]) for row in rows],
        government=case.state == "deliberation" or any(row[2] is not None for row in rows),
    )
