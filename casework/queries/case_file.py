"""Everything one case page shows, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.dossier import Dossier, take_up
from casework.queries.examination import examine, figures_of
from casework.queries.examined import Examined
from casework.queries.facts import case_facts
from casework.queries.rule_book import Terms, terms_of
from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.case import Attachment, Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.people import Department, Enterprise, User
from casework.records.public_notice import Objection, PublicNotice
from casework.records.review import CaseFact, Defect, Finding, LegalAnswer, Opinion
from workflows import application
from workflows.claims import ClaimAssessment
from workflows.facts import CaseFacts
from workflows.machine import Option
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with all that belongs to it, as one person may see it."""

    case: Case
    terms: Terms
    enterprise: Enterprise
    department: Department
    people: dict[int, str]
    """Display names of everybody named in the file, by id."""
    events: Sequence[CaseEvent]
    attachments: Sequence[Attachment]
    facts: Sequence[CaseFact]
    defects: Sequence[Defect]
    opinions: Sequence[Opinion]
    legal_answers: Sequence[LegalAnswer]
    papers: Sequence[Finding]
    assessments: Sequence[Assessment]
    """In order; the last one stands."""
    awards: Sequence[Award]
    instalments: Sequence[Instalment]
    notices: Sequence[PublicNotice]
    objections: Sequence[Objection]
    others: Sequence[Case]
    """Other cases of the enterprise that were filed, over all policies."""
    now: ClaimAssessment | None
    """What the case comes to as things stand today."""
    meanwhile: ClaimAssessment | None
    """By what it holds today: pending recognitions presumed where `now` is unknown (ruling 17)."""
    standing: CaseFacts
    """What the guards see today."""
    options: tuple[Option, ...]
    """The steps this person's roles may take from here, each with every reason against it."""


def case_file(session: Session, reference: str, *, actor: Actor, on: date) -> CaseFile:
    """The file of one case; Refused as unknown where there is none or the actor may not see it."""
    dossier = take_up(session, reference)
    case = dossier.case
    if not session.scalar(sa.select(permissions.may_see(actor, case.id))):
        raise Refused(Refusal("case_unknown", {"reference": reference}))
    events = _of(session, CaseEvent, case, CaseEvent.number)
    examined, standing = _standing(session, dossier, on)
    process = application.VERSIONS[case.process_version]
    return CaseFile(
        case=case,
        terms=terms_of(case),
        enterprise=session.get_one(Enterprise, case.enterprise_id),
        department=session.get_one(Department, case.department_id),
        people=_names(session, events, case),
        events=events,
        attachments=_of(session, Attachment, case, Attachment.id),
        facts=_of(session, CaseFact, case, CaseFact.id),
        defects=_of(session, Defect, case, Defect.id),
        opinions=_of(session, Opinion, case, Opinion.id),
        legal_answers=_of(session, LegalAnswer, case, LegalAnswer.id),
        papers=_of(session, Finding, case, Finding.id),
        assessments=_of(session, Assessment, case, Assessment.number),
        awards=_of(session, Award, case, Award.number),
        instalments=_of(session, Instalment, case, Instalment.number),
        notices=_of(session, PublicNotice, case, PublicNotice.id),
        objections=_of(session, Objection, case, Objection.id),
        others=_others(session, case, actor),
        now=examined.assessment,
        meanwhile=examined.meanwhile,
        standing=standing,
        options=process.options(case.state, standing, actor),
    )


def _standing(session: Session, dossier: Dossier, on: date) -> tuple[Examined, CaseFacts]:
    """What the case comes to today, and what the guards see."""
    plain = case_facts(dossier, on=on)
    _, examined = examine(
        session,
        dossier,
        on=on,
        figures=figures_of(session, dossier),
        decided=plain.decided_amount,
    )
    return examined, case_facts(dossier, on=on, examined=examined)


def _of(session: Session, record: Any, case: Case, order: sa.ColumnExpressionArgument[int]) -> Any:
    return session.scalars(sa.select(record).where(record.case_id == case.id).order_by(order)).all()


def _others(session: Session, case: Case, actor: Actor) -> Sequence[Case]:
    return session.scalars(
        sa.select(Case)
        .where(
            Case.enterprise_id == case.enterprise_id,
            Case.id != case.id,
            Case.filed_on.is_not(None),
            permissions.visible_cases(actor),
        )
        .order_by(Case.id.desc())
    ).all()


def _names(session: Session, events: Sequence[CaseEvent], case: Case) -> dict[int, str]:
    named = {event.actor_id for event in events} | {
        event.acting_for_id for event in events if event.acting_for_id is not None
    }
    if case.assigned_to_id is not None:
        named.add(case.assigned_to_id)
    rows = session.execute(sa.select(User.id, User.display_name).where(User.id.in_(named)))
    return {user_id: name for user_id, name in rows}
