"""Recusal: declared or proposed, decided by somebody else, and what a late finding undoes."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import approve
from casework.commands.joint_meeting.act import keep_act
from casework.commands.step import record_act, take_step
from casework.queries.dossier import Dossier, take_up
from casework.queries.facts import case_facts
from casework.queries.joint_meeting.sitting import Sitting, chairs_of
from casework.queries.my_recusals import asked_by_enterprise, handlers_of
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import User
from casework.records.recusal import Recusal
from workflows.definition import Audience, Capacity
from workflows.meeting.minutes import ItemStanding
from workflows.meeting.recusal import (
    RecusalClaim,
    RecusalGround,
    Standing,
    deciding_refusals,
    kept_out,
    review_is_void,
)
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import Actor, Role
from workflows.term import civil_date

SENT_BACK_FROM = ("joint_meeting", "deliberation", "awaiting_approval")
"""States past review, from which a case goes back when its review is void."""


def raise_recusal(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    person_id: int,
    ground: RecusalGround,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Recusal:
    """Declare one's own recusal, or propose somebody else's; who declares is out at once.

    An enterprise proposes the recusal of those who handle its case, and of nobody else. Whoever
    decides is told of a proposal.
    """
    dossier = take_up(session, reference, seen=seen)
    _refuse_wrong_proposal(session, dossier, person_id, reason, actor, civil_date(at))
    known = sa.select(Recusal.id).where(
        Recusal.case_id == dossier.case.id, Recusal.person_id == person_id
    )
    if session.scalar(known) is not None:
        raise Refused(Refusal("recusal_raised_already"))
    record_act(
        session,
        dossier,
        "raise_recusal",
        actor=actor,
        at=at,
        remarks=reason,
        particulars={"person": person_id, "ground": ground},
        tells=() if person_id == actor.user_id else _who_decides(dossier),
    )
    row = Recusal(
        case_id=dossier.case.id,
        person_id=person_id,
        ground=ground,
        reason=reason.strip(),
        raised_by_id=actor.user_id,
        raised_at=at,
        standing=Standing.PENDING,
    )
    session.add(row)
    session.flush()
    return row


def _refuse_wrong_proposal(
    session: Session, dossier: Dossier, person_id: int, reason: str, actor: Actor, on: date
) -> None:
    found = [] if reason.strip() else [Refusal("recusal_without_reason")]
    if session.get(User, person_id) is None or (
        Role.APPLICANT in actor.roles
        and person_id not in {one.user_id for one in handlers_of(session, dossier, on=on)}
    ):
        found.append(Refusal("recusal_of_nobody"))
    refuse_any(found)


def _who_decides(dossier: Dossier) -> tuple[Audience, ...]:
    at_meeting = dossier.case.state == "joint_meeting"
    return (Audience.MEETING,) if at_meeting else (Audience.APPROVER,)


def decide_recusal(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    person_id: int,
    ordered: bool,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Recusal:
    """Order a recusal or turn it down; the review of somebody who should have stayed out falls.

    The case then goes back to its department, whose calculation has to be made again. An
    enterprise that asked for the recusal is told what was decided, and why.
    """
    dossier = take_up(session, reference, seen=seen)
    row = session.scalars(
        sa.select(Recusal)
        .where(Recusal.case_id == dossier.case.id, Recusal.person_id == person_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise Refused(Refusal("recusal_unknown"))
    claim = RecusalClaim(row.person_id, row.raised_by_id, row.standing)
    found = tuple(deciding_refusals(claim, decided_by=actor.user_id, reason=reason))
    if found:
        raise Refused(*found)
    standing = Standing.ORDERED if ordered else Standing.DISMISSED
    asked = asked_by_enterprise(session, dossier.case, row.raised_by_id)
    record_act(
        session,
        dossier,
        "decide_recusal",
        actor=actor,
        at=at,
        remarks=reason,
        particulars={"person": person_id, "standing": standing},
        tells=(Audience.APPLICANT,) if asked else (),
    )
    row.standing, row.decided_by_id, row.decided_at = standing, actor.user_id, at
    row.decision_reason = reason.strip()
    session.flush()
    decided = RecusalClaim(row.person_id, row.raised_by_id, standing)
    dossier.recused = (dossier.recused - {person_id}) | kept_out((decided,))
    if review_is_void(decided, reviewed_by=_reviewers(dossier)):
        row.voided_review = True
        _void_review(session, dossier, reason, actor=actor, at=at)
    return row


def _reviewers(dossier: Dossier) -> frozenset[int]:
    return frozenset[int]().union(
        *(act.persons for act in dossier.acts if act.capacity == Capacity.REVIEWING)
    )


def _void_review(
    session: Session, dossier: Dossier, reason: str, *, actor: Actor, at: datetime
) -> None:
    """The calculation is outdated from here on, and a case past review goes back."""
    record_act(session, dossier, "void_review", actor=actor, at=at, remarks=reason)
    if dossier.case.state == "public_notice":
        approve.revoke_approval(
            session,
            reference=dossier.case.reference,
            seen=None,
            remarks=reason,
            actor=actor,
            at=at,
        )
    if dossier.case.state not in SENT_BACK_FROM:
        return
    _take_off_agendas(session, dossier, actor=actor, at=at)
    take_step(
        session,
        dossier,
        "send_back",
        facts=case_facts(dossier, on=civil_date(at), remarks=reason),
        actor=actor,
        at=at,
        particulars={"void_review": True},
    )


def _take_off_agendas(session: Session, dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    unfinished = (ItemStanding.WAITING, ItemStanding.OPEN)
    rows = session.execute(
        sa.select(AgendaItem, JointMeeting)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.case_id == dossier.case.id, AgendaItem.standing.in_(unfinished))
        .with_for_update()
    ).all()
    for item, meeting in rows:
        item.standing = ItemStanding.NOT_HEARD
        keep_act(
            session,
            Sitting(meeting, chairs_of(session, meeting.id)),
            "take_off_agenda",
            meeting.stage,
            actor=actor,
            at=at,
            position=item.position,
            particulars={"void_review": True},
        )
