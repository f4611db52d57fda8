"""Public notices as officers work on them: what is to be posted, what hangs, what lacks proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.rule_book import Terms, terms
from casework.records.award import Award
from casework.records.case import Case
from casework.records.document import Document
from casework.records.people import Department, Enterprise
from casework.records.public_notice import PublicNotice
from workflows.roles import Actor


@dataclass(frozen=True, slots=True)
class ToPost:
    """A case that is approved and hangs nowhere yet."""

    reference: str
    enterprise: str
    credit_code: str
    terms: Terms
    department: str
    amount_fen: int
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class OnNotice:
    """A case that hangs, or did."""

    reference: str
    last_event: int
    state: str
    enterprise: str
    clause_id: str
    notice: PublicNotice
    document: str | None
    """Number of the announcement."""

    def is_over(self, on: date) -> bool:
        """Whether its last day has passed."""
        return self.notice.last_day < on


_AWARD = (
    sa.select(sa.func.max(Award.id))
    .where(Award.case_id == Case.id)
    .correlate(Case)
    .scalar_subquery()
)


def to_post(session: Session, actor: Actor, *, most: int = 200) -> Sequence[ToPost]:
    """Approved cases without a notice of their award, by document and department."""
    posted = sa.exists().where(
        PublicNotice.case_id == Case.id, PublicNotice.posted_event > Award.event_number
    )
    rows = session.execute(
        sa.select(
            Case.reference,
            Enterprise.name,
            Enterprise.credit_code,
            Case.clause_id,
            Department.short,
            Award.amount_fen,
            Case.decided_on,
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Department, Department.id == Case.department_id)
        .join(Award, Award.id == _AWARD)
        .where(Case.state == "public_notice", ~posted, permissions.visible_cases(actor))
        .order_by(Case.policy_id, Case.department_id, Case.id)
        .limit(most)
    )
    return [ToPost(row[0], row[1], row[2], terms(row[3]), row[4], row[5], row[6]) for row in rows]


def on_notice(
    session: Session, actor: Actor, *, closed: bool, before: int | None = None, most: int = 100
) -> Sequence[OnNotice]:
    """What hangs, the soonest to end first; or what was closed, the latest first."""
    wanted = (
        sa.select(PublicNotice, Case, Enterprise.name, Document.number)
        .join(Case, Case.id == PublicNotice.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .outerjoin(Document, Document.id == PublicNotice.document_id)
        .where(permissions.visible_cases(actor))
        .limit(most)
    )
    if closed:
        wanted = wanted.where(PublicNotice.closed_at.is_not(None)).order_by(PublicNotice.id.desc())
        if before is not None:
            wanted = wanted.where(PublicNotice.id < before)
    else:
        wanted = wanted.where(
            PublicNotice.closed_at.is_(None), Case.state.in_(("public_notice", "objection"))
        ).order_by(PublicNotice.last_day, PublicNotice.id)
    return [
        OnNotice(case.reference, case.last_event, case.state, name, case.clause_id, notice, number)
        for notice, case, name, number in session.execute(wanted)
    ]


def proof_of(session: Session, actor: Actor, notice_id: int) -> tuple[str, str] | None:
    """Hash of the proof of a notice and its case; None where there is none to be seen."""
    row = session.execute(
        sa.select(PublicNotice.proof_sha256, Case.reference)
        .join(Case, Case.id == PublicNotice.case_id)
        .where(
            PublicNotice.id == notice_id,
            PublicNotice.proof_sha256.is_not(None),
            permissions.visible_cases(actor),
        )
    ).one_or_none()
    return None if row is None else (str(row[0]), row[1])
