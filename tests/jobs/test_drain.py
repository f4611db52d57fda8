"""The outbox: a task's effect happens once, whatever dies."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.db import Database
from casework.jobs import drain
from casework.records.outbox import MessageStatus, OutboxMessage, post

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
FIRST_RETRY = AT + drain.FIRST_WAIT


@pytest.fixture(autouse=True)
def effects(database: Database) -> Iterator[None]:
    """A table in which the test's task leaves its effect."""
    with database.transaction() as session:
        session.execute(sa.text("CREATE TABLE effects (message TEXT NOT NULL)"))
    yield
    with database.transaction() as session:
        session.execute(sa.text("DROP TABLE effects"))


def leave_an_effect(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    session.execute(sa.text("INSERT INTO effects VALUES (:message)"), {"message": payload["name"]})


def leave_an_effect_then_fail(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
    leave_an_effect(session, payload, at)
    raise OSError("the printer is on fire")


TASKS = {"note": leave_an_effect}
FAILING = {"note": leave_an_effect_then_fail}


def test_it_runs_what_is_due_and_leaves_what_is_not(database: Database) -> None:
    _post(database, "today", "tomorrow", apart=timedelta(days=1))

    assert drain.drain(database, TASKS, at=AT) == 1

    assert _effects(database) == {"today": 1}
    assert _statuses(database) == {"today": MessageStatus.DONE, "tomorrow": MessageStatus.READY}


def test_a_change_that_is_undone_leaves_no_message(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        _post_in(session, "never", run_after=AT)
        _ = 1 / 0

    assert _statuses(database) == {}


def test_the_same_key_is_posted_once(database: Database) -> None:
    with database.transaction() as session:
        posted = [_post_in(session, "once", run_after=AT) for _ in range(2)]

    assert posted == [True, False]
    assert drain.drain(database, TASKS, at=AT) == 1


def test_a_failed_task_leaves_nothing_and_is_tried_again_later(database: Database) -> None:
    _post(database, "stubborn")

    drain.drain(database, FAILING, at=AT)

    assert _effects(database) == {}
    assert _only(database).error == "OSError: the printer is on fire"
    assert drain.drain(database, TASKS, at=FIRST_RETRY - timedelta(seconds=1)) == 0
    assert drain.drain(database, TASKS, at=FIRST_RETRY) == 1
    assert _effects(database) == {"stubborn": 1}


def test_a_task_that_keeps_failing_is_set_aside_with_its_error(database: Database) -> None:
    _post(database, "hopeless")

    for attempt in range(drain.MOST_ATTEMPTS + 3):
        drain.drain(database, FAILING, at=AT + attempt * drain.LONGEST_WAIT)

    message = _only(database)
    assert (message.status, message.attempts) == (MessageStatus.DEAD, drain.MOST_ATTEMPTS)
    assert message.error == "OSError: the printer is on fire"
    assert _effects(database) == {}


def test_a_task_that_kills_its_process_is_set_aside_too(database: Database) -> None:
    _post(database, "deadly")

    def kill(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
        raise KeyboardInterrupt

    for attempt in range(drain.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            drain.drain(database, {"note": kill}, at=AT + attempt * drain.LEASE)
    drain.drain(database, {"note": kill}, at=AT + drain.MOST_ATTEMPTS * drain.LEASE)

    assert _only(database).status is MessageStatus.DEAD


def test_a_claim_whose_holder_died_is_taken_over_when_its_lease_ends(database: Database) -> None:
    _post(database, "orphan")
    drain.claim(database, at=AT)

    just_before = AT + drain.LEASE - timedelta(seconds=1)
    assert drain.drain(database, TASKS, at=just_before) == 0
    assert drain.drain(database, TASKS, at=AT + drain.LEASE) == 1
    assert _effects(database) == {"orphan": 1}


def test_a_holder_that_comes_back_late_does_nothing_twice(database: Database) -> None:
    _post(database, "slow")
    claimed = drain.claim(database, at=AT)
    drain.drain(database, TASKS, at=AT + drain.LEASE)

    late = [drain.run(database, TASKS, message, at=AT + drain.LEASE) for message in claimed]

    assert late == [None]
    assert _effects(database) == {"slow": 1}


def test_a_kind_without_a_task_waits_and_is_then_set_aside(database: Database) -> None:
    _post(database, "unknown")

    drain.drain(database, {}, at=AT)

    assert _only(database).error == "KeyError: 'note'"
    assert _only(database).status is MessageStatus.READY


def test_four_drainers_at_once_run_each_message_once(database: Database) -> None:
    names = [f"message {n}" for n in range(200)]
    _post(database, *names)
    done: list[int] = []

    threads = [
        threading.Thread(target=lambda: done.append(drain.drain(database, TASKS, at=AT)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(done) == 200
    assert _effects(database) == dict.fromkeys(names, 1)


def test_the_thread_beside_the_web_server_drains_by_itself(database: Database) -> None:
    ran = threading.Event()

    def tell(session: Session, payload: Mapping[str, Any], at: datetime) -> None:
        leave_an_effect(session, payload, at)
        ran.set()

    with drain.draining(database, {"note": tell}):
        _post(database, "by itself")
        assert ran.wait(timeout=30)

    assert _statuses(database) == {"by itself": MessageStatus.DONE}


def _post(database: Database, *names: str, apart: timedelta = timedelta()) -> None:
    with database.transaction() as session:
        for place, name in enumerate(names):
            _post_in(session, name, run_after=AT + place * apart)


def _post_in(session: Session, name: str, *, run_after: datetime) -> bool:
    return post(session, kind="note", payload={"name": name}, dedupe_key=name, run_after=run_after)


def _effects(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return dict(Counter(session.scalars(sa.text("SELECT message FROM effects"))))


def _statuses(database: Database) -> dict[str, MessageStatus]:
    with database.reading() as session:
        rows = session.execute(sa.select(OutboxMessage.dedupe_key, OutboxMessage.status))
        return {key: status for key, status in rows}


def _only(database: Database) -> OutboxMessage:
    with database.reading() as session:
        return session.scalars(sa.select(OutboxMessage)).one()
