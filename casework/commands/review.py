"""How a department takes up a case, gives it back, and proposes to decline it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands import book, deadline
from casework.commands.step import Outcome, Taken, take_step, take_steps
from casework.queries.dossier import take_up
from casework.queries.facts import case_facts
from casework.records.review import Defect
from workflows.defects import KINDS
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """One thing to correct, as an officer writes it."""

    words: str
    kind: str = "incorrect"
    about: str = ""


def accept(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    remarks: str = "",
) -> Taken:
    """Accept an application (受理); its materials are there."""
    dossier = take_up(session, reference, seen=seen)
    on = civil_date(at)
    facts = case_facts(dossier, on=on, remarks=remarks)
    return take_step(
        session, dossier, "accept", facts=facts, actor=actor, at=at, changes={"accepted_on": on}
    )


def accept_many(
    session: Session, *, references: Sequence[str], actor: Actor, at: datetime
) -> list[Outcome]:
    """Accept many applications; each by the same guards, each refusal reported."""
    on = civil_date(at)
    return take_steps(
        session,
        references,
        "accept",
        facts_of=lambda dossier: case_facts(dossier, on=on),
        actor=actor,
        at=at,
        changes={"accepted_on": on},
    )


def decline_acceptance(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Decline to accept (不予受理), with reasons; what was held is free again."""
    return _ended(session, "decline_acceptance", reference, seen, remarks, actor, at)


def return_for_correction(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    defects: Sequence[ToCorrect],
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Tell the applicant everything to correct at once (一次性告知); the clock stops."""
    dossier = take_up(session, reference, seen=seen)
    if not defects or any(not defect.words.strip() for defect in defects):
        raise Refused(Refusal("defects_missing"))
    unknown = {defect.kind for defect in defects} - set(KINDS)
    if unknown:
        raise Refused(Refusal("defect_kind_unknown", {"kinds": tuple(sorted(unknown))}))
    taken = take_step(
        session,
        dossier,
        "return_for_correction",
        facts=case_facts(dossier, on=civil_date(at), remarks=remarks),
        actor=actor,
        at=at,
        particulars={
            "defects": [
                {"kind": defect.kind, "about": defect.about, "words": defect.words}
                for defect in defects
            ]
        },
    )
    session.add_all(
        Defect(
            case_id=dossier.case.id,
            event_number=taken.number,
            kind=defect.kind,
            about=defect.about,
            words=defect.words.strip(),
        )
        for defect in defects
    )
    session.flush()
    deadline.watch(session, dossier.case)
    return taken


def take_back(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Take back a return or a recommendation that was made by mistake."""
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    taken = take_step(session, dossier, "take_back", facts=facts, actor=actor, at=at)
    deadline.watch(session, dossier.case)
    return taken


def propose_decline(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Tell the enterprise that the case is not to be supported, and why; it may answer."""
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    return take_step(session, dossier, "propose_decline", facts=facts, actor=actor, at=at)


def reconsider(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Go back to review: the answer convinced, or a fault was found."""
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    return take_step(session, dossier, "reconsider", facts=facts, actor=actor, at=at)


def _ended(
    session: Session,
    action: str,
    reference: str,
    seen: int | None,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    dossier = take_up(session, reference, seen=seen)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    taken = take_step(session, dossier, action, facts=facts, actor=actor, at=at)
    book.release_case(session, dossier.case, event=taken.number, actor=actor, at=at)
    return taken
