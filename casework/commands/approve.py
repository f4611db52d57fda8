"""The decision: approve, send back, revoke, decline; caps and pools are looked at under lock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.award import lay_out, undo_award
from casework.commands.numbering import decision_number
from casework.commands.step import Taken, take_step
from casework.queries.dossier import take_up
from casework.queries.examination import examine, figures_of
from casework.queries.facts import case_facts
from casework.records.award import Award
from workflows.money import Money
from workflows.roles import Actor
from workflows.term import civil_date


def approve(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    amount: Money | None = None,
    remarks: str = "",
    conditions: str = "",
) -> Award:
    """Approve: the hold becomes a commitment for the decided amount, laid out in instalments.

    Order: lock the enterprise, work out anew, step, award, instalments, ledger.
    """
    dossier = take_up(session, reference, seen=seen)
    case, on = dossier.case, civil_date(at)
    book.lock_enterprise(session, case.enterprise_id)
    facts = case_facts(dossier, on=on, remarks=remarks, amount=amount)
    decided = facts.decided_amount
    _, examined = examine(
        session, dossier, on=on, figures=figures_of(session, dossier), decided=decided
    )
    facts = case_facts(dossier, on=on, examined=examined, remarks=remarks, amount=amount)
    number = decision_number(session, prefix=reference.split("-")[0], year=on.year)
    taken = take_step(
        session,
        dossier,
        "approve",
        facts=facts,
        actor=actor,
        at=at,
        particulars={"amount_fen": decided, "decision": number, "conditions": conditions},
        changes={"decided_on": on},
    )
    assert decided is not None
    return lay_out(
        session,
        dossier,
        taken,
        decided,
        recommended=facts.proposed_amount or decided,
        number=number,
        conditions=conditions,
        reason=remarks,
        limits=examined.limits,
        actor=actor,
        at=at,
    )


def send_back(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Send a case back to review; the enterprise is not told."""
    return _simple(session, "send_back", reference, seen, remarks, actor, at)


def propose_decline(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Propose not to support a case that was recommended; the enterprise may answer."""
    return _simple(session, "propose_decline", reference, seen, remarks, actor, at)


def suspend(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Suspend a case, e.g. during a lawsuit; the clock stops."""
    return _simple(session, "suspend", reference, seen, remarks, actor, at)


def resume(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Take a suspended case up again; it goes back to review."""
    return _simple(session, "resume", reference, seen, remarks, actor, at)


def revoke_approval(
    session: Session, *, reference: str, seen: int | None, remarks: str, actor: Actor, at: datetime
) -> Taken:
    """Revoke another's decision during the notice; it stays readable, the money is freed."""
    dossier = take_up(session, reference, seen=seen)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    taken = take_step(session, dossier, "revoke_approval", facts=facts, actor=actor, at=at)
    undo_award(session, dossier, taken, actor=actor, at=at)
    return taken


def _simple(
    session: Session,
    action: str,
    reference: str,
    seen: int | None,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    return take_step(session, dossier, action, facts=facts, actor=actor, at=at)
