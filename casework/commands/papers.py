"""Papers a case rests on: implementing documents, recorded exceptions, resolutions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.commands.step import record_act
from casework.queries.dossier import Dossier, Paper, take_up
from casework.records.review import Finding
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date


def record_implementing_document(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    number: str,
    issued: date,
    file_sha256: str,
    actor: Actor,
    at: datetime,
) -> Finding:
    """Record the effective document money is paid under (rulings 7, 9)."""
    return _record(
        session,
        reference,
        seen,
        "implementing_document",
        number=number,
        dated=issued,
        file_sha256=file_sha256,
        words="",
        actor=actor,
        at=at,
    )


def record_exception(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    minute: str,
    dated: date,
    why: str,
    actor: Actor,
    at: datetime,
    file_sha256: str | None = None,
) -> Finding:
    """Record the decision to go over a limit that holds in principle (原则上, ruling 18)."""
    if not why.strip():
        raise Refused(Refusal("reason_wanted"))
    return _record(
        session,
        reference,
        seen,
        "cap_exception",
        number=minute,
        dated=dated,
        file_sha256=file_sha256,
        words=why,
        actor=actor,
        at=at,
    )


def lay_down(
    session: Session,
    dossier: Dossier,
    *,
    kind: str,
    result: str,
    number: str,
    dated: date,
    actor: Actor,
    at: datetime,
    amount: Money | None = None,
    file_sha256: str | None = None,
    words: str = "",
    event_number: int | None = None,
) -> Finding:
    """Lay a paper into the dossier, for the step that is about to be taken on it."""
    row = Finding(
        case_id=dossier.case.id,
        kind=kind,
        result=result,
        number=number.strip(),
        dated=dated,
        amount_fen=None if amount is None else amount.fen,
        words=words.strip(),
        file_sha256=file_sha256,
        event_number=event_number or dossier.case.last_event + 1,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    session.add(row)
    session.flush()
    dossier.papers.append(
        Paper(
            id=row.id,
            kind=kind,
            result=result,
            number=row.number,
            dated=dated.isoformat(),
            amount_fen=row.amount_fen,
            file_sha256=file_sha256,
            words=row.words,
            event_number=row.event_number,
            recorded_by_id=actor.user_id,
        )
    )
    return row


def _record(
    session: Session,
    reference: str,
    seen: int | None,
    kind: str,
    *,
    number: str,
    dated: date,
    file_sha256: str | None,
    words: str,
    actor: Actor,
    at: datetime,
) -> Finding:
    dossier = take_up(session, reference, seen=seen)
    if not number.strip():
        raise Refused(Refusal("paper_number_missing"))
    if dated > civil_date(at):
        raise Refused(Refusal("paper_in_future", {"dated": dated}))
    taken = record_act(
        session,
        dossier,
        "record_paper",
        actor=actor,
        at=at,
        remarks=words,
        particulars={"kind": kind, "number": number, "dated": dated, "file": file_sha256},
    )
    return lay_down(
        session,
        dossier,
        kind=kind,
        result="recorded",
        number=number,
        dated=dated,
        actor=actor,
        at=at,
        file_sha256=file_sha256,
        words=words,
        event_number=taken.number,
    )
