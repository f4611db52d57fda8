"""The receipt and the answer to whoever objected, reported or complained."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.documents import issue, stranger_block
from casework.commands.step import Taken
from casework.queries.dossier import Dossier
from casework.records.document import Document
from casework.records.public_notice import Objection
from workflows.documents import DocumentKind
from workflows.roles import Actor, Role


def paper_of(
    session: Session,
    kind: DocumentKind,
    dossier: Dossier,
    row: Objection,
    taken: Taken,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The receipt or the answer, to somebody who may know of the case only what is public."""
    content = {
        "own": _own(session, row, actor),
        "case": stranger_block(session, dossier.case),
        "matter": row.kind,
        "raised_by": row.raised_by,
        "received_on": row.received_on,
        "grounds": row.grounds,
    }
    if kind is DocumentKind.OBJECTION_RECEIPT:
        content |= {"due_on": row.due_on, "due_provisional": row.due_provisional}
    else:
        content |= {"finding": row.finding, "result": row.result, "answer": row.answer}
    issue(
        session,
        kind,
        issuer_id=dossier.case.department_id,
        content=content,
        actor=actor,
        at=at,
        case_id=dossier.case.id,
        event_number=taken.number,
    )


def _own(session: Session, row: Objection, actor: Actor) -> bool:
    """Whether the enterprise raised it itself: then it reads the receipt and the answer."""
    if row.result is None:
        return Role.APPLICANT in actor.roles
    receipt = session.scalars(
        sa.select(Document).where(
            Document.case_id == row.case_id,
            Document.event_number == row.received_event,
            Document.kind == DocumentKind.OBJECTION_RECEIPT.value,
        )
    ).one()
    return bool(receipt.content["own"])
