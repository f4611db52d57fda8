"""What the public may see of cases: where one stands, by number and code; what hangs as notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.queries.standing import Standing, standing_of
from casework.records.award import Award
from casework.records.case import Case
from casework.records.document import Document
from casework.records.people import Department, Enterprise
from casework.records.public_notice import PublicNotice
from workflows.documents import code_as_typed
from workflows.policy.document import Clause, Policy

PAGE = 50


@dataclass(frozen=True, slots=True)
class Status:
    """Where a case stands, and nothing of whose it is."""

    reference: str
    clause: Clause
    policy: Policy
    department: Department
    filed_on: date | None
    standing: Standing


def status(session: Session, *, reference: str, code: str, on: date) -> Status | None:
    """Where a case stands, for whoever holds a paper of it; None unless number and code fit."""
    typed = code_as_typed(code)
    if typed is None:
        return None
    row = session.execute(
        sa.select(Case, Department)
        .join(Document, Document.case_id == Case.id)
        .join(Department, Department.id == Case.department_id)
        .where(Case.reference == reference.strip().upper(), Document.code == typed)
    ).one_or_none()
    if row is None:
        return None
    case, department = row[0], row[1]
    return Status(
        reference=case.reference,
        clause=book().clause(case.clause_id),
        policy=book().document_of(case.clause_id),
        department=department,
        filed_on=case.filed_on,
        standing=standing_of(case, on=on),
    )


@dataclass(frozen=True, slots=True)
class Hanging:
    """One entry of a public notice: name, credit code, item and amount, and nothing else."""

    id: int
    reference: str
    enterprise: str
    credit_code: str
    clause_id: str
    amount_fen: int
    department: Department
    posted_on: date
    last_day: date
    place: str
    decision: str


def notices(
    session: Session, *, on: date, ended: bool = False, before: int | None = None
) -> tuple[Hanging, ...]:
    """What hangs on a day, or what hung before, the latest first."""
    hangs = PublicNotice.last_day < on if ended else PublicNotice.last_day >= on
    latest = (
        sa.select(sa.func.max(Award.number))
        .where(
            Award.case_id == PublicNotice.case_id, Award.event_number < PublicNotice.posted_event
        )
        .correlate(PublicNotice)
        .scalar_subquery()
    )
    page = (
        sa.select(PublicNotice.id)
        .where(hangs, PublicNotice.posted_on <= on)
        .order_by(PublicNotice.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        page = page.where(PublicNotice.id < before)
    chosen = (
        sa.select(PublicNotice, Case, Enterprise, Department, Award.decision_number)
        .join(Case, Case.id == PublicNotice.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Department, Department.id == Case.department_id)
        .join(Award, sa.and_(Award.case_id == Case.id, Award.number == latest))
        .where(PublicNotice.id.in_(page.scalar_subquery()))
        .order_by(PublicNotice.id.desc())
    )
    return tuple(
        Hanging(
            id=notice.id,
            reference=case.reference,
            enterprise=enterprise.name,
            credit_code=enterprise.credit_code,
            clause_id=case.clause_id,
            amount_fen=notice.amount_fen,
            department=department,
            posted_on=notice.posted_on,
            last_day=notice.last_day,
            place=notice.place,
            decision=decision,
        )
        for notice, case, enterprise, department, decision in session.execute(chosen)
    )
