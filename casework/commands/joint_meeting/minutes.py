"""Minutes: drafted from what was recorded, countersigned, issued, corrected by number only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.documents import issue
from casework.commands.joint_meeting import letters
from casework.commands.joint_meeting.act import require_act, take_act
from casework.commands.joint_meeting.carry import carry_over
from casework.queries.dossier import take_up_many
from casework.queries.joint_meeting.minutes import (
    Words,
    issued_minutes,
    latest_draft,
    minutes_told,
    signatures_of,
    signatures_told,
)
from casework.queries.joint_meeting.sitting import Sitting, item_of, items_of, take_up
from casework.queries.joint_meeting.told import items_told
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.minutes import MinutesCorrection, MinutesDraft, MinutesSignature
from workflows.documents import DocumentKind
from workflows.meeting.minutes import (
    ItemStanding,
    Signature,
    correction_refusals,
    drafting_refusals,
    issuing_refusals,
    signers,
    signing_refusals,
)
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.wording import phrase


def draft(
    session: Session,
    *,
    meeting: str,
    actor: Actor,
    at: datetime,
    words: Mapping[str, str] | None = None,
    items: Mapping[int, Mapping[str, str]] | None = None,
) -> MinutesDraft:
    """Draft the minutes, or the next version of the draft.

    Results, amounts, counts and attendance come from the record; `words` (opening, closing,
    distribution) and the `facts` and `views` of items, by position, may be edited.
    """
    sitting = take_up(session, meeting)
    rows = items_of(session, sitting)
    sitting.refuse(drafting_refusals([item.standing for item in rows]))
    last = latest_draft(session, sitting)
    version = 1 if last is None else last.version + 1
    edited = Words.of(words or {}, items or {})
    take_act(
        session,
        sitting,
        "draft_minutes",
        actor=actor,
        at=at,
        particulars={"version": version, "edited": edited.named()},
    )
    row = MinutesDraft(
        meeting_id=sitting.meeting.id,
        version=version,
        content=minutes_told(session, sitting, rows, edited, letters.meeting_block(sitting)),
        drafted_by_id=actor.user_id,
        drafted_at=at,
    )
    session.add(row)
    session.flush()
    return row


def countersign(
    session: Session, *, meeting: str, version: int, actor: Actor, at: datetime
) -> None:
    """Countersign the draft as it stands, as whoever sat there with a vote."""
    sitting = take_up(session, meeting)
    require_act(sitting, "countersign", actor)
    row, chair = _draft(session, sitting), sitting.chair_of(actor.user_id)
    if chair is None or actor.deputizes_for is not None:
        raise Refused(Refusal("not_your_seat"))
    signature = Signature(chair.department_id, actor.user_id, version)
    sitting.refuse(
        signing_refusals(
            signature,
            expected=signers(sitting.seats, sitting.came),
            given=signatures_of(session, sitting),
            version=row.version,
        )
    )
    take_act(session, sitting, "countersign", actor=actor, at=at, particulars={"version": version})
    session.add(
        MinutesSignature(draft_id=row.id, seat_id=chair.id, person_id=actor.user_id, signed_at=at)
    )
    session.flush()


def issue_minutes(session: Session, *, meeting: str, actor: Actor, at: datetime) -> Document:
    """Issue the minutes under their number; every case heard leaves the meeting with its result."""
    sitting = take_up(session, meeting)
    require_act(sitting, "issue_minutes", actor)
    row, items = _draft(session, sitting), items_of(session, sitting)
    sitting.refuse(
        issuing_refusals(
            [item.standing for item in items],
            expected=signers(sitting.seats, sitting.came),
            given=signatures_of(session, sitting),
            version=row.version,
        )
    )
    take_act(session, sitting, "issue_minutes", actor=actor, at=at)
    sitting.meeting.issued_at = at
    letters.voting_record(session, sitting, items, actor=actor, at=at)
    document = issue(
        session,
        DocumentKind.MINUTES,
        issuer_id=sitting.meeting.host_department_id,
        content={**row.content, "signatures": signatures_told(session, sitting, row)},
        actor=actor,
        at=at,
        meeting_id=sitting.meeting.id,
    )
    _carry_all(session, sitting, document, items, actor=actor, at=at)
    return document


def _carry_all(
    session: Session,
    sitting: Sitting,
    document: Document,
    items: Sequence[AgendaItem],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Carry every result over; a case the issuer is recused from waits for somebody else."""
    heard = [item for item in items if item.standing is ItemStanding.CONCLUDED]
    told = items_told(session, heard)
    dossiers = take_up_many(session, [told[item.id].reference for item in heard])
    for item in heard:
        one, result = dossiers[told[item.id].reference], told[item.id].result
        if result is None or one.case.state != "joint_meeting" or actor.persons & one.recused:
            continue
        carry_over(session, one, sitting.meeting, document, item, result, actor=actor, at=at)


def correct(
    session: Session,
    *,
    meeting: str,
    text: str,
    reason: str,
    actor: Actor,
    at: datetime,
    position: int | None = None,
) -> Document:
    """Correct issued minutes by the next numbered correction; what was issued stays as it is."""
    sitting = take_up(session, meeting)
    issued = issued_minutes(session, sitting)
    items = {item.position for item in items_of(session, sitting)}
    sitting.refuse(
        correction_refusals(
            issued=issued is not None, text=text, reason=reason, items=items, item=position
        )
    )
    assert issued is not None
    serial = 1 + _corrections(session, sitting)
    take_act(
        session,
        sitting,
        "correct_minutes",
        actor=actor,
        at=at,
        position=position,
        particulars={"serial": serial, "text": text, "reason": reason},
    )
    document = issue(
        session,
        DocumentKind.MINUTES_CORRECTION,
        issuer_id=sitting.meeting.host_department_id,
        content={
            "minutes_number": issued.number,
            "meeting": {"title": sitting.meeting.title},
            "serial": serial,
            "item": "" if position is None else phrase("item_number", {"item": position}),
            "text": text.strip(),
            "reason": reason.strip(),
        },
        actor=actor,
        at=at,
        meeting_id=sitting.meeting.id,
    )
    item = None if position is None else item_of(session, sitting, position)
    session.add(
        MinutesCorrection(
            meeting_id=sitting.meeting.id,
            serial=serial,
            item_id=None if item is None else item.id,
            text=text.strip(),
            reason=reason.strip(),
            document_id=document.id,
            corrected_by_id=actor.user_id,
            corrected_at=at,
        )
    )
    session.flush()
    return document


def _draft(session: Session, sitting: Sitting) -> MinutesDraft:
    row = latest_draft(session, sitting)
    if row is None:
        raise Refused(Refusal("minutes_not_drafted"))
    return row


def _corrections(session: Session, sitting: Sitting) -> int:
    count = sa.select(sa.func.count()).where(MinutesCorrection.meeting_id == sitting.meeting.id)
    return int(session.scalar(count) or 0)
