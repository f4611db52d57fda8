"""What an applicant does with a case: submit, correct, answer, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import book, deadline
from casework.commands.step import Taken, take_step
from casework.queries import cases
from casework.queries.dossier import Dossier, take_up
from casework.queries.examination import examine
from casework.queries.facts import case_facts
from casework.queries.rule_book import edition
from casework.records.case import Attachment
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date


def submit(
    session: Session, *, reference: str, seen: int | None, actor: Actor, at: datetime
) -> Taken:
    """File the application: today governs the edition for life, and the ceiling is held.

    Refused where the clause was corrected since the draft took it: see `drafting.renew`.
    """
    case = cases.by_reference(session, reference)
    if case.state == "draft" and case.edition != edition(case.clause_id):
        raise Refused(Refusal("clause_corrected", {"clause": case.clause_id}))
    return _file(session, "submit", reference, seen, actor, at)


def resubmit(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    answers: Mapping[int, str],
    actor: Actor,
    at: datetime,
) -> Taken:
    """Hand in the correction with an answer to each defect; the first filing date stays."""
    dossier = take_up(session, reference, seen=seen)
    defects = cases.open_defects(session, dossier.case.id)
    unanswered = [defect.about or defect.words for defect in defects if not answers.get(defect.id)]
    if unanswered:
        raise Refused(Refusal("defects_unanswered", {"defects": tuple(unanswered)}))
    taken = _file(session, "resubmit", reference, seen, actor, at)
    for defect in defects:
        defect.answer, defect.answered_event = answers[defect.id], taken.number
    return taken


def withdraw(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    remarks: str = "",
) -> Taken:
    """Take the application back: what it held is free again."""
    dossier = take_up(session, reference, seen=seen)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    taken = take_step(session, dossier, "withdraw", facts=facts, actor=actor, at=at)
    book.release_case(session, dossier.case, event=taken.number, actor=actor, at=at)
    return taken


def answer(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Answer the proposal to decline (陈述申辩)."""
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    return take_step(session, dossier, "answer", facts=facts, actor=actor, at=at)


def _file(
    session: Session, action: str, reference: str, seen: int | None, actor: Actor, at: datetime
) -> Taken:
    """Submit or resubmit: lock the enterprise, assess, step, hold."""
    dossier = take_up(session, reference, seen=seen)
    case, on = dossier.case, civil_date(at)
    book.lock_enterprise(session, case.enterprise_id)
    _, examined = examine(session, dossier, on=on)
    found = examined.assessment
    filed = {"filed_on": on} if action == "submit" else {"resubmitted_on": on}
    taken = take_step(
        session,
        dossier,
        action,
        facts=case_facts(dossier, on=on, examined=examined),
        actor=actor,
        at=at,
        particulars={
            "facts": case.claim_facts,
            "files": _files(session, dossier),
            "ceiling_fen": examined.holds,
            **({"presumed": examined.presumed} if examined.presumed else {}),
        },
        changes={
            **filed,
            "ceiling_fen": examined.holds.fen,
            "matter_group": None if found is None else found.group,
            "matter_subject": None if found is None else found.subject,
            "matter_keys": {} if found is None else dict(found.keys),
        },
    )
    book.hold(
        session,
        case,
        examined.holds,
        event=taken.number,
        actor=actor,
        at=at,
        limits=examined.limits,
    )
    deadline.watch(session, case)
    return taken


def _files(session: Session, dossier: Dossier) -> Sequence[Mapping[str, str]]:
    """The files handed in, by hash: the history says exactly what was filed."""
    rows = session.execute(
        sa.select(Attachment.material, Attachment.sha256)
        .where(Attachment.case_id == dossier.case.id, Attachment.taken_out_at.is_(None))
        .order_by(Attachment.id)
    )
    return [{"material": material, "sha256": sha256} for material, sha256 in rows]
