"""The public notice in its simple form: post, close, and what objections do to the case."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.commands.award import undo_award
from casework.commands.step import Taken, take_step
from casework.queries import cases
from casework.queries.dossier import take_up
from casework.queries.facts import case_facts
from casework.queries.rule_book import terms_of
from casework.records.public_notice import Objection, PublicNotice
from workflows.public_notice import last_day, posting_refusals
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import Actor
from workflows.term import civil_date
from workflows.workdays import official_calendar


def post_notice(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    place: str,
    actor: Actor,
    at: datetime,
    posted_on: date | None = None,
    proof_sha256: str | None = None,
) -> PublicNotice:
    """Enter the notice as posted; it runs from the next day for the clause's working days."""
    dossier = take_up(session, reference, seen=seen)
    on, days = civil_date(at), terms_of(dossier.case).notice_days
    posted = posted_on or on
    refuse_any(
        posting_refusals(posted_on=posted, on=on, place=place, has_proof=True, working_days=days)
    )
    award = cases.latest_award(session, dossier.case.id)
    if award is None:
        raise Refused(Refusal("award_missing"))
    ends = last_day(posted, days, official_calendar())
    taken = take_step(
        session,
        dossier,
        "post_notice",
        facts=case_facts(dossier, on=on),
        actor=actor,
        at=at,
        particulars={"place": place, "posted_on": posted, "last_day": ends.on},
        changes={
            "clock": "notice",
            "clock_from": posted,
            "due_on": ends.on,
            "due_provisional": ends.provisional,
        },
    )
    notice = PublicNotice(
        case_id=dossier.case.id,
        posted_event=taken.number,
        posted_on=posted,
        posted_by_id=actor.user_id,
        place=place.strip(),
        proof_sha256=proof_sha256,
        working_days=days,
        last_day=ends.on,
        provisional=ends.provisional,
        amount_fen=award.amount_fen,
    )
    session.add(notice)
    session.flush()
    return notice


def close_notice(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    remarks: str = "",
) -> Taken:
    """Close the notice once its time is over without an open objection."""
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    taken = take_step(session, dossier, "close_notice", facts=facts, actor=actor, at=at)
    if dossier.notice is not None:
        session.get_one(PublicNotice, dossier.notice.id).closed_at = at
    return taken


def raise_objection(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    raised_by: str,
    grounds: str,
    actor: Actor,
    at: datetime,
) -> Objection:
    """Receive an objection to an award (异议): only this case stops (ruling 27)."""
    dossier = take_up(session, reference, seen=seen)
    if not raised_by.strip():
        raise Refused(Refusal("objector_missing"))
    facts = case_facts(dossier, on=civil_date(at), remarks=grounds)
    taken = take_step(session, dossier, "raise_objection", facts=facts, actor=actor, at=at)
    objection = Objection(
        case_id=dossier.case.id,
        raised_by=raised_by.strip(),
        grounds=grounds.strip(),
        received_on=civil_date(at),
        received_event=taken.number,
    )
    session.add(objection)
    session.flush()
    return objection


def settle_objection(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    objection_id: int,
    upheld: bool,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Answer an objection; where it is upheld the case goes back and its commitment is freed."""
    dossier = take_up(session, reference, seen=seen)
    objection = session.get(Objection, objection_id)
    if objection is None or objection.case_id != dossier.case.id or objection.result is not None:
        raise Refused(Refusal("objection_unknown"))
    taken = take_step(
        session,
        dossier,
        "settle_objection",
        facts=case_facts(dossier, on=civil_date(at), remarks=remarks, objection_upheld=upheld),
        actor=actor,
        at=at,
        particulars={"objection": objection_id, "upheld": upheld},
    )
    objection.result = "upheld" if upheld else "not_upheld"
    objection.answer, objection.settled_by_id, objection.settled_at = remarks, actor.user_id, at
    if upheld:
        undo_award(session, dossier, taken, actor=actor, at=at)
    return taken
