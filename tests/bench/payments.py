"""A payment run of any size: payments a second at each stage, and whether memory stays the same.

Ten thousand payments by default; RUN_PAYMENTS says otherwise (the office is meant for 100,000).
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from casework.commands import payment_run, result_file, results
from casework.commands.payment_portion import Portion
from casework.db import Database
from casework.exports.treasury_file import write_run
from casework.queries.ledger_audit import every_fault, figures
from casework.records.payment_run import PaymentLine
from tests.bench.history_rows import fill
from tests.office.money_cast import APPROVER_TOO, AT, CHECKER, FINANCE, TODAY
from tests.office.runs import HEAD

PAYMENTS = int(os.environ.get("RUN_PAYMENTS", "10000"))
"""Enough that its total needs two checkers."""


def measure(database: Database, _redis_url: str) -> Iterator[str]:
    """Every stage of one run, from what is ready to the last answer."""
    fill(database, PAYMENTS, paid=False)
    number = _once(database, payment_run.open_run).number
    stages: list[tuple[str, Callable[[], Any]]] = [
        ("gather", lambda: _whole(database, payment_run.gather, number, FINANCE)),
        ("submit", lambda: _once(database, payment_run.submit, number=number)),
        ("approve", lambda: _agreed(database, number)),
        ("order", lambda: _whole(database, payment_run.order, number, CHECKER)),
        ("send", lambda: _whole(database, payment_run.send, number, FINANCE)),
        ("seal", lambda: _once(database, payment_run.seal, number=number)),
        ("file", lambda: _file(database, number)),
        ("import", lambda: _import(database)),
        ("book", lambda: _book(database)),
    ]
    for name, stage in stages:
        begun = time.perf_counter()
        stage()
        rate = PAYMENTS / (time.perf_counter() - begun)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"payment run, {name:<8} {rate:>10,.0f} payments/s, peak so far {peak:.0f} MB"
    with database.reading() as session:
        paid = figures(session)["paid"]
        faults = sum(
            fault.check != "chain" for fault in every_fault(session)
        )  # `fill` hashes nothing
    yield f"payment run, afterwards {paid / 100:,.2f} yuan paid, {faults} faults"


def _once(database: Database, command: Any, **more: Any) -> Any:
    with database.transaction() as session:
        return command(session, **{"actor": FINANCE, "at": AT, **more})


def _agreed(database: Database, number: str) -> None:
    for actor in (CHECKER, replace(CHECKER, user_id=APPROVER_TOO.user_id)):
        _once(database, payment_run.approve, number=number, actor=actor)


def _whole(database: Database, command: Any, number: str, actor: Any) -> None:
    after = 0
    while True:
        portion: Portion = _once(database, command, number=number, actor=actor, after=after)
        if portion.refused:
            raise RuntimeError(str(portion.refused[0].refusals))
        if portion.last is None:
            return
        after = portion.last


def _file(database: Database, number: str) -> None:
    with database.reading() as session, open(os.devnull, "wb") as out:
        stated = write_run(session, out, number=number)
    if stated.rows != PAYMENTS:
        raise RuntimeError(f"{stated.rows} rows")


def _import(database: Database) -> None:
    def answers() -> Iterator[bytes]:
        yield f"{HEAD}\n".encode()
        whole = 0
        with database.reading() as session:
            lines = sa.select(PaymentLine.payment_number, PaymentLine.amount_fen)
            for payment, fen in session.execute(lines, execution_options={"yield_per": 1_000}):
                whole += fen
                yield f"{payment},paid,{fen / 100:.2f},HD-{payment},{TODAY},\n".encode()
        yield f"total,{PAYMENTS},{whole / 100:.2f},,,\n".encode()

    _once(database, result_file.import_results, stream=answers(), name="answers")


def _book(database: Database) -> None:
    after = 0
    while True:
        portion: Portion = _once(database, results.book_results, file_id=1, after=after)
        if portion.last is None:
            return
        after = portion.last
