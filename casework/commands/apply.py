"""What an applicant does: draft, attach, submit, correct, supply, answer, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.files import StoredFile
from casework.commands.numbering import case_reference
from casework.commands.step import Taken, open_history, record_act, take_step
from casework.queries import cases, declared
from casework.queries.dossier import Dossier, take_up, take_up_id
from casework.queries.examination import examine
from casework.queries.facts import case_facts
from casework.queries.rule_book import book as rule_book
from casework.queries.rule_book import edition, terms
from casework.records.case import Attachment, Case, Purpose
from workflows import application
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date


def draft(
    session: Session,
    *,
    clause_id: str,
    claim_year: int,
    facts: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    asked: Money | None = None,
    copied_from: int | None = None,
) -> Case:
    """Begin an application under a clause in force today.

    Refused where the clause is not open, or a draft for it and the year lies there already.
    """
    on = civil_date(at)
    if clause_id not in rule_book().clauses:
        raise Refused(Refusal("clause_unknown", {"clause": clause_id}))
    if actor.enterprise_id is None:
        raise Refused(Refusal("no_enterprise"))
    term = rule_book().term_of(clause_id)
    if not term.covers(on):
        raise Refused(Refusal("clause_not_open", {"clause": clause_id}))
    lying = cases.open_draft(session, actor.enterprise_id, clause_id, claim_year)
    if lying is not None:
        raise Refused(Refusal("draft_lies_there", {"reference": lying}))
    declared.refuse_unusable(facts)
    policy, department = terms(clause_id).policy, rule_book().departments_of(clause_id)[0]
    case = Case(
        reference=case_reference(session, prefix=_prefix(policy.id), year=on.year),
        enterprise_id=actor.enterprise_id,
        district_id=policy.district,
        department_id=department.id,
        policy_id=policy.id,
        clause_id=clause_id,
        edition=edition(clause_id),
        claim_year=claim_year,
        claim_facts=dict(facts),
        asked_fen=None if asked is None else asked.fen,
        process_version=application.CURRENT,
        state=application.VERSIONS[application.CURRENT].workflow.initial,
        drafted_at=at,
        copied_from_id=copied_from,
    )
    session.add(case)
    session.flush()
    open_history(
        session,
        take_up_id(session, case.id),
        actor=actor,
        at=at,
        particulars={"clause": clause_id, "edition": case.edition, "year": claim_year},
    )
    return case


def edit(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    facts: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    asked: Money | None = None,
) -> Taken | None:
    """Change what is declared in a draft or a returned case; None where nothing changes."""
    dossier = take_up(session, reference, seen=seen)
    declared.refuse_unusable(facts)
    before = dossier.case.claim_facts
    changed = {
        name: {"from": before.get(name), "to": facts.get(name)}
        for name in sorted({*before, *facts})
        if before.get(name) != facts.get(name)
    }
    asked_fen = None if asked is None else asked.fen
    if not changed and asked_fen == dossier.case.asked_fen:
        return None
    return record_act(
        session,
        dossier,
        "edit",
        actor=actor,
        at=at,
        particulars={"changed": changed, "asked_fen": asked_fen},
        changes={"claim_facts": dict(facts), "asked_fen": asked_fen},
    )


def attach(
    session: Session,
    *,
    reference: str,
    file: StoredFile,
    material: str,
    actor: Actor,
    at: datetime,
    number: str = "",
    seen: int | None = None,
) -> Attachment:
    """Hand in a stored file; after submission only what was promised or asked for."""
    dossier = take_up(session, reference, seen=seen)
    before_filing = dossier.case.state in ("draft", "returned")
    record_act(
        session,
        dossier,
        "attach" if before_filing else "supply",
        actor=actor,
        at=at,
        particulars={"material": material, "name": file.name, "sha256": file.sha256},
    )
    attachment = Attachment(
        case_id=dossier.case.id,
        purpose=Purpose.MATERIAL,
        material=material,
        sha256=file.sha256,
        name=file.name,
        size=file.size,
        media_type=file.media_type,
        number=number.strip(),
        attached_by_id=actor.user_id,
        attached_at=at,
    )
    session.add(attachment)
    session.flush()
    return attachment


def take_out(
    session: Session, *, reference: str, attachment_id: int, actor: Actor, at: datetime
) -> Taken:
    """Take a file out of a draft or a returned case; the file itself stays in the store."""
    dossier = take_up(session, reference)
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or attachment.case_id != dossier.case.id or attachment.taken_out_at:
        raise Refused(Refusal("attachment_unknown"))
    taken = record_act(
        session,
        dossier,
        "attach",
        actor=actor,
        at=at,
        particulars={"taken_out": attachment.sha256, "material": attachment.material},
    )
    attachment.taken_out_at = at
    return taken


def submit(
    session: Session, *, reference: str, seen: int | None, actor: Actor, at: datetime
) -> Taken:
    """File the application: today governs the edition for life, and the ceiling is held."""
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
    ceiling = found.holds if found is not None else Money(0)
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
            "ceiling_fen": ceiling,
        },
        changes={
            **filed,
            "ceiling_fen": ceiling.fen,
            "matter_group": None if found is None else found.group,
            "matter_subject": None if found is None else found.subject,
            "matter_keys": {} if found is None else dict(found.keys),
        },
    )
    book.hold(
        session, case, ceiling, event=taken.number, actor=actor, at=at, limits=examined.limits
    )
    return taken


def _files(session: Session, dossier: Dossier) -> Sequence[Mapping[str, str]]:
    """The files handed in, by hash: the history says exactly what was filed."""
    rows = session.execute(
        sa.select(Attachment.material, Attachment.sha256)
        .where(Attachment.case_id == dossier.case.id, Attachment.taken_out_at.is_(None))
        .order_by(Attachment.id)
    )
    return [{"material": material, "sha256": sha256} for material, sha256 in rows]


def _prefix(policy_id: str) -> str:
    """The district's letters in references, as its documents' ids begin: xc-2023-71 → XC."""
    return policy_id.split("-")[0].upper()
