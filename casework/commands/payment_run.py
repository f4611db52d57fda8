"""A payment run (支付批次): gathered by one person, agreed to by others, ordered and sent.

Each stage goes through the run in portions, every portion a transaction of its own: a run of any
size needs the same memory, and goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.book import payment_number
from casework.commands.numbering import next_number
from casework.commands.payment_portion import (
    PORTION,
    Portion,
    dossiers_of,
    leave_run,
    of_lines,
    portion_of,
    take,
)
from casework.queries import payment_runs as runs
from casework.queries.payment_facts import Of, read_for
from casework.records.instalment import Instalment
from casework.records.payment_run import PaymentLine, PaymentRun, RunApproval, RunState
from workflows.ledger import Kind, Ledger
from workflows.payment_levels import checkers_for
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role
from workflows.term import civil_date, fiscal_year

OF_THE_PERSON = frozenset(
    {"same_person", "recused", "own_request", "not_your_step", "beyond_your_reach"}
)
"""Refusals that say nothing against the payment: it stays in the run for somebody else."""


def open_run(session: Session, *, actor: Actor, at: datetime) -> PaymentRun:
    """Open a numbered run for the actor's district and this budget year."""
    _entitled(actor, Role.FINANCE)
    assert actor.district is not None
    year = fiscal_year(civil_date(at))
    run = PaymentRun(
        number=f"ZF-{year}-{next_number(session, f'payment-run/{year}'):05d}",
        district_id=actor.district,
        fiscal_year=year,
        made_by_id=actor.user_id,
        made_at=at,
    )
    session.add(run)
    session.flush()
    return run


def gather(
    session: Session,
    *,
    number: str,
    actor: Actor,
    at: datetime,
    after: int = 0,
    limit: int = PORTION,
) -> Portion:
    """Request the next instalments that are ready, and put them into the run."""
    _entitled(actor, Role.FINANCE)
    run = _run(session, number, RunState.GATHERING)
    on = civil_date(at)
    found = runs.gatherable(session, run, on=on, after=after, limit=limit)
    of = dossiers_of(session, [(reference, part) for _, reference, part in found])
    outcomes = take(session, of, "request", actor=actor, at=at, particulars={"run": number})
    requested = [one for one, outcome in zip(of, outcomes, strict=True) if outcome.taken]
    _add_lines(session, run, requested)
    return portion_of(outcomes, found[-1][0] if len(found) == limit else None)


def submit(session: Session, *, number: str, actor: Actor, at: datetime) -> PaymentRun:
    """Close the run and lay it before the checkers; its total says how many it needs."""
    _entitled(actor, Role.FINANCE)
    run = _run(session, number, RunState.GATHERING)
    found = runs.totals(session, run.id)
    if not found.count:
        raise Refused(Refusal("run_empty", {"run": number}))
    run.checkers_wanted = checkers_for(found.total)
    run.state = RunState.SUBMITTED
    session.flush()
    return run


def approve(session: Session, *, number: str, actor: Actor, at: datetime) -> PaymentRun:
    """Agree to a run as a checker; with the last one it wants, its payments may be ordered."""
    _entitled(actor, Role.FINANCE_APPROVER)
    run = _run(session, number, RunState.SUBMITTED)
    agreed = runs.approvals(session, run.id)
    persons = {person for one in agreed for person in (one.checker_id, one.acting_for_id)}
    if run.made_by_id in actor.persons:
        raise Refused(Refusal("own_request"))
    if actor.persons & persons:
        raise Refused(Refusal("run_approved_already", {"run": number}))
    session.add(
        RunApproval(
            run_id=run.id,
            checker_id=actor.user_id,
            acting_for_id=actor.deputizes_for,
            approved_at=at,
        )
    )
    if len(agreed) + 1 >= (run.checkers_wanted or 1):
        run.state = RunState.APPROVED
    session.flush()
    return run


def order(
    session: Session,
    *,
    number: str,
    actor: Actor,
    at: datetime,
    after: int = 0,
    limit: int = PORTION,
) -> Portion:
    """Order the next payments of an approved run; what may not be paid any more is taken out."""
    _entitled(actor, Role.FINANCE_APPROVER)
    run = _run(session, number, RunState.APPROVED)
    if actor.user_id not in {one.checker_id for one in runs.approvals(session, run.id)}:
        raise Refused(Refusal("run_not_approved_by_you", {"run": number}))
    return _go_on(session, run, "requested", "order", actor=actor, at=at, after=after, limit=limit)


def send(
    session: Session,
    *,
    number: str,
    actor: Actor,
    at: datetime,
    after: int = 0,
    limit: int = PORTION,
) -> Portion:
    """Send the next ordered payments on; the file is written when none is left."""
    _entitled(actor, Role.FINANCE)
    run = _run(session, number, RunState.APPROVED)
    if runs.lines_in_state(session, run.id, "requested", limit=1):
        raise Refused(Refusal("run_not_ordered", {"run": number}))
    return _go_on(session, run, "ordered", "send", actor=actor, at=at, after=after, limit=limit)


