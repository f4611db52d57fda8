"""Sixteen processes on one pool: reservations a second beside the fastest safe way there is.

The fastest safe way (`performance.md` E) is one statement: a conditional update of the pool that
feeds the entry's insert. The product does more: it locks the enterprise, reads what the case
holds, checks, chains by hash, and draws on the pool last.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
import sqlalchemy as sa

from casework.commands import book
from casework.db import Database
from casework.queries.ledger_audit import every_fault
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.pool import Pool
from tests.office.money_cast import (
    APPROVER,
    AT,
    POLICY,
    REVIEWER,
    a_case,
    a_decision,
    a_district,
    an_enterprise,
)
from workflows.money import Money, yuan

CLIENTS, EACH, WARMING = 16, 120, 5
AMOUNT = yuan(1_000)
POOL = f"{POLICY}/guarantee"
_FORK = multiprocessing.get_context("fork")

_FASTEST = """
WITH drawn AS (
    UPDATE raw_pools SET used = used + %s WHERE id = 1 AND used + %s <= total RETURNING id
)
INSERT INTO raw_entries (pool_id, case_id, amount, kind) SELECT id, %s, %s, 'reserve' FROM drawn
"""


def measure(database: Database, _redis_url: str) -> Iterator[str]:
    """Reservations a second by the command, and by the fastest safe statement."""
    url = database.engine.url.render_as_string(hide_password=False)
    claims = [_claims(database, place) for place in range(CLIENTS)]
    with database.transaction() as session:
        for statement in (
            "CREATE TABLE raw_pools (id int PRIMARY KEY, total bigint, used bigint)",
            "CREATE TABLE raw_entries (id bigserial PRIMARY KEY, pool_id int, case_id bigint,"
            " amount bigint, kind text, at timestamptz DEFAULT now())",
            "INSERT INTO raw_pools VALUES (1, 5000000000, 0)",
        ):
            session.execute(sa.text(statement))
    database.close()
    fastest = _raced(lambda place: _fast(url, place))
    product = _raced(lambda place: _book(url, claims[place]))
    with database.reading() as session:
        used = Money(session.get_one(Pool, POOL).used_fen)
        faults = len(list(every_fault(session)))
    yield f"pool, one statement {fastest[0]:>8,.0f} reservations/s, p99 {fastest[1]:.0f} ms"
    ratio = product[0] / fastest[0]
    yield (
        f"pool, book.reserve  {product[0]:>8,.0f} reservations/s, p99 {product[1]:.0f} ms, "
        f"{ratio:.2f} of it"
    )
    overspent = max(used - yuan(50_000_000), Money(0))
    yield f"pool, afterwards    {used} yuan used, overspent {overspent}, {faults} faults"


def _claims(database: Database, place: int) -> list[int]:
    with database.transaction() as session:
        if place == 0:
            a_district(session)
        enterprise = an_enterprise(session, f"示例{place}公司")
        found = []
        for _ in range(WARMING + EACH):
            case = a_case(session, enterprise, clause=f"{POLICY}/art14.b")
            a_decision(session, case, [AMOUNT])
            book.hold(session, case, AMOUNT, event=0, actor=REVIEWER, at=AT)
            found.append(case.id)
    return found


def _book(url: str, cases: Sequence[int]) -> Iterator[None]:
    database = Database(url)
    for number, case_id in enumerate(cases):
        if number >= WARMING:  # from here on nothing is compiled any more
            yield
        with database.transaction() as session:
            case = session.get_one(Case, case_id)
            book.lock_enterprise(session, case.enterprise_id)
            parts = session.scalars(sa.select(Instalment).where(Instalment.case_id == case_id))
            book.reserve(session, case, parts.all(), event=1, actor=APPROVER, at=AT)
    yield


def _fast(url: str, place: int) -> Iterator[None]:
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True, prepare_threshold=0) as connection:
        yield
        for _ in range(EACH):
            connection.execute(_FASTEST, (AMOUNT.fen, AMOUNT.fen, place, AMOUNT.fen))
            yield


def _raced(work: Callable[[int], Iterator[None]]) -> tuple[float, float]:
    """Operations a second of all together, and the 99th percentile of one in milliseconds."""
    ready, said = _FORK.Barrier(CLIENTS), _FORK.SimpleQueue()

    def run(place: int) -> None:
        steps = work(place)
        next(steps)
        ready.wait()
        begun, times = time.perf_counter(), []
        for _ in steps:
            times.append(time.perf_counter())
        said.put((begun, times))
        os._exit(0)

    crowd = [_FORK.Process(target=run, args=(place,)) for place in range(CLIENTS)]
    for process in crowd:
        process.start()
    found: list[tuple[float, list[float]]] = [said.get() for _ in crowd]
    for process in crowd:
        process.join()
    return _figures(found)


def _figures(found: Sequence[Any]) -> tuple[float, float]:
    first = min(begun for begun, _ in found)
    last = max(times[-1] for _, times in found)
    single = [
        after - before
        for begun, times in found
        for before, after in zip([begun, *times], times, strict=False)
    ]
    return CLIENTS * EACH / (last - first), statistics.quantiles(single, n=100)[98] * 1000
