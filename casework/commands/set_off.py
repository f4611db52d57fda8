"""Set-off (抵扣): what is due to an enterprise kept against what it has to give back.

Only where the recovery decision says so. Both sides are booked in full: the instalment, or the
part of it that is kept, is paid without the bank; the same sum is recovered.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands import book, disburse, recover
from casework.commands.step import Taken, take_instalment_step
from casework.queries import recoveries
from casework.queries.dossier import Dossier, take_up
from casework.queries.payment_facts import facts_of
from casework.records.instalment import Instalment
from workflows.money import NOTHING, Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date


def set_off(
    session: Session,
    *,
    reference: str,
    recovery: int,
    number: int,
    amount: Money,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Keep a ready instalment, or part of it, against a recovery of the same case."""
    dossier = take_up(session, reference)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    found = recoveries.by_number(session, dossier.case.id, recovery)
    acts = recoveries.acts_of(session, found.id)
    ground = recoveries.latest_claim(acts).ground
    documents = [act.said["document"] for act in acts if act.action == "decide"]
    row = disburse.row_of(session, dossier, number)
    if not NOTHING < amount <= Money(row.amount_fen):
        figures = {"amount": amount, "instalment": Money(row.amount_fen)}
        raise Refused(Refusal("set_off_above_instalment", figures))
    allowed = bool(documents) and ground is not None and ground.says_set_off
    if row.state == "ready" and allowed and amount < Money(row.amount_fen):
        row = _split(session, dossier, row, amount, actor, at)
        dossier = take_up(session, reference)
    part = disburse.part_of(dossier, row.number)
    on = civil_date(at)
    (facts,) = facts_of(session, [(dossier, part)], on=on, set_off_decided=allowed)
    said = {"recovery": recovery, "document": documents[-1] if documents else ""}
    taken = take_instalment_step(
        session, dossier, part, "set_off", facts=facts, actor=actor, at=at, particulars=said
    )
    slip = f"{said['document']}/{book.payment_number(dossier.case, row.number)}"
    book.pay(session, dossier.case, row, slip=slip, event=taken.number, actor=actor, at=at)
    recover.receive(
        session,
        reference=reference,
        number=recovery,
        amount=amount,
        slip=slip,
        received_on=on,
        actor=actor,
        at=at,
        set_off=True,
    )
    disburse.settle_if_done(session, reference=reference, at=at)
    return taken


def _split(
    session: Session, dossier: Dossier, row: Instalment, amount: Money, actor: Actor, at: datetime
) -> Instalment:
    """Lay the instalment out in two, what is kept and what is still paid; the part kept."""
    kept = Instalment(
        case_id=row.case_id,
        award_id=row.award_id,
        number=1 + max(part.number for part in dossier.instalments),
        name=row.name,
        amount_fen=amount.fen,
        fiscal_year=row.fiscal_year,
        due_on=row.due_on,
        due_provisional=row.due_provisional,
        conditions=list(row.conditions),
        process_version=row.process_version,
        state=row.state,
        last_event=row.last_event,
    )
    session.add(kept)
    row.amount_fen -= amount.fen
    session.flush()
    book.split(
        session,
        dossier.case,
        row,
        (row, kept),
        event=dossier.case.last_event,
        actor=actor,
        at=at,
    )
    return kept
