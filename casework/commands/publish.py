"""Public notice (公示): posting one case or a list of them, and closing when the time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from casework.commands.documents import issue
from casework.commands.step import Taken, record_act, take_step
from casework.queries import cases
from casework.queries.dossier import Dossier, take_up, take_up_many
from casework.queries.facts import case_facts
from casework.queries.rule_book import terms_of
from casework.records.case import Case
from casework.records.document import Document
from casework.records.outbox import post
from casework.records.people import Enterprise
from casework.records.public_notice import PublicNotice
from workflows.documents import DocumentKind
from workflows.money import Money
from workflows.public_notice import PublishedEntry, last_day, posting_refusals
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import SYSTEM, Actor
from workflows.term import BEIJING, civil_date
from workflows.workdays import DueDate, official_calendar


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
    (notice,) = _post(session, [dossier], place, posted_on, proof_sha256, actor=actor, at=at)
    return notice


def post_list(
    session: Session,
    *,
    references: Sequence[str],
    place: str,
    actor: Actor,
    at: datetime,
    posted_on: date | None = None,
    proof_sha256: str | None = None,
) -> Document:
    """Post one announcement for several cases of one document and department; all or none.

    An objection to one of them stops that one only.
    """
    dossiers = take_up_many(session, references)
    unknown = [one for one in references if one not in dossiers]
    refuse_any(Refusal("case_unknown", {"reference": reference}) for reference in unknown)
    listed = [dossiers[reference] for reference in dict.fromkeys(references)]
    series = {(one.case.policy_id, one.case.department_id, _days(one)) for one in listed}
    if len(series) != 1:
        raise Refused(Refusal("list_is_mixed"))
    notices = _post(session, listed, place, posted_on, proof_sha256, actor=actor, at=at)
    return session.get_one(Document, notices[0].document_id)


def _post(
    session: Session,
    dossiers: Sequence[Dossier],
    place: str,
    posted_on: date | None,
    proof_sha256: str | None,
    *,
    actor: Actor,
    at: datetime,
) -> list[PublicNotice]:
    on, days = civil_date(at), _days(dossiers[0])
    posted = posted_on or on
    refuse_any(
        posting_refusals(posted_on=posted, on=on, place=place, has_proof=True, working_days=days)
    )
    ends = last_day(posted, days, official_calendar())
    notices = [
        _one(session, dossier, place, posted, ends, days, proof_sha256, actor=actor, at=at)
        for dossier in dossiers
    ]
    announcement = _announce(session, dossiers, notices, place, actor=actor, at=at)
    for notice in notices:
        notice.document_id = announcement.id
        close_when_over(session, notice, ends)
    session.flush()
    return notices


def _one(
    session: Session,
    dossier: Dossier,
    place: str,
    posted: date,
    ends: DueDate,
    days: int,
    proof_sha256: str | None,
    *,
    actor: Actor,
    at: datetime,
) -> PublicNotice:
    award = cases.latest_award(session, dossier.case.id)
    if award is None:
        raise Refused(Refusal("award_missing"))
    taken = take_step(
        session,
        dossier,
        "post_notice",
        facts=case_facts(dossier, on=civil_date(at)),
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


def _announce(
    session: Session,
    dossiers: Sequence[Dossier],
    notices: Sequence[PublicNotice],
    place: str,
    *,
    actor: Actor,
    at: datetime,
) -> Document:
    """The announcement (公示公告): name, credit code, item and amount, and nothing else."""
    policy, first = terms_of(dossiers[0].case).policy, notices[0]
    entries = [
        _entry(session, dossier, notice) for dossier, notice in zip(dossiers, notices, strict=True)
    ]
    return issue(
        session,
        DocumentKind.PUBLIC_NOTICE,
        issuer_id=dossiers[0].case.department_id,
        content={
            "policy_title": policy.title,
            "policy_number": policy.number,
            "entries": [
                {
                    "enterprise": entry.enterprise,
                    "credit_code": entry.credit_code,
                    "item": entry.item,
                    "yuan": str(entry.amount),
                }
                for entry in entries
            ],
            "posted_on": first.posted_on,
            "working_days": first.working_days,
            "last_day": first.last_day,
            "provisional": first.provisional,
            "place": place.strip(),
        },
        actor=actor,
        at=at,
        case_id=dossiers[0].case.id if len(dossiers) == 1 else None,
        event_number=first.posted_event if len(dossiers) == 1 else None,
    )


def _entry(session: Session, dossier: Dossier, notice: PublicNotice) -> PublishedEntry:
    enterprise = session.get_one(Enterprise, dossier.case.enterprise_id)
    return PublishedEntry(
        enterprise=enterprise.name,
        credit_code=enterprise.credit_code,
        item=terms_of(dossier.case).clause.name,
        amount=Money(notice.amount_fen),
    )


def _days(dossier: Dossier) -> int:
    return terms_of(dossier.case).notice_days


def record_proof(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    proof_sha256: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Add the proof of posting to a notice that was entered without; it is given once."""
    dossier = take_up(session, reference, seen=seen)
    if dossier.notice is None:
        raise Refused(Refusal("no_notice_hangs"))
    if dossier.notice.proof_sha256 is not None:
        raise Refused(Refusal("notice_proved_already"))
    taken = record_act(
        session,
        dossier,
        "prove_notice",
        actor=actor,
        at=at,
        particulars={"file": proof_sha256},
    )
    session.get_one(PublicNotice, dossier.notice.id).proof_sha256 = proof_sha256
    session.flush()
    return taken


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


def close_when_over(session: Session, notice: PublicNotice, ends: DueDate) -> None:
    """Let the system try to close the notice when the day after its last day begins in Beijing."""
    morning = datetime.combine(ends.on + timedelta(days=1), time(), tzinfo=BEIJING)
    post(
        session,
        kind="close_notice",
        payload={"notice_id": notice.id},
        dedupe_key=f"close_notice/{notice.id}/{morning.date().isoformat()}",
        run_after=morning,
    )


def close_if_over(session: Session, *, notice_id: int, at: datetime) -> bool:
    """Close the notice as the system; False where a rule still says no, then it tries again.

    A holiday announced meanwhile moves the end, a year without a calendar and a missing proof make
    it wait; an objection waits for its answer, which asks again.
    """
    notice = session.get_one(PublicNotice, notice_id)
    case = session.get_one(Case, notice.case_id)
    if notice.closed_at is not None or case.state != "public_notice":
        return False
    try:
        close_notice(session, reference=case.reference, seen=None, actor=SYSTEM, at=at)
    except Refused:
        again = last_day(notice.posted_on, notice.working_days, official_calendar())
        later = max(again.on, civil_date(at))
        close_when_over(session, notice, DueDate(later, again.provisional))
        return False
    return True
