"""Carrying a result over to its case, once the minutes are issued: the case leaves the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.papers import lay_down
from casework.commands.step import Taken, record_act, take_step
from casework.queries.dossier import Dossier, take_up
from casework.queries.facts import case_facts
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem, ItemResult
from casework.records.meeting.joint_meeting import JointMeeting
from workflows.documents import DocumentKind
from workflows.facts import Result
from workflows.meeting.settings import read_settings
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date
from workflows.workdays import official_calendar

_STEP_OF = {
    Result.AGREED: "endorse",
    Result.AGREED_WITH_CHANGES: "endorse",
    Result.REFERRED: "endorse",
    Result.POSTPONED: "postpone",
    Result.NOT_AGREED: "not_agreed",
}


def carry_over(
    session: Session,
    dossier: Dossier,
    meeting: JointMeeting,
    minutes: Document,
    item: AgendaItem,
    result: ItemResult,
    *,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Lay the minutes into the dossier and take the case's step.

    Where changes were asked for, the case waits until its department has confirmed them.
    """
    amount = None if result.amount_fen is None else Money(result.amount_fen)
    particulars = {
        "result": result.result,
        "number": minutes.number,
        "held_on": civil_date(meeting.starts_at),
        "amount_fen": amount,
        "meeting": meeting.reference,
        "item": item.position,
    }
    lay_down(
        session,
        dossier,
        kind="joint_meeting",
        result=result.result.value,
        number=minutes.number,
        dated=civil_date(meeting.starts_at),
        actor=actor,
        at=at,
        amount=amount,
        words=result.reason,
    )
    words = result.reason or result.conditions
    if result.result is Result.AGREED_WITH_CHANGES:
        return record_act(
            session,
            dossier,
            "record_resolution",
            actor=actor,
            at=at,
            remarks=words,
            particulars=particulars,
            changes=_time_to_confirm(meeting, at),
        )
    return take_step(
        session,
        dossier,
        _STEP_OF[result.result],
        facts=case_facts(dossier, on=civil_date(at), remarks=words),
        actor=actor,
        at=at,
        particulars=particulars,
    )


def _time_to_confirm(meeting: JointMeeting, at: datetime) -> Mapping[str, Any]:
    """The department has so many working days to confirm what the meeting wanted changed."""
    days = read_settings(meeting.settings).changes_days
    due = official_calendar().add_workdays(civil_date(at), days)
    return {"due_on": due.on, "due_provisional": due.provisional}


def confirm_changes(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Confirm that what the meeting wanted changed has been changed; by the department."""
    dossier = take_up(session, reference, seen=seen)
    if not remarks.strip():
        raise Refused(Refusal("reason_wanted"))
    return record_act(session, dossier, "confirm_changes", actor=actor, at=at, remarks=remarks)


def release(
    session: Session, *, reference: str, seen: int | None, actor: Actor, at: datetime
) -> Taken:
    """Let a case go on that waited after the minutes: its changes are confirmed, or the convener
    who issued them was recused from it."""
    dossier = take_up(session, reference, seen=seen)
    meeting, minutes, item, result = _issued(session, dossier)
    paper = dossier.latest_paper("joint_meeting")
    if paper is None or paper.number != minutes.number:
        return carry_over(session, dossier, meeting, minutes, item, result, actor=actor, at=at)
    if result.result is not Result.AGREED_WITH_CHANGES:
        raise Refused(Refusal("nothing_to_carry_over", {"case": reference}))
    return take_step(
        session,
        dossier,
        "endorse",
        facts=case_facts(dossier, on=civil_date(at)),
        actor=actor,
        at=at,
        particulars={"number": minutes.number, "item": item.position},
    )


def _issued(
    session: Session, dossier: Dossier
) -> tuple[JointMeeting, Document, AgendaItem, ItemResult]:
    """The last issued minutes that speak of the case."""
    row = session.execute(
        sa.select(JointMeeting, Document, AgendaItem, ItemResult)
        .join(AgendaItem, AgendaItem.meeting_id == JointMeeting.id)
        .join(ItemResult, ItemResult.item_id == AgendaItem.id)
        .join(
            Document,
            sa.and_(
                Document.meeting_id == JointMeeting.id,
                Document.kind == DocumentKind.MINUTES.value,
            ),
        )
        .where(AgendaItem.case_id == dossier.case.id)
        .order_by(Document.id.desc())
    ).first()
    if row is None or dossier.case.state != "joint_meeting":
        raise Refused(Refusal("nothing_to_carry_over", {"case": dossier.case.reference}))
    return row[0], row[1], row[2], row[3]
