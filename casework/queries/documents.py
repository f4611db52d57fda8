"""Issued papers: those of a case or a meeting, and whether one that somebody holds is genuine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.permissions import may_see, recused
from casework.records.case import Case
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem
from casework.records.meeting.joint_meeting import JointMeeting
from workflows.documents import DocumentKind, code_as_typed, document_types
from workflows.objections import ObjectionKind, name_is_withheld
from workflows.roles import Actor, Role


@dataclass(frozen=True, slots=True)
class Genuine:
    """What a check of a paper tells: enough to compare with what one holds, and no more."""

    number: str
    kind: DocumentKind
    title: str
    issuer: str
    issued_on: date
    enterprise: str
    amount_yuan: str
    """The amount of a decision; empty where the kind of paper shows none."""


def genuine(session: Session, *, number: str, code: str) -> Genuine | None:
    """The paper of this number and code, None where there is none; both have to fit."""
    typed = code_as_typed(code)
    if typed is None:
        return None
    row = session.scalars(
        sa.select(Document).where(Document.code == typed, Document.number == number.strip())
    ).one_or_none()
    if row is None:
        return None
    described = document_types()[DocumentKind(row.kind)]
    amount = row.content.get("amount") or {}
    return Genuine(
        number=row.number,
        kind=described.kind,
        title=described.zh,
        issuer=row.content["issuer"],
        issued_on=row.issued_on,
        enterprise=(row.content.get("case") or {}).get("enterprise", ""),
        amount_yuan=amount.get("yuan", "") if described.public else "",
    )


TO_THE_OBJECTOR = (DocumentKind.OBJECTION_RECEIPT, DocumentKind.OBJECTION_ANSWER)
"""Papers to whoever complained: the enterprise does not learn their name."""


def of_case(session: Session, case_id: int, *, actor: Actor) -> Sequence[Document]:
    """The papers of a case that somebody who sees it may read, in the order of what they tell."""
    wanted = sa.select(Document).where(Document.case_id == case_id)
    rows = session.scalars(wanted.order_by(Document.event_number, Document.id))
    return [row for row in rows if not _withheld(row, actor)]


def _withheld(row: Document, actor: Actor) -> bool:
    """A paper to a stranger who complained of the enterprise is not for the enterprise.

    Nor one that names who reported it for those who handle the case.
    """
    if DocumentKind(row.kind) not in TO_THE_OBJECTOR:
        return False
    if Role.APPLICANT in actor.roles:
        return not row.content["own"]
    kind = ObjectionKind(row.content["matter"])
    return name_is_withheld(kind, taken_down_by=row.issued_by_id, actor=actor)


def of_meeting(session: Session, meeting_id: int) -> Sequence[Document]:
    """The papers of a meeting, in the order they were issued."""
    return session.scalars(
        sa.select(Document).where(Document.meeting_id == meeting_id).order_by(Document.id)
    ).all()


def by_number(session: Session, number: str) -> Document | None:
    """The paper of a number."""
    return session.scalars(
        sa.select(Document).where(Document.number == number.strip())
    ).one_or_none()


def of_reference(session: Session, reference: str) -> Sequence[Document]:
    """The papers of the case or the meeting with this reference, in the order they were issued."""
    case_id = sa.select(Case.id).where(Case.reference == reference).scalar_subquery()
    meeting_id = sa.select(JointMeeting.id).where(JointMeeting.reference == reference)
    return session.scalars(
        sa.select(Document)
        .where(
            sa.or_(Document.case_id == case_id, Document.meeting_id == meeting_id.scalar_subquery())
        )
        .order_by(Document.issued_at, Document.id)
    ).all()


def readable(session: Session, document_id: int, actor: Actor) -> Document | None:
    """The paper, if this person may read it: of a case they see, or of a meeting of their district.

    A meeting's notice and voting record tell of every item, so that nobody recused from one reads
    them; issued minutes are public within the district's offices. None for everybody else.
    """
    row = session.get(Document, document_id)
    if row is None:
        return None
    if row.meeting_id is not None:
        return row if _of_the_meeting(session, row, actor) else None
    if row.kind == DocumentKind.PUBLIC_NOTICE:
        return row
    if _withheld(row, actor):
        return None
    return row if session.scalar(sa.select(may_see(actor, row.case_id))) else None


def _of_the_meeting(session: Session, row: Document, actor: Actor) -> bool:
    meeting = session.get_one(JointMeeting, row.meeting_id)
    if actor.district != meeting.district_id:
        return False
    if row.kind in (DocumentKind.MINUTES, DocumentKind.MINUTES_CORRECTION):
        return True
    barred = sa.exists().where(
        AgendaItem.meeting_id == meeting.id, recused(actor, AgendaItem.case_id)
    )
    return not session.scalar(sa.select(barred))
