"""What the database promises the office."""

import threading

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from casework.db import Database

WORKERS, TURNS = 4, 25


def test_it_keeps_nothing_of_a_transaction_that_failed(database: Database) -> None:
    _make_counter(database)

    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        session.execute(sa.text("UPDATE counter SET n = 7"))
        _ = 1 / 0

    assert _count(database) == 0


def test_it_loses_no_update_when_many_write_at_once(database: Database) -> None:
    _make_counter(database)

    def add_many() -> None:
        for _ in range(TURNS):
            with database.transaction() as session:
                lock = "" if database.is_sqlite else " FOR UPDATE"
                n = session.scalar(sa.text(f"SELECT n FROM counter{lock}"))
                session.execute(sa.text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=add_many) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert _count(database) == WORKERS * TURNS


def test_a_reading_refuses_to_write(database: Database) -> None:
    _make_counter(database)

    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(sa.text("UPDATE counter SET n = 7"))

    with database.transaction() as session:
        session.execute(sa.text("UPDATE counter SET n = 8"))
    assert _count(database) == 8


def test_a_reading_sees_one_snapshot_while_others_write(database: Database) -> None:
    _make_counter(database)

    with database.reading() as session:
        before = session.scalar(sa.text("SELECT n FROM counter"))
        with database.transaction() as other:
            other.execute(sa.text("UPDATE counter SET n = 9"))
        after = session.scalar(sa.text("SELECT n FROM counter"))

    assert (before, after, _count(database)) == (0, 0, 9)


def test_it_refuses_a_transaction_inside_a_transaction(database: Database) -> None:
    with (
        database.transaction(),
        pytest.raises(RuntimeError, match="inside a transaction"),
        database.transaction(),
    ):
        pass


def test_after_a_pause_it_replaces_connections_that_were_lost(
    postgresql_database: Database, postgresql_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.db._PAUSE_SECONDS", 0.0)
    _make_counter(postgresql_database)
    with postgresql_database.reading() as session:
        own = session.scalar(sa.text("SELECT pg_backend_pid()"))
    with psycopg.connect(postgresql_server, autocommit=True) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [own])

    assert _count(postgresql_database) == 0


def _make_counter(database: Database) -> None:
    with database.transaction() as session:
        session.execute(sa.text("CREATE TABLE counter (n BIGINT NOT NULL)"))
        session.execute(sa.text("INSERT INTO counter VALUES (0)"))


def _count(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(sa.text("SELECT n FROM counter")))
