"""Killed three hundred times while money moves: nobody is paid twice, nothing is lost or stuck."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import disburse, payment_run, result_file, results
from casework.db import Database
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries import instalments
from casework.queries.ledger_audit import every_fault, figures
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.outbox import MessageStatus, OutboxMessage
from casework.records.payment_run import PaymentLine, PaymentRun, ResultFile, RunState
from tests.office.crowd import kill, worked_until_killed
from tests.office.money_cast import (
    APPROVER,
    AT,
    CHECKER,
    FINANCE,
    FINANCE_TOO,
    REVIEWER,
    TODAY,
    a_case,
    a_district,
    a_line,
    an_award,
    an_enterprise,
)
from tests.office.runs import HEAD
from workflows.money import yuan
from workflows.refusals import Refused
from workflows.roles import Actor

KILLS = 150  # on each database
CASES = 30
AMOUNT = yuan(1_000)
FEW = 3


def test_whatever_is_killed_every_payment_is_made_once(database: Database) -> None:
    with database.transaction() as session:
        a_district(session)
        a_line(session, yuan(1_000_000))
        enterprises = [an_enterprise(session, f"示例{n}公司") for n in range(5)]
        an_award(session, a_case(session, enterprises[0]), [AMOUNT])
    finish(database, 1)  # what it takes is compiled once, not by each of those killed
    with database.transaction() as session:
        for place in range(1, CASES):
            an_award(session, a_case(session, enterprises[place % 5]), [AMOUNT])
    database.close()
    roles: tuple[Callable[[Database], None], ...] = (pay, serve, work)

    moment = random.Random(20261121)
    for number in range(KILLS):
        process = worked_until_killed(database, roles[number % len(roles)], first=1)
        time.sleep(moment.uniform(0, 0.04))
        kill(process)

    with database.reading() as session:
        assert list(every_fault(session)) == []
    finish(database, CASES)
    with database.reading() as session:
        assert list(every_fault(session)) == []
        assert figures(session)["paid"] == CASES * AMOUNT.fen
        assert set(session.scalars(sa.select(Instalment.state))) == {"paid"}
        assert set(session.scalars(sa.select(Case.state))) == {"settled"}
        assert list(instalments.stuck(session, on=TODAY)) == []
        waiting = sa.select(OutboxMessage.id).where(OutboxMessage.status != MessageStatus.DONE)
        assert session.scalars(waiting).all() == []


# Who is killed


def serve(database: Database) -> None:
    """Officers at their pages: payments fall due, are confirmed, held back and released."""
    for reference, number, state in places(database, "pending", "check", "held")[:1]:
        for action, actor in OFFICERS[state]:
            step(database, action, reference, number, actor)


def work(database: Database) -> None:
    """A worker who delivers what is to be told."""
    drain(database, TASKS, at=AT)


def pay(database: Database) -> None:
    """Finance: every open run goes on by one portion; where there is none, one is opened."""
    with database.reading() as session:
        unanswered = sa.exists().where(
            PaymentLine.run_id == PaymentRun.id,
            PaymentLine.taken_out_at.is_(None),
            PaymentLine.answer.is_(None),
        )
        open_ones = sa.or_(PaymentRun.state != RunState.SENT, unanswered)
        asked = sa.select(PaymentRun.number, PaymentRun.state).where(open_ones)
        runs = session.execute(asked.order_by(PaymentRun.id)).all()
    if not runs and places(database, "ready"):
        tried(database, lambda session: payment_run.open_run(session, actor=FINANCE, at=AT))
    for number, state in runs:
        for stage, actor in STAGES[state]:
            tried(database, partial(stage, number=number, actor=actor, at=AT))
        if state is RunState.SENT:
            answer(database, number)


def answer(database: Database, number: str) -> None:
    """The treasury has paid all of it; whoever comes back goes on with the file that is there."""

    def imported(session: Session) -> None:
        lines = session.scalars(
            sa.select(PaymentLine.payment_number)
            .join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
            .where(PaymentRun.number == number, PaymentLine.taken_out_at.is_(None))
        ).all()
        said = [f"{line},paid,{AMOUNT.in_yuan},HD-{line},{TODAY}," for line in lines]
        total = f"total,{len(said)},{(AMOUNT * len(said)).in_yuan},,,"
        content = "\n".join([HEAD, *said, total, ""]).encode()
        result_file.import_results(session, io.BytesIO(content), name=number, actor=FINANCE, at=AT)

    with database.reading() as session:
        known = sa.select(ResultFile.id).where(ResultFile.name == number)
        file_id = session.scalar(known)
    if file_id is None:
        tried(database, imported)
        return
    tried(
        database,
        lambda session: results.book_results(
            session, file_id=file_id, actor=FINANCE, at=AT, limit=FEW
        ),
    )


OFFICERS: dict[str, list[tuple[str, Actor]]] = {
    "pending": [("fall_due", FINANCE)],
    "check": [("verify", REVIEWER), ("hold", FINANCE_TOO)],
    "held": [("agree_release", FINANCE_TOO), ("release", APPROVER)],
}
STAGES: dict[RunState, list[tuple[Callable[..., Any], Actor]]] = {
    RunState.GATHERING: [
        (partial(payment_run.gather, limit=FEW), FINANCE),
        (payment_run.submit, FINANCE),
    ],
    RunState.SUBMITTED: [(payment_run.approve, CHECKER)],
    RunState.APPROVED: [
        (partial(payment_run.order, limit=FEW), CHECKER),
        (partial(payment_run.send, limit=FEW), FINANCE),
        (payment_run.seal, FINANCE),
    ],
    RunState.SENT: [],
}


# What they share


def tried(database: Database, act: Callable[[Session], object]) -> None:
    """One act in a transaction of its own; what is not open now is left for later."""
    try:
        with database.transaction() as session:
            act(session)
    except Refused:
        pass


def places(database: Database, *states: str) -> list[tuple[str, int, str]]:
    """Case, number and state of the instalments in these states."""
    with database.reading() as session:
        rows = session.execute(
            sa.select(Case.reference, Instalment.number, Instalment.state)
            .join(Case, Case.id == Instalment.case_id)
            .where(Instalment.state.in_(states))
            .order_by(Instalment.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def step(database: Database, action: str, reference: str, number: int, actor: Actor) -> None:
    """One step of an instalment, if it is open."""
    tried(
        database,
        partial(
            disburse.step,
            action=action,
            reference=reference,
            number=number,
            actor=actor,
            at=AT,
            remarks="核实",
        ),
    )


def finish(database: Database, cases: int) -> None:
    """Nobody is killed any more: everybody goes on until nothing is left to do."""
    while len(places(database, "paid")) < cases:
        for reference, number, _ in places(database, "pending", "check", "held"):
            for action, actor in (*OFFICERS["pending"], *OFFICERS["held"], ("verify", REVIEWER)):
                step(database, action, reference, number, actor)
        pay(database)
    drain(database, TASKS, at=AT + timedelta(days=1))  # the leases of the killed have ended
