"""The export of the disbursement history beside the floor: the same rows by `COPY … TO STDOUT`.

A million rows by default; EXPORT_ROWS says otherwise. Each way runs in a process of its own, so
that its peak memory is its own.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

import psycopg
import sqlalchemy as sa

from casework.db import Database
from casework.exports.disbursement_history import write_history
from casework.queries.history import rows
from tests.bench.history_rows import fill

ROWS = int(os.environ.get("EXPORT_ROWS", "1000000"))
_FORK = multiprocessing.get_context("fork")


def measure(database: Database, _redis_url: str) -> Iterator[str]:
    """Rows a second and peak memory of each kind of file, and of the floor."""
    fill(database, ROWS)
    url = database.engine.url.render_as_string(hide_password=False)
    database.close()
    floor, _ = _alone(partial(_copy, url))
    yield f"export, floor COPY {ROWS / floor:>10,.0f} rows/s ({ROWS:,} rows)"
    for kind in ("csv", "xlsx", "jsonl"):
        seconds, megabytes = _alone(partial(_write, url, kind))
        ratio = f"{floor / seconds:.2f} of the floor, peak {megabytes:.0f} MB"
        yield f"export, {kind:<10} {ROWS / seconds:>10,.0f} rows/s, {ratio}"


def _copy(url: str, out: BinaryIO) -> None:
    """The same select, as fast as the database gives it."""
    database = Database(url)
    statement = rows().compile(
        database.engine, compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        copy = f"COPY ({statement}) TO STDOUT (FORMAT csv)".replace("%%", "%")
        with connection.cursor().copy(copy.encode()) as stream:
            for data in stream:
                out.write(data)


def _write(url: str, kind: str, out: BinaryIO) -> None:
    with Database(url).reading() as session:
        stated = write_history(session, out, kind=kind)
    assert stated.rows >= ROWS  # whole awards: two more at most


def _alone(work: Callable[[BinaryIO], None]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process that does only this."""
    said = _FORK.SimpleQueue()

    def run() -> None:
        begun = time.perf_counter()
        with open(os.devnull, "wb") as out:
            work(out)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        said.put((time.perf_counter() - begun, peak))
        os._exit(0)

    process = _FORK.Process(target=run)
    process.start()
    found: tuple[float, float] = said.get()
    process.join()
    return found
