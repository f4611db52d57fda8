"""Answers of the treasury booked, portion by portion: every payment at most once.

The treasury may say the same twice, late, or against what it said before. What fits moves the
instalment and the ledger; what does not fit raises an alarm for reconciliation and books nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import book, disburse
from casework.commands.ledger_page import Signed
from casework.commands.payment_portion import PORTION, Portion, of_lines, portion_of, take
from casework.commands.step import Outcome, take_steps
from casework.queries.dossier import Dossier
from casework.queries.facts import case_facts
from casework.queries.payment_facts import Of
from casework.queries.payment_runs import IN_RUN
from casework.queries.recoveries import recovery_open
from casework.records.ledger_entry import LedgerEntry
from casework.records.payment_run import (
    AlarmKind,
    Answer,
    PaymentAlarm,
    PaymentLine,
    PaymentRun,
    ResultFile,
    ResultLine,
    RunState,
)
from workflows import instalment
from workflows.refusals import Refused
from workflows.roles import SYSTEM, Actor
from workflows.term import civil_date

_STOPPABLE = ("ready", "requested", "ordered")
_FINAL = instalment.VERSIONS[instalment.CURRENT].workflow.final


@dataclass(frozen=True, slots=True)
class _Answered:
    """One answer with the payment it is for."""

    said: ResultLine
    line: PaymentLine
    of: Of

    @property
    def state(self) -> str:
        return self.of[1].state

    @property
    def reference(self) -> str:
        return self.of[0].case.reference


def book_results(
    session: Session,
    *,
    file_id: int,
    actor: Actor,
    at: datetime,
    after: int = 0,
    limit: int = PORTION,
) -> Portion:
    """Book the next answers of a file; go on with `last` until it is None."""
    session.scalars(sa.select(ResultFile).where(ResultFile.id == file_id).with_for_update()).one()
    answers = _next(session, file_id, after, limit)
    cases = {one.of[0].case.enterprise_id for one in answers}
    book.lock_enterprises(session, cases)
    paid: list[_Answered] = []
    other: list[_Answered] = []
    for one in answers:
        fits = one.said.answer is Answer.PAID and one.state in ("sent", "returned")
        (paid if fits else other).append(one)
    outcomes = _confirm(session, paid, actor, at)
    for one in other:
        outcomes.append(_settle(session, one, actor, at))
    session.flush()
    return portion_of(outcomes, answers[-1].said.number if len(answers) == limit else None)


def settle_alarm(
    session: Session, *, alarm_id: int, note: str, actor: Actor, at: datetime
) -> PaymentAlarm:
    """Close an alarm after reconciliation (对账), with what was found and done."""
    disburse.refuse_empty(note)
    alarm = session.scalars(
        sa.select(PaymentAlarm).where(PaymentAlarm.id == alarm_id).with_for_update()
    ).one()
    alarm.settled_by_id, alarm.settled_at, alarm.note = actor.user_id, at, note.strip()
    session.flush()
    return alarm


def _next(session: Session, file_id: int, after: int, limit: int) -> list[_Answered]:
    """The next answers not dealt with, each with the latest payment sent under its number."""
    said = session.scalars(
        sa.select(ResultLine)
        .where(
            ResultLine.file_id == file_id,
            ResultLine.booked_at.is_(None),
            ResultLine.number > after,
        )
        .order_by(ResultLine.number)
        .limit(limit)
    ).all()
    sent = session.scalars(
        sa.select(PaymentLine)
        .join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
        .where(
            PaymentLine.payment_number.in_([one.payment_number for one in said]),
            PaymentRun.state == RunState.SENT,
            IN_RUN,
        )
        .order_by(PaymentLine.id)
    )
    latest = {line.payment_number: line for line in sent}
    lines = [latest[one.payment_number] for one in said]
    return [_Answered(*one) for one in zip(said, lines, of_lines(session, lines), strict=True)]


def _confirm(
    session: Session, paid: Sequence[_Answered], actor: Actor, at: datetime
) -> list[Outcome]:
    """Book what was paid, all together; the cases that have nothing open are settled."""
    outcomes = take(session, [one.of for one in paid], "confirm", actor=actor, at=at)
    booked = []
    for one, outcome in zip(paid, outcomes, strict=True):
        if outcome.taken is not None:
            _answered(one, at)
            dossier, part = one.of
            signed = Signed(outcome.taken.number, actor, at, one.said.slip)
            booked.append((dossier, part.number, signed))
    for together in _one_of_each_case(booked):
        book.pay_many(session, [(dossier.case, n, signed) for dossier, n, signed in together])
    paid_parts = {(dossier.case.id, number) for dossier, number, _ in booked}
    _settle_done(session, {d.case.reference: d for d, _, _ in booked}, paid_parts, at)
    return outcomes


def _one_of_each_case(
    booked: Sequence[tuple[Dossier, int, Signed]],
) -> list[list[tuple[Dossier, int, Signed]]]:
    rounds: list[list[tuple[Dossier, int, Signed]]] = []
    times: dict[int, int] = defaultdict(int)
    for one in booked:
        place = times[one[0].case.id]
        if place == len(rounds):
            rounds.append([])
        rounds[place].append(one)
        times[one[0].case.id] += 1
    return rounds


def _settle_done(
    session: Session,
    dossiers: dict[str, Dossier],
    paid: set[tuple[int, int]],
    at: datetime,
) -> None:
    """Settle the cases of which every instalment is paid or cancelled now."""
    done = [
        reference
        for reference, dossier in dossiers.items()
        if all(
            part.state in _FINAL or (dossier.case.id, part.number) in paid
            for part in dossier.instalments
        )
        and not recovery_open(session, dossier.case.id)
    ]
    if done:
        on = civil_date(at)
        take_steps(
            session,
            done,
            "settle",
            facts_of=lambda dossier: case_facts(dossier, on=on),
            actor=SYSTEM,
            at=at,
        )


def _settle(session: Session, one: _Answered, actor: Actor, at: datetime) -> Outcome:
    """One answer that books nothing: a return, an unknown, a repetition, or an alarm."""
    said, state = one.said, one.state
    if said.answer is Answer.UNKNOWN:
        if one.line.answer is None:
            one.line.answer = Answer.UNKNOWN
    elif said.answer is Answer.RETURNED:
        if state == "sent":
            return _returned(session, one, actor, at)
        if state == "paid":
            _alarm(session, one, AlarmKind.RETURNED_AFTER_PAID, at)
    elif state == "paid":
        if not _same_slip(session, one):
            _alarm(session, one, AlarmKind.PAID_AGAIN, at)
    else:
        _alarm(session, one, AlarmKind.PAID_AFTER_RETURN, at)
        if state in _STOPPABLE:
            _hold_back(session, one, actor, at)
    said.booked_at = at
    return Outcome(one.reference)


def _returned(session: Session, one: _Answered, actor: Actor, at: datetime) -> Outcome:
    try:
        taken = disburse.report_failure(
            session,
            reference=one.reference,
            number=one.of[1].number,
            remarks=one.said.reason,
            actor=actor,
            at=at,
            particulars={"payment": one.said.payment_number, "returned_on": one.said.answered_on},
        )
    except Refused as refused:
        return Outcome(one.reference, refusals=refused.refusals)
    _answered(one, at)
    return Outcome(one.reference, taken=taken)


def _hold_back(session: Session, one: _Answered, actor: Actor, at: datetime) -> None:
    """Stop a payment that may have arrived already; two persons release it after reconciliation."""
    disburse.step(
        session,
        "hold",
        reference=one.reference,
        number=one.of[1].number,
        actor=actor,
        at=at,
        remarks=f"{AlarmKind.PAID_AFTER_RETURN.value}: {one.said.slip}",
    )


def _answered(one: _Answered, at: datetime) -> None:
    """Keep the answer with the payment, and that it was dealt with."""
    line, said = one.line, one.said
    line.answer, line.slip = said.answer, said.slip or None
    line.answered_on, line.answered_at = said.answered_on, at
    said.booked_at = at


def _same_slip(session: Session, one: _Answered) -> bool:
    """Whether the treasury only repeats what it said before."""
    known = sa.select(LedgerEntry.basis).where(
        LedgerEntry.kind == "pay", LedgerEntry.payment_number == one.said.payment_number
    )
    return session.scalar(known) == one.said.slip


def _alarm(session: Session, one: _Answered, kind: AlarmKind, at: datetime) -> None:
    """Raise an alarm, once for each kind, payment and slip."""
    said = one.said
    where = (
        PaymentAlarm.kind == kind,
        PaymentAlarm.payment_number == said.payment_number,
        PaymentAlarm.slip == said.slip,
    )
    if session.scalar(sa.select(PaymentAlarm.id).where(*where)) is None:
        session.add(
            PaymentAlarm(
                kind=kind,
                payment_number=said.payment_number,
                case_id=one.line.case_id,
                amount_fen=said.amount_fen,
                slip=said.slip,
                answered_on=said.answered_on,
                raised_at=at,
            )
        )
