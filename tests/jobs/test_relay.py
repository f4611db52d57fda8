"""Relay and real RQ workers on a real Valkey: nothing lost, nothing done twice."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
import redis
import sqlalchemy as sa

from casework import clock
from casework.db import Database
from casework.jobs.drain import LEASE
from casework.jobs.relay import relay
from casework.jobs.worker import queue
from casework.records.notice import Notice
from casework.records.outbox import MessageStatus, OutboxMessage
from tests import servers
from tests.jobs.rows import a_case_with_notices

CASEWORK = Path(sys.executable).parent / "casework"
MESSAGES = 60  # in two jobs

in_production = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
"""Where there is a Redis there is a PostgreSQL; what one database does alone is in `test_drain`."""


@pytest.fixture
def environment(database: Database, redis_url: str, tmp_path: Path) -> Mapping[str, str]:
    """What a process of the office needs to find its database and Redis."""
    return {
        **os.environ,
        "CASEWORK_HOME": str(tmp_path),
        "CASEWORK_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "CASEWORK_REDIS_URL": redis_url,
        "CASEWORK_SECRET_KEY": "a secret for tests that signs nothing",
    }


def test_two_workers_deliver_each_message_once(
    database: Database, environment: Mapping[str, str]
) -> None:
    _post(database)

    handed_over = _casework("relay", "--once", environment=environment)
    with _worker(environment), _worker(environment):
        pass

    assert handed_over.strip() == f"{MESSAGES} messages handed over"
    assert _delivered(database) == MESSAGES
    assert _statuses(database) == {MessageStatus.DONE: MESSAGES}


@in_production
def test_nothing_is_lost_when_redis_forgets_everything(
    database: Database, environment: Mapping[str, str], redis_url: str
) -> None:
    _post(database)
    with redis.from_url(redis_url) as connection:
        relay(database, queue(connection), at=clock.now())
        connection.flushdb()
        before_the_lease_ends = relay(database, queue(connection), at=clock.now())
        after = relay(database, queue(connection), at=clock.now() + LEASE)
    with _worker(environment):
        pass

    assert (before_the_lease_ends, after) == (0, MESSAGES)
    assert _delivered(database) == MESSAGES


@in_production
def test_a_job_that_arrives_twice_is_done_once(
    database: Database, environment: Mapping[str, str], redis_url: str
) -> None:
    _post(database)
    with redis.from_url(redis_url) as connection:
        for late in (timedelta(), LEASE, 2 * LEASE):
            relay(database, queue(connection), at=clock.now() + late)
    with _worker(environment), _worker(environment):
        pass

    assert _delivered(database) == MESSAGES


@in_production
def test_messages_wait_while_redis_is_away(
    database: Database, environment: Mapping[str, str], redis_url: str
) -> None:
    _post(database)
    with servers.valkey() as gone:
        connection = redis.from_url(gone)
        connection.ping()

    assert relay(database, queue(connection), at=clock.now()) == 0
    connection.close()

    assert _statuses(database) == {MessageStatus.READY: MESSAGES}
    with redis.from_url(environment["CASEWORK_REDIS_URL"]) as there:
        relay(database, queue(there), at=clock.now())
    with _worker(environment):
        pass
    assert _delivered(database) == MESSAGES


@in_production
def test_a_worker_killed_in_mid_task_leaves_nothing_half_done(
    database: Database, environment: Mapping[str, str]
) -> None:
    _post(database, messages=3)
    with redis.from_url(environment["CASEWORK_REDIS_URL"]) as connection:
        relay(database, queue(connection), at=clock.now())

    with database.transaction() as session:
        session.execute(sa.text("LOCK TABLE notices IN EXCLUSIVE MODE"))
        doomed = _start_worker(environment)
        _wait_until_somebody_waits_for_a_lock(database)
        _kill_with_its_children(doomed)
    left = _statuses(database)
    with redis.from_url(environment["CASEWORK_REDIS_URL"]) as connection:
        relay(database, queue(connection), at=clock.now() + LEASE)
    with _worker(environment):
        pass

    assert left == {MessageStatus.CLAIMED: 3}
    assert _delivered(database) == 3


def _post(database: Database, messages: int = MESSAGES) -> None:
    with database.transaction() as session:
        a_case_with_notices(session, notices=messages)


def _delivered(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Notice)) or 0


def _statuses(database: Database) -> dict[MessageStatus, int]:
    notices = sa.select(OutboxMessage.status, sa.func.count()).where(OutboxMessage.kind == "notice")
    counted = notices.group_by(OutboxMessage.status)
    with database.reading() as session:
        return {status: count for status, count in session.execute(counted)}


def _casework(*arguments: str, environment: Mapping[str, str]) -> str:
    ran = subprocess.run(
        [CASEWORK, *arguments], env=environment, check=True, capture_output=True, text=True
    )
    return ran.stdout


def _start_worker(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [CASEWORK, "worker", "--until-empty"],
        env=environment,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def _worker(environment: Mapping[str, str]) -> Iterator[None]:
    """A worker that has run everything when the block is left."""
    process = _start_worker(environment)
    try:
        yield
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()


def _kill_with_its_children(process: subprocess.Popen[bytes]) -> None:
    """A worker and the child in which it runs a job, as when the machine goes down."""
    for child in psutil.Process(process.pid).children(recursive=True):
        child.kill()
    process.kill()
    process.wait()


def _wait_until_somebody_waits_for_a_lock(database: Database) -> None:
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    pause = threading.Event()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(600):
            if connection.scalar(waiting):
                return
            pause.wait(0.05)
    raise AssertionError("nobody waits")
