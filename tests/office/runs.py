"""What tests of payment runs do again and again."""

from __future__ import annotations

import io
from typing import Any

import sqlalchemy as sa

from casework.commands import payment_run, result_file, results
from casework.commands.payment_portion import Portion
from casework.exports.columns import Stated
from casework.exports.treasury_file import write_run
from casework.queries import payment_runs
from casework.records.payment_run import PaymentRun, RunState
from tests.office.desk import Desk, a_way
from workflows.roles import Actor

HEAD = "payment_number,answer,amount,slip,answered_on,reason"


@a_way
def gathered(desk: Desk) -> str:
    """The number of a run with everything that is ready, before its checkers."""
    with desk.database.transaction() as session:
        number = payment_run.open_run(session, actor=desk.cast.finance, at=desk.at).number
    run_act(desk, payment_run.gather, number, by=desk.cast.finance)
    run_act(desk, payment_run.submit, number, by=desk.cast.finance)
    return number


@a_way
def sent(desk: Desk) -> str:
    """The number of a run that is with the treasury."""
    number = gathered(desk)
    run_act(desk, payment_run.approve, number, by=desk.cast.finance_approver)
    run_act(desk, payment_run.order, number, by=desk.cast.finance_approver)
    run_act(desk, payment_run.send, number, by=desk.cast.finance)
    run_act(desk, payment_run.seal, number, by=desk.cast.finance)
    return number


def state_of_next(desk: Desk) -> RunState:
    """Where the next run gets to with what is ready now."""
    number = sent(desk)
    with desk.database.reading() as session:
        return payment_runs.by_number(session, number).state


def run_act(desk: Desk, command: Any, number: str, *, by: Actor, **more: Any) -> Any:
    """One act on a run, in a transaction of its own."""
    with desk.database.transaction() as session:
        made: Portion | PaymentRun = command(session, number=number, actor=by, at=desk.at, **more)
        return made


def written(desk: Desk, number: str) -> tuple[Stated, bytes]:
    """The treasury file, its digest kept."""
    out = io.BytesIO()
    with desk.database.transaction() as session:
        stated = write_run(session, out, number=number)
        payment_run.keep_digest(session, number=number, sha256=stated.sha256)
    return stated, out.getvalue()


@a_way
def answer(desk: Desk, lines: list[str], *, paid: str = "0.00", count: int | None = None) -> None:
    """The treasury's answers, imported and booked."""
    total = f"total,{len(lines) if count is None else count},{paid},,,"
    file_id = imported(desk, "\n".join([HEAD, *lines, total, ""]).encode())
    with desk.database.transaction() as session:
        results.book_results(session, file_id=file_id, actor=desk.cast.finance, at=desk.at)


def imported(desk: Desk, content: bytes) -> int:
    """The id of a file of answers that was read and found right."""
    with desk.database.transaction() as session:
        return result_file.import_results(
            session, io.BytesIO(content), name="answers.csv", actor=desk.cast.finance, at=desk.at
        ).id


def totals(desk: Desk, number: str) -> payment_runs.RunTotals:
    """What a run comes to."""
    with desk.database.reading() as session:
        run = session.scalars(sa.select(PaymentRun).where(PaymentRun.number == number)).one()
        return payment_runs.totals(session, run.id)


def open_alarms(desk: Desk) -> list[Any]:
    """Alarms that wait for reconciliation."""
    with desk.database.reading() as session:
        return list(payment_runs.open_alarms(session))
