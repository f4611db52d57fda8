"""Objections, reports and complaints (异议、举报、投诉) as those see them who deal with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework import permissions
from casework.queries.rule_book import terms
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.document import Document
from casework.records.people import Department, Enterprise, User
from casework.records.public_notice import Objection
from workflows.documents import DocumentKind
from workflows.objections import ObjectionKind, name_is_withheld
from workflows.policy.document import Clause
from workflows.roles import Actor

PAPERS = (DocumentKind.OBJECTION_RECEIPT.value, DocumentKind.OBJECTION_ANSWER.value)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One objection, report or complaint with its case."""

    row: Objection
    case: Case
    enterprise: str
    clause: Clause
    department: str
    examiner: str | None
    settled_by: str | None
    withheld: bool
    """Whether this person does not learn who reported."""


def complaints(
    session: Session, actor: Actor, *, settled: bool, before: int | None = None, most: int = 50
) -> Sequence[Complaint]:
    """Open ones, the soonest due first; or the answered, the latest first."""
    wanted = _complaints(actor).limit(most)
    if settled:
        wanted = wanted.where(Objection.result.is_not(None)).order_by(Objection.id.desc())
        if before is not None:
            wanted = wanted.where(Objection.id < before)
    else:
        wanted = wanted.where(Objection.result.is_(None)).order_by(Objection.due_on, Objection.id)
    return [_told(row, actor) for row in session.execute(wanted)]


def complaint(session: Session, actor: Actor, complaint_id: int) -> Complaint | None:
    """One of them; None where there is none that the person may see."""
    row = session.execute(_complaints(actor).where(Objection.id == complaint_id)).one_or_none()
    return None if row is None else _told(row, actor)


def is_known(session: Session, reference: str, grounds: str, *, on: date) -> bool:
    """Whether the same words were received on the same case today: a double click is one."""
    wanted = (
        sa.select(Objection.id)
        .join(Case, Case.id == Objection.case_id)
        .where(
            Case.reference == reference,
            Objection.received_on == on,
            Objection.grounds == grounds.strip(),
        )
        .limit(1)
    )
    return session.scalar(wanted) is not None


def papers_of(session: Session, found: Complaint) -> Sequence[Document]:
    """Receipt and answer of one: those that tell of its events, and name who raised it."""
    if found.withheld:
        return ()
    settled = sa.select(CaseEvent.number).where(
        CaseEvent.case_id == found.case.id, CaseEvent.at == found.row.settled_at
    )
    return session.scalars(
        sa.select(Document)
        .where(
            Document.case_id == found.case.id,
            Document.kind.in_(PAPERS),
            sa.or_(
                Document.event_number == found.row.received_event,
                Document.event_number.in_(settled),
            ),
        )
        .order_by(Document.id)
    ).all()


def _complaints(actor: Actor) -> sa.Select[Objection, Case, str, str, str, str]:
    examiner, settler = aliased(User), aliased(User)
    return (
        sa.select(
            Objection,
            Case,
            Enterprise.name,
            Department.short,
            examiner.display_name,
            settler.display_name,
        )
        .join(Case, Case.id == Objection.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Department, Department.id == Case.department_id)
        .outerjoin(examiner, examiner.id == Objection.examiner_id)
        .outerjoin(settler, settler.id == Objection.settled_by_id)
        .where(Case.district_id == actor.district, permissions.visible_cases(actor))
    )


def _told(row: sa.Row[Objection, Case, str, str, str, str], actor: Actor) -> Complaint:
    raised, case, enterprise, department, examiner, settler = row
    return Complaint(
        row=raised,
        case=case,
        enterprise=enterprise,
        clause=terms(case.clause_id).clause,
        department=department,
        examiner=examiner,
        settled_by=settler,
        withheld=name_is_withheld(
            ObjectionKind(raised.kind), taken_down_by=raised.received_by_id, actor=actor
        ),
    )
