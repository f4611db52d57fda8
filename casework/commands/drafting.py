"""A draft (草稿): begun, filled in, given files, and brought to a corrected clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.commands import deadline
from casework.commands.files import StoredFile
from casework.commands.numbering import case_reference
from casework.commands.step import Taken, open_history, record_act
from casework.queries import cases, declared
from casework.queries.dossier import take_up, take_up_id
from casework.queries.questions import questions
from casework.queries.rule_book import book as rule_book
from casework.queries.rule_book import content, edition, terms
from casework.records.case import Attachment, Case, Purpose
from casework.records.edition import ClauseEdition
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
        edition=_kept_edition(session, clause_id, at),
        claim_year=claim_year,
        claim_facts=dict(facts),
        asked_fen=None if asked is None else asked.fen,
        process_version=application.CURRENT,
        state=application.VERSIONS[application.CURRENT].workflow.initial,
        drafted_at=at,
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
    deadline.watch(session, case)
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
    changed = _changed(dossier.case, facts)
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


def copy_facts(
    session: Session, *, reference: str, seen: int | None, actor: Actor, at: datetime
) -> Taken | None:
    """Take over what the enterprise declared last under this clause; None where nothing changes.

    What the draft says already stays, and what the clause no longer asks is left behind.
    """
    dossier = take_up(session, reference, seen=seen)
    case = dossier.case
    earlier = cases.filed_before(session, case)
    if earlier is None:
        return None
    asked = {entry.name for entry in questions(case.clause_id, {}).entries}
    kept = {name: value for name, value in earlier.claim_facts.items() if name in asked}
    facts = {**kept, **case.claim_facts}
    changed = _changed(case, facts)
    if not changed:
        return None
    return record_act(
        session,
        dossier,
        "edit",
        actor=actor,
        at=at,
        particulars={"changed": changed, "copied_from": earlier.reference},
        changes={"claim_facts": facts, "copied_from_id": earlier.id},
    )


def _changed(case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from what the case declares, from what to what."""
    before = case.claim_facts
    return {
        name: {"from": before.get(name), "to": facts.get(name)}
        for name in sorted({*before, *facts})
        if before.get(name) != facts.get(name)
    }


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


def changes_of_clause(session: Session, case: Case) -> Mapping[str, Mapping[str, Any]]:
    """What differs between the clause as the case took it and as it is read today."""
    kept = session.get(ClauseEdition, case.edition)
    before = {} if kept is None else kept.content
    now = content(case.clause_id)
    return {
        name: {"from": before.get(name), "to": now.get(name)}
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    }


def renew(
    session: Session, *, reference: str, seen: int | None, actor: Actor, at: datetime
) -> Taken | None:
    """Bring a draft to the clause as it was corrected since; None where nothing was."""
    dossier = take_up(session, reference, seen=seen)
    case = dossier.case
    if case.edition == edition(case.clause_id):
        return None
    if case.filed_on is not None:
        raise Refused(Refusal("edition_is_for_life"))
    return record_act(
        session,
        dossier,
        "edit",
        actor=actor,
        at=at,
        particulars={"clause_changed": changes_of_clause(session, case)},
        changes={"edition": _kept_edition(session, case.clause_id, at)},
    )


def _kept_edition(session: Session, clause_id: str, at: datetime) -> str:
    """The hash of the clause as it is read today, with its content kept beside it."""
    digest = edition(clause_id)
    if session.get(ClauseEdition, digest) is None:
        row = {"hash": digest, "clause_id": clause_id, "content": content(clause_id), "kept_at": at}
        on_sqlite = session.get_bind().dialect.name == "sqlite"
        insert = sqlite.insert if on_sqlite else postgresql.insert
        session.execute(insert(ClauseEdition).values(row).on_conflict_do_nothing())
    return digest


def _prefix(policy_id: str) -> str:
    """The district's letters in references, as its documents' ids begin: xc-2023-71 → XC."""
    return policy_id.split("-")[0].upper()
