"""Claiming money back (追回): finding, notice, decision, what comes in, and its end.

Every act joins the history of the case; nothing that was said before is edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.disburse import settle_if_done
from casework.commands.event import event_of, plain
from casework.commands.keep import Taken, keep_one, kept_act
from casework.commands.step import record_act
from casework.queries import recoveries
from casework.queries.dossier import Dossier, take_up
from casework.queries.ledger import ledger_of_case
from casework.queries.recoveries import Claim
from casework.records.recovery import Recovery, RecoveryAct, RecoveryReceipt
from workflows import recovery
from workflows.ledger import Kind
from workflows.money import NOTHING, Money
from workflows.recovery_facts import RecoveryFacts
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date
from workflows.workdays import official_calendar

ANSWER_WORKING_DAYS = 5
"""How long the enterprise may answer the notice (practice 2.4)."""
DUE_DAYS = 15
"""How long it has to repay, where the decision says nothing else."""


def find(
    session: Session,
    *,
    reference: str,
    claim: Claim,
    remarks: str,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> Recovery:
    """Open a recovery with what was found (线索): how much, and why."""
    dossier = take_up(session, reference, seen=seen)
    taken = record_act(
        session, dossier, "recovery", actor=actor, at=at, remarks=remarks, particulars=claim.said()
    )
    process = recovery.VERSIONS[recovery.CURRENT].workflow
    found = Recovery(
        case_id=dossier.case.id,
        number=1 + len(recoveries.of_case(session, dossier.case.id)),
        process_version=process.version,
        state=process.initial,
        opened_at=at,
    )
    session.add(found)
    session.flush()
    _act(session, found, "find", "", taken.number, {**claim.said(), "words": remarks}, actor, at)
    return found


def notify(
    session: Session,
    *,
    reference: str,
    number: int,
    claim: Claim,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Tell the enterprise what is to be claimed and on which ground; it may answer in five days."""
    dossier, found = _taken_up(session, reference, number)
    on = civil_date(at)
    facts = recoveries.facts_of(session, dossier, found, on=on, remarks=remarks, claim=claim)
    taken = _step(session, dossier, found, "notify", facts, actor, at, claim.said())
    found.notified_on = official_calendar().add_workdays(on, ANSWER_WORKING_DAYS).on
    session.flush()
    return taken


def decide(
    session: Session,
    *,
    reference: str,
    number: int,
    claim: Claim,
    document: str,
    remarks: str,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
) -> Taken:
    """Decide the recovery (追回决定) with its number, ground, interest and day."""
    dossier, found = _taken_up(session, reference, number)
    on = civil_date(at)
    facts = recoveries.facts_of(session, dossier, found, on=on, remarks=remarks, claim=claim)
    due = due_on or on + timedelta(days=DUE_DAYS)
    if not document.strip():
        raise Refused(Refusal("document_number_missing"))
    if due <= on:
        raise Refused(Refusal("day_not_ahead", {"day": due}))
    said = {**claim.said(), "document": document.strip(), "due_on": due}
    taken = _step(session, dossier, found, "decide", facts, actor, at, said)
    found.due_on = due
    session.flush()
    return taken


def act(
    session: Session,
    action: str,
    *,
    reference: str,
    number: int,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Take a step that books nothing: hear, drop, refer on, close."""
    dossier, found = _taken_up(session, reference, number)
    facts = recoveries.facts_of(session, dossier, found, on=civil_date(at), remarks=remarks)
    taken = _step(session, dossier, found, action, facts, actor, at, {})
    settle_if_done(session, reference=reference, at=at)
    return taken


def receive(
    session: Session,
    *,
    reference: str,
    number: int,
    amount: Money,
    slip: str,
    received_on: date,
    actor: Actor,
    at: datetime,
    set_off: bool = False,
    remarks: str = "",
) -> Taken:
    """Book what came in, by its slip: it repays the award first, what is over is interest."""
    dossier, found = _taken_up(session, reference, number)
    on = civil_date(at)
    if not slip.strip():
        raise Refused(Refusal("slip_missing"))
    if received_on > on:
        raise Refused(Refusal("day_ahead", {"day": received_on}))
    if session.scalar(sa.select(RecoveryReceipt.id).where(RecoveryReceipt.slip == slip)):
        raise Refused(Refusal("slip_booked", {"slip": slip}))
    left = recoveries.repayment(session, found, on=received_on)
    facts = recoveries.facts_of(
        session,
        dossier,
        found,
        on=on,
        remarks=remarks,
        received=amount,
        received_on=received_on,
        set_off=set_off,
    )
    principal, interest = left.split(amount)
    said = {
        "slip": slip,
        "principal_fen": principal,
        "interest_fen": interest,
        "interest_formula": list(left.lines),
        "received_on": received_on,
        "set_off": set_off,
    }
    taken = _step(session, dossier, found, "receive", facts, actor, at, said)
    session.add(
        RecoveryReceipt(
            recovery_id=found.id,
            slip=slip,
            principal_fen=principal.fen,
            interest_fen=interest.fen,
            set_off=set_off,
            received_on=received_on,
            booked_by_id=actor.user_id,
            booked_at=at,
        )
    )
    session.flush()
    _book(session, dossier, principal, slip, taken, actor, at)
    settle_if_done(session, reference=reference, at=at)
    return taken


def _book(
    session: Session,
    dossier: Dossier,
    principal: Money,
    slip: str,
    taken: Taken,
    actor: Actor,
    at: datetime,
) -> None:
    """Take it back from what was paid, the last payment first."""
    ledger = ledger_of_case(session, dossier.case.id)
    for entry in reversed(ledger.open(Kind.PAY)):
        part = min(principal, ledger.left(entry))
        if part > NOTHING:
            assert entry.instalment is not None
            book.recover(
                session,
                dossier.case,
                entry.instalment,
                part,
                basis=slip,
                event=taken.number,
                actor=actor,
                at=at,
            )
            principal -= part


def _taken_up(session: Session, reference: str, number: int) -> tuple[Dossier, Recovery]:
    dossier = take_up(session, reference)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    return dossier, recoveries.by_number(session, dossier.case.id, number)


def _step(
    session: Session,
    dossier: Dossier,
    found: Recovery,
    action: str,
    facts: RecoveryFacts,
    actor: Actor,
    at: datetime,
    said: Mapping[str, Any],
) -> Taken:
    """Decide a step of a recovery, and keep it as an act of the recovery and of the case."""
    process = recovery.VERSIONS[found.process_version]
    source, target = found.state, process.take(found.state, action, facts, actor)
    state = dossier.case.state
    event = event_of(
        dossier,
        f"recovery_{action}",
        (state, state),
        capacity=process.workflow.branches(source, action)[0].capacity,
        actor=actor,
        at=at,
        remarks=facts.remarks,
        particulars={"recovery": found.number, "source": source, "target": target, **said},
    )
    audiences = process.audiences(source, action, target)
    taken = keep_one(session, dossier, kept_act(dossier, state, event, {}, audiences))
    found.state = target
    words = {**plain(said), "words": facts.remarks}
    _act(session, found, action, source, taken.number, words, actor, at)
    return taken


def _act(
    session: Session,
    found: Recovery,
    action: str,
    source: str,
    event_number: int,
    said: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> None:
    session.add(
        RecoveryAct(
            recovery_id=found.id,
            number=1 + len(recoveries.acts_of(session, found.id)),
            action=action,
            source=source,
            target=found.state,
            event_number=event_number,
            said=dict(said),
            actor_id=actor.user_id,
            at=at,
        )
    )
    session.flush()
