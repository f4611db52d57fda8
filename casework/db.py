"""The database, and the only commit in the code base."""

import fcntl
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

_BUSY_MILLISECONDS = 30_000
_PAUSE_SECONDS = 2.0


class Database:
    """One database, handed its URL: SQLite (embedded) or PostgreSQL (in use)."""

    def __init__(self, url: str) -> None:
        self.engine = build_engine(url)
        self._write = sessionmaker(self.engine, expire_on_commit=False)
        self._read = sessionmaker(_for_reading(self.engine), autoflush=False)
        self._here = threading.local()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is kept whole at the end, or not at all if anything raises."""
        if getattr(self._here, "writing", False):
            raise RuntimeError("a transaction inside a transaction: pass the session on instead")
        self._here.writing = True
        try:
            with self._turn(), self._write() as session:
                yield session
                session.commit()
        finally:
            self._here.writing = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one unchanging snapshot, and in which the database refuses writes."""
        with self._read() as session:
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def forget_connections(self) -> None:
        """In a forked child: drop the parent's connections without closing them."""
        self.engine.dispose(close=False)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Queue for SQLite's single writer.

        SQLite's own waiting is sleep-and-retry and starves some writers for seconds; a lock of
        the operating system on a file beside the database is fair, and a killed process frees it.
        """
        path = self.engine.url.database if self.is_sqlite else None
        with open(f"{path}-turn", "w") if path else nullcontext() as queue:
            if queue is not None:
                fcntl.flock(queue, fcntl.LOCK_EX)
            yield


def build_engine(url: str) -> sa.Engine:
    """An engine prepared for the office; SQLite's traps are closed here."""
    engine = sa.create_engine(
        url,
        json_serializer=partial(json.dumps, ensure_ascii=False, sort_keys=True),
    )
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    else:
        sa.event.listen(engine, "checkin", _note_the_time)
        sa.event.listen(engine, "checkout", _drop_if_dead)
    return engine


def _for_reading(engine: sa.Engine) -> sa.Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reading=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _note_the_time(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _drop_if_dead(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """After a pause, ask whether the server is still there; asking every time costs a tenth."""
    if time.monotonic() - record.info.get("used", time.monotonic()) < _PAUSE_SECONDS:
        return
    try:
        connection.execute("")
        connection.rollback()
    except psycopg.OperationalError as lost:
        raise sa.exc.DisconnectionError from lost  # the pool opens another


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        f"busy_timeout = {_BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",  # a payment that was reported booked survives a power cut
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """A writer takes the lock at once: the default loses updates without a word."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