def seal(session: Session, *, number: str, actor: Actor, at: datetime) -> PaymentRun:
    """Hand the run to the treasury: from now on its file, written again, is always the same.

    What was held back or recalled on the way is not in it.
    """
    _entitled(actor, Role.FINANCE)
    run = _run(session, number, RunState.APPROVED)
    for state in ("requested", "ordered"):
        if runs.lines_in_state(session, run.id, state, limit=1):
            raise Refused(Refusal("run_not_ordered", {"run": number}))
    not_sent = sa.select(Instalment.id).where(Instalment.state != "sent")
    session.execute(
        sa.update(PaymentLine)
        .where(PaymentLine.run_id == run.id, runs.IN_RUN, PaymentLine.instalment_id.in_(not_sent))
        .values(taken_out_at=at)
        .execution_options(synchronize_session=False)
    )
    run.sent_at, run.state = at, RunState.SENT
    session.flush()
    return run


def keep_digest(session: Session, *, number: str, sha256: str) -> None:
    """Keep the SHA-256 of the treasury file; Refused if it was written differently before."""
    run = _run(session, number, RunState.SENT)
    if run.file_sha256 not in (None, sha256):
        raise Refused(Refusal("run_file_differs", {"run": number}))
    run.file_sha256 = sha256
    session.flush()


def take_out(
    session: Session, *, number: str, payment: str, remarks: str, actor: Actor, at: datetime
) -> None:
    """Take one payment out of a run that is not sent, with a reason; it is ready again."""
    _entitled(actor, Role.FINANCE, Role.FINANCE_APPROVER)
    run = _run(session, number, RunState.GATHERING, RunState.SUBMITTED, RunState.APPROVED)
    line = session.scalars(
        sa.select(PaymentLine).where(
            PaymentLine.run_id == run.id, PaymentLine.payment_number == payment, runs.IN_RUN
        )
    ).one_or_none()
    if line is None:
        raise Refused(Refusal("payment_unknown", {"payment": payment}))
    leave_run(session, [line], actor=actor, at=at, remarks=remarks)
    if run.state is RunState.SUBMITTED:  # its total has changed: it is submitted anew
        run.state = RunState.GATHERING
    session.flush()


def dissolve(
    session: Session,
    *,
    number: str,
    remarks: str,
    actor: Actor,
    at: datetime,
    limit: int = PORTION,
) -> Portion:
    """Give a run up before it is sent, portion by portion; its instalments are ready again."""
    _entitled(actor, Role.FINANCE, Role.FINANCE_APPROVER)
    run = _run(session, number, RunState.GATHERING, RunState.SUBMITTED, RunState.APPROVED)
    lines = session.scalars(
        sa.select(PaymentLine)
        .where(PaymentLine.run_id == run.id, runs.IN_RUN)
        .order_by(PaymentLine.number)
        .limit(limit)
    ).all()
    if not lines:
        run.state = RunState.DISSOLVED
    leave_run(session, lines, actor=actor, at=at, remarks=remarks)
    session.flush()
    return Portion(len(lines), (), lines[-1].number if lines else None)


def _go_on(
    session: Session,
    run: PaymentRun,
    state: str,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    after: int,
    limit: int,
) -> Portion:
    """One step of the next payments; what may not be paid as things stand leaves the run."""
    lines = runs.lines_in_state(session, run.id, state, after=after, limit=limit)
    said = {"run": run.number}
    outcomes = take(session, of_lines(session, lines), action, actor=actor, at=at, particulars=said)
    stopped = []
    for line, outcome in zip(lines, outcomes, strict=True):
        codes = {refusal.code for refusal in outcome.refusals}
        if codes and not codes & OF_THE_PERSON:
            stopped.append((line, codes))
    if stopped:
        why = ", ".join(sorted(set().union(*(codes for _, codes in stopped))))
        leave_run(session, [line for line, _ in stopped], actor=actor, at=at, remarks=why)
    return portion_of(outcomes, lines[-1].number if len(lines) == limit else None)


def _add_lines(session: Session, run: PaymentRun, of: Sequence[Of]) -> None:
    read = read_for(session, of)
    last = session.scalar(
        sa.select(sa.func.coalesce(sa.func.max(PaymentLine.number), 0)).where(
            PaymentLine.run_id == run.id
        )
    )
    for place, (dossier, part) in enumerate(of, start=int(last or 0) + 1):
        case = dossier.case
        account = read.accounts[case.enterprise_id]
        ledger = read.ledgers.get(case.id, Ledger(()))
        reserved = ledger.open(Kind.RESERVE, instalment=part.number)
        session.add(
            PaymentLine(
                run_id=run.id,
                number=place,
                instalment_id=part.id,
                case_id=case.id,
                instalment=part.number,
                payment_number=payment_number(case, part.number),
                amount_fen=reserved[0].amount.fen,
                budget_line_id=reserved[0].budget_line,
                account_name=account.name,
                account_bank=account.bank,
                account_number=account.number,
            )
        )
    session.flush()


def _run(session: Session, number: str, *states: RunState) -> PaymentRun:
    run = runs.by_number(session, number, lock=True)
    if run.state not in states:
        raise Refused(Refusal("run_not_open", {"run": number, "state": run.state}))
    return run


def _entitled(actor: Actor, *roles: Role) -> None:
    if not actor.roles & set(roles):
        raise Refused(Refusal("not_your_step", {"roles": roles}))
