"""Cases by what names them, and what belongs to one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.case import Attachment, Case
from casework.records.case_event import CaseEvent
from casework.records.public_notice import Objection
from casework.records.review import Defect
from workflows.refusals import Refusal, Refused


def by_reference(session: Session, reference: str) -> Case:
    """The case of a reference; Refused if there is none."""
    case = session.scalars(sa.select(Case).where(Case.reference == reference)).one_or_none()
    if case is None:
        raise Refused(Refusal("case_unknown", {"reference": reference}))
    return case


def open_draft(session: Session, enterprise_id: int, clause_id: str, claim_year: int) -> str | None:
    """Reference of the draft of an enterprise for a clause and year that lies there already."""
    return session.scalar(
        sa.select(Case.reference)
        .where(
            Case.enterprise_id == enterprise_id,
            Case.clause_id == clause_id,
            Case.claim_year == claim_year,
            Case.state == "draft",
        )
        .limit(1)
    )


def filed_before(session: Session, case: Case) -> Case | None:
    """What the enterprise of a case filed last under the same clause, None where it never did."""
    return session.scalars(
        sa.select(Case)
        .where(
            Case.enterprise_id == case.enterprise_id,
            Case.clause_id == case.clause_id,
            Case.state != "draft",
            Case.id != case.id,
        )
        .order_by(Case.id.desc())
        .limit(1)
    ).one_or_none()


def open_defects(session: Session, case_id: int) -> Sequence[Defect]:
    """The defects told of and not answered yet, in the order they were told."""
    return session.scalars(
        sa.select(Defect)
        .where(Defect.case_id == case_id, Defect.answered_event.is_(None))
        .order_by(Defect.id)
    ).all()


def open_objections(session: Session, case_id: int) -> Sequence[Objection]:
    """The objections to a case that wait for an answer, the earliest first."""
    return session.scalars(
        sa.select(Objection)
        .where(Objection.case_id == case_id, Objection.result.is_(None))
        .order_by(Objection.id)
    ).all()


def attachments(session: Session, case_id: int) -> Sequence[Attachment]:
    """The files of a case in use, in the order they came."""
    return session.scalars(
        sa.select(Attachment)
        .where(Attachment.case_id == case_id, Attachment.taken_out_at.is_(None))
        .order_by(Attachment.id)
    ).all()


def events(session: Session, case_id: int) -> Sequence[CaseEvent]:
    """The history of a case, in order."""
    return session.scalars(
        sa.select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.number)
    ).all()


def latest_assessment(session: Session, case_id: int) -> Assessment | None:
    """The calculation that stands."""
    return session.scalars(
        sa.select(Assessment)
        .where(Assessment.case_id == case_id)
        .order_by(Assessment.number.desc())
        .limit(1)
    ).one_or_none()


def latest_award(session: Session, case_id: int) -> Award | None:
    """The decision that stands."""
    return session.scalars(
        sa.select(Award).where(Award.case_id == case_id).order_by(Award.number.desc()).limit(1)
    ).one_or_none()
