"""Instalments on their way to being paid: checked, requested, ordered, confirmed, or put aside.

Everything a page or a job does with one instalment; payment runs do the same for many.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.step import Taken, take_instalment_step, take_step
from casework.queries.dossier import Dossier, Part, take_up
from casework.queries.facts import case_facts
from casework.queries.payment_facts import facts_of
from casework.queries.payment_runs import LIVE
from casework.queries.recoveries import recovery_open
from casework.records.instalment import Instalment
from casework.records.payment_run import PaymentLine
from workflows import instalment
from workflows.refusals import Refusal, Refused
from workflows.roles import SYSTEM, Actor
from workflows.term import civil_date

NO_MORE: Mapping[str, Any] = {}

LEAVES_ITS_RUN = frozenset({"hold", "recall", "cancel"})
"""After these an instalment is in no payment run any more."""


def fall_due(
    session: Session, *, reference: str, number: int, at: datetime, actor: Actor = SYSTEM
) -> Taken:
    """Let an instalment fall due: its conditions are to be looked at now."""
    return step(session, "fall_due", reference=reference, number=number, actor=actor, at=at)


def verify(
    session: Session,
    *,
    reference: str,
    number: int,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    remarks: str = "",
) -> Taken:
    """Confirm that every condition is met: the instalment may be requested."""
    return step(
        session,
        "verify",
        reference=reference,
        number=number,
        actor=actor,
        at=at,
        seen=seen,
        remarks=remarks,
    )


def defer(
    session: Session,
    *,
    reference: str,
    number: int,
    until: date,
    remarks: str,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> Taken:
    """Put an instalment off to a later day, with a reason."""
    if until <= civil_date(at):
        raise Refused(Refusal("day_not_ahead", {"day": until}))
    dossier = take_up(session, reference, seen=seen)
    row = row_of(session, dossier, number)
    taken = _take(session, dossier, number, "defer", actor, at, remarks, {"until": until})
    row.due_on = until
    session.flush()
    return taken


def step(
    session: Session,
    action: str,
    *,
    reference: str,
    number: int,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    remarks: str = "",
    particulars: Mapping[str, Any] = NO_MORE,
) -> Taken:
    """Take a step of an instalment that books nothing: request, order, recall, hold, release …"""
    dossier = take_up(session, reference, seen=seen)
    return _take(session, dossier, number, action, actor, at, remarks, particulars)


def cancel(
    session: Session,
    *,
    reference: str,
    number: int,
    remarks: str,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> Taken:
    """Give an instalment up, with a reason: what it had committed is free again."""
    dossier = take_up(session, reference, seen=seen)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    taken = _take(session, dossier, number, "cancel", actor, at, remarks)
    book.release_case(
        session, dossier.case, event=taken.number, actor=actor, at=at, numbers=(number,)
    )
    settle_if_done(session, reference=reference, at=at)
    return taken


def confirm(
    session: Session,
    *,
    reference: str,
    number: int,
    slip: str,
    paid_on: date,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Book an instalment as paid, by the bank's slip; the last one settles the case."""
    if not slip.strip():
        raise Refused(Refusal("slip_missing"))
    dossier = take_up(session, reference)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    said = {"slip": slip, "paid_on": paid_on}
    taken = _take(session, dossier, number, "confirm", actor, at, "", said)
    row = row_of(session, dossier, number)
    book.pay(session, dossier.case, row, slip=slip, event=taken.number, actor=actor, at=at)
    settle_if_done(session, reference=reference, at=at)
    return taken


def report_failure(
    session: Session,
    *,
    reference: str,
    number: int,
    remarks: str,
    actor: Actor,
    at: datetime,
    particulars: Mapping[str, Any] = NO_MORE,
) -> Taken:
    """Register that the bank returned a payment, and why; nothing is booked, nothing is lost."""
    return step(
        session,
        "report_failure",
        reference=reference,
        number=number,
        actor=actor,
        at=at,
        remarks=remarks,
        particulars=particulars,
    )


def carry(
    session: Session, *, reference: str, number: int, at: datetime, actor: Actor = SYSTEM
) -> Taken:
    """Carry an unpaid instalment into this budget year: committed anew, its old line is free."""
    dossier = take_up(session, reference)
    book.lock_enterprise(session, dossier.case.enterprise_id)
    row = row_of(session, dossier, number)
    said = {"from": row.fiscal_year, "to": civil_date(at).year}
    taken = _take(session, dossier, number, "carry", actor, at, "", said)
    row.fiscal_year = civil_date(at).year
    session.flush()
    book.rebook(session, dossier.case, row, event=taken.number, actor=actor, at=at)
    return taken


def settle_if_done(session: Session, *, reference: str, at: datetime) -> Taken | None:
    """Settle a case all of whose instalments are paid or cancelled; None while one is open."""
    dossier = take_up(session, reference)
    final = instalment.VERSIONS[instalment.CURRENT].workflow.final
    if dossier.case.state != "disbursing" or recovery_open(session, dossier.case.id):
        return None
    if any(part.state not in final for part in dossier.instalments):
        return None
    facts = case_facts(dossier, on=civil_date(at))
    return take_step(session, dossier, "settle", facts=facts, actor=SYSTEM, at=at)


def refuse_empty(note: str) -> None:
    """Refused where a note that has to be written is empty."""
    if not note.strip():
        raise Refused(Refusal("reason_wanted"))


def part_of(dossier: Dossier, number: int) -> Part:
    """The instalment of this number; Refused where the case has none."""
    for part in dossier.instalments:
        if part.number == number:
            return part
    raise Refused(Refusal("instalment_unknown", {"number": number}))


def _take(
    session: Session,
    dossier: Dossier,
    number: int,
    action: str,
    actor: Actor,
    at: datetime,
    remarks: str,
    particulars: Mapping[str, Any] = NO_MORE,
) -> Taken:
    part = part_of(dossier, number)
    (facts,) = facts_of(session, [(dossier, part)], on=civil_date(at), remarks=remarks)
    taken = take_instalment_step(
        session,
        dossier,
        part,
        action,
        facts=facts,
        actor=actor,
        at=at,
        particulars=particulars,
    )
    if action in LEAVES_ITS_RUN:
        session.execute(
            sa.update(PaymentLine)
            .where(PaymentLine.instalment_id == part.id, LIVE, PaymentLine.answer.is_(None))
            .values(taken_out_at=at)
            .execution_options(synchronize_session=False)
        )
    return taken


def row_of(session: Session, dossier: Dossier, number: int) -> Instalment:
    """The row of an instalment, read afresh; Refused where the case has none."""
    part = part_of(dossier, number)
    return session.execute(
        sa.select(Instalment)
        .where(Instalment.id == part.id)
        .execution_options(populate_existing=True)
    ).scalar_one()
