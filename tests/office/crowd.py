"""Real processes that work on one database at once, or are killed at work."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from casework.db import Database
from workflows.refusals import Refused

_FORK = multiprocessing.get_context("fork")
WON = "won"


def all_at_once(url: str, work: Callable[[Database, int], Any], *, processes: int) -> list[Any]:
    """What each of so many processes says, released together: `won`, or its refusals' codes."""
    ready, said = _FORK.Barrier(processes), _FORK.SimpleQueue()

    def run(place: int) -> None:
        database = Database(url)
        with database.reading() as session:  # connected before the start
            session.connection()
        ready.wait()
        try:
            work(database, place)
            said.put(WON)
        except Refused as refused:
            said.put([refusal.code for refusal in refused.refusals])
        except Exception as error:  # noqa: BLE001  the test shows it
            said.put(repr(error))

    crowd = [_start(run, place) for place in range(processes)]
    found = [said.get() for _ in crowd]
    for process in crowd:
        process.join()
    return found


def worked_until_killed(
    database: Database, work: Callable[[Database], None], *, first: int = 0
) -> BaseProcess:
    """A process that does its work over and over until it is killed.

    By now it is connected and has done its work `first` times. It inherits the statements that
    were compiled so far, and so is killed at work and not while it gets ready. The database is
    one without open connections.
    """
    ready, said_ready = _FORK.Pipe(duplex=False)

    def run(_place: int) -> None:
        database.forget_connections()
        with database.reading() as session:
            session.connection()
        for _ in range(first):
            work(database)
        said_ready.send(True)
        while True:
            work(database)

    process = _start(run, 0)
    said_ready.close()
    with ready:
        ready.recv()
    return process


def kill(process: BaseProcess) -> None:
    """Kill it where it stands, with no chance to tidy up."""
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def _start(run: Callable[[int], None], place: int) -> BaseProcess:
    def alone() -> None:
        run(place)
        os._exit(0)  # nothing of the parent's is tidied up here

    process = _FORK.Process(target=alone)
    process.start()
    return process
