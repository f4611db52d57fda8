"""The district government: referral after the meeting, three opinions, and its decision."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.files import StoredFile
from casework.commands.papers import lay_down
from casework.commands.step import Taken, record_act, take_step
from casework.queries.dossier import Dossier, take_up
from casework.queries.facts import case_facts
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem, ItemResult
from casework.records.meeting.government import (
    GovernmentDecision,
    GovernmentReferral,
    ReferralExamination,
)
from casework.records.meeting.joint_meeting import JointMeeting
from workflows.documents import DocumentKind
from workflows.facts import Result
from workflows.meeting.government import (
    Answer,
    GovernmentMeeting,
    Verdict,
    answer_refusals,
    examination_refusals,
    referral_refusals,
)
from workflows.meeting.settings import Examination, read_settings
from workflows.money import Money
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import Actor
from workflows.term import civil_date


def refer(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    number: str,
    dated: date,
    file: StoredFile | None,
    actor: Actor,
    at: datetime,
    words: str = "",
) -> GovernmentReferral:
    """Refer a case to the district government (请示) on the strength of its minute item."""
    dossier = take_up(session, reference, seen=seen)
    item, result, issued_on, _ = _resolved(session, dossier)
    found = list(
        referral_refusals(
            minutes_issued_on=issued_on,
            dated=dated,
            number=number,
            has_file=file is not None,
            on=civil_date(at),
        )
    )
    if session.scalar(_referral(item)) is not None:
        found.append(Refusal("referred_already"))
    refuse_any(found)
    assert file is not None
    assert result.amount_fen is not None
    record_act(
        session,
        dossier,
        "refer_to_government",
        actor=actor,
        at=at,
        remarks=words,
        particulars={
            "number": number,
            "dated": dated,
            "amount_fen": result.amount_fen,
            "file": file.sha256,
        },
    )
    row = GovernmentReferral(
        case_id=dossier.case.id,
        item_id=item.id,
        number=number.strip(),
        dated=dated,
        file_sha256=file.sha256,
        words=words.strip(),
        amount_fen=result.amount_fen,
        referred_by_id=actor.user_id,
        referred_at=at,
    )
    session.add(row)
    session.flush()
    return row


def examine(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    kind: Examination,
    verdict: Verdict,
    words: str,
    actor: Actor,
    at: datetime,
    file: StoredFile | None = None,
) -> ReferralExamination:
    """Give one of the three opinions on a referral: each by its department, in any order."""
    dossier = take_up(session, reference, seen=seen)
    item, _, _, meeting = _resolved(session, dossier)
    referral = session.scalar(_referral(item))
    if referral is None:
        raise Refused(Refusal("not_referred"))
    refuse_any(
        examination_refusals(
            kind,
            department=actor.department,
            verdict=verdict,
            words=words,
            given={one.kind for one in _examinations(session, referral)},
            settings=read_settings(meeting.settings),
        )
    )
    assert actor.department is not None
    record_act(
        session,
        dossier,
        "examine_referral",
        actor=actor,
        at=at,
        remarks=words,
        particulars={"kind": kind, "verdict": verdict},
    )
    row = ReferralExamination(
        referral_id=referral.id,
        kind=kind,
        verdict=verdict,
        words=words.strip(),
        department_id=actor.department,
        file_sha256=None if file is None else file.sha256,
        given_by_id=actor.user_id,
        given_at=at,
    )
    session.add(row)
    session.flush()
    return row


def record_government_result(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    result: Result,
    meeting_kind: GovernmentMeeting,
    dated: date,
    number: str,
    file: StoredFile | None,
    actor: Actor,
    at: datetime,
    amount: Money | None = None,
    words: str = "",
) -> Taken:
    """Record what the government decided: dated in order, with number, file and no more money."""
    dossier = take_up(session, reference, seen=seen)
    item, resolved, _, meeting = _resolved(session, dossier)
    referral = session.scalar(_referral(item))
    refuse_any(
        answer_refusals(
            Answer(result, dated, number, file is not None, amount, words),
            referred_on=None if referral is None else referral.dated,
            held_on=civil_date(meeting.starts_at),
            agreed=None if resolved.amount_fen is None else Money(resolved.amount_fen),
            examined={one.kind for one in _examinations(session, referral)},
            on=civil_date(at),
        )
    )
    assert file is not None
    assert referral is not None
    decision = GovernmentDecision(
        referral_id=referral.id,
        result=result,
        meeting_kind=meeting_kind,
        dated=dated,
        number=number.strip(),
        file_sha256=file.sha256,
        amount_fen=None if amount is None else amount.fen,
        words=words.strip(),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    session.add(decision)
    return _carry_over(session, dossier, decision, actor=actor, at=at)


def _carry_over(
    session: Session, dossier: Dossier, decision: GovernmentDecision, *, actor: Actor, at: datetime
) -> Taken:
    """Lay the result into the dossier and take the case's step."""
    amount = None if decision.amount_fen is None else Money(decision.amount_fen)
    lay_down(
        session,
        dossier,
        kind="district_government",
        result=decision.result.value,
        number=decision.number,
        dated=decision.dated,
        actor=actor,
        at=at,
        amount=amount,
        file_sha256=decision.file_sha256,
        words=decision.words,
    )
    return take_step(
        session,
        dossier,
        "record_government_result",
        facts=case_facts(dossier, on=civil_date(at), remarks=decision.words),
        actor=actor,
        at=at,
        particulars={
            "result": decision.result,
            "meeting": decision.meeting_kind,
            "number": decision.number,
            "decided_on": decision.dated,
            "amount_fen": amount,
        },
    )


def _resolved(
    session: Session, dossier: Dossier
) -> tuple[AgendaItem, ItemResult, date | None, JointMeeting]:
    """The minute item that sent the case up, and the day its minutes were issued."""
    row = session.execute(
        sa.select(AgendaItem, ItemResult, Document.issued_on, JointMeeting)
        .join(ItemResult, ItemResult.item_id == AgendaItem.id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .outerjoin(
            Document,
            sa.and_(
                Document.meeting_id == JointMeeting.id,
                Document.kind == DocumentKind.MINUTES.value,
            ),
        )
        .where(AgendaItem.case_id == dossier.case.id)
        .order_by(ItemResult.id.desc())
    ).first()
    if row is None:
        raise Refused(Refusal("resolution_missing"))
    return row[0], row[1], row[2], row[3]


def _referral(item: AgendaItem) -> sa.Select[GovernmentReferral]:
    return sa.select(GovernmentReferral).where(GovernmentReferral.item_id == item.id)


def _examinations(
    session: Session, referral: GovernmentReferral | None
) -> list[ReferralExamination]:
    if referral is None:
        return []
    return list(
        session.scalars(
            sa.select(ReferralExamination).where(ReferralExamination.referral_id == referral.id)
        )
    )
