"""How a case ends: settled, declined, terminated, lapsed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.award import undo_award
from casework.commands.step import Taken, take_step
from casework.queries.dossier import take_up
from casework.queries.examined import Examined
from casework.queries.facts import case_facts
from casework.queries.recoveries import recovery_open
from workflows.roles import SYSTEM, Actor
from workflows.term import civil_date


def settle(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    remarks: str = "",
) -> Taken:
    """Close a case all of whose instalments are paid or cancelled (办结)."""
    dossier = take_up(session, reference, seen=seen)
    examined = Examined(recovery_open=recovery_open(session, dossier.case.id))
    facts = case_facts(dossier, on=civil_date(at), examined=examined, remarks=remarks)
    return take_step(session, dossier, "settle", facts=facts, actor=actor, at=at)


def decline(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Decide not to support the case, with reasons; what was held is free again."""
    dossier = take_up(session, reference, seen=seen)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    taken = take_step(session, dossier, "decline", facts=facts, actor=actor, at=at)
    book.release_case(session, dossier.case, event=taken.number, actor=actor, at=at)
    return taken


def terminate(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Stop a case for good; what is not paid is freed, what was paid stays booked."""
    dossier = take_up(session, reference, seen=seen)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    taken = take_step(session, dossier, "terminate", facts=facts, actor=actor, at=at)
    undo_award(session, dossier, taken, actor=actor, at=at)
    return taken


def lapse(
    session: Session,
    *,
    reference: str,
    at: datetime,
    actor: Actor = SYSTEM,
    seen: int | None = None,
) -> Taken:
    """Let a draft lapse with its clause, or a returned case with its time to correct."""
    dossier = take_up(session, reference, seen=seen)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    facts = case_facts(dossier, on=civil_date(at))
    taken = take_step(session, dossier, "lapse", facts=facts, actor=actor, at=at)
    book.release_case(session, dossier.case, event=taken.number, actor=actor, at=at)
    return taken
