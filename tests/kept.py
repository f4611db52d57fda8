"""A test's own database: the one of the test before it, with the content it asks for.

Its engine has compiled the statements of the office already, which takes longer than most tests do;
so does making a database on PostgreSQL.
"""

from __future__ import annotations

import itertools
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, Protocol

import psycopg
import sqlalchemy as sa
from psycopg import sql

from casework.db import Database
from tests.databases import say

_MOST_BYTES_MORE = 64 << 20
_COUNTED_BYTES = 48
"""The head of SQLite's index of its log, in which every transaction is counted."""
_HERE: LiteralString = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_LEAVE: LiteralString = "SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s::int[]) AS pid"
_SIZE: LiteralString = "SELECT pg_database_size(current_database())"
_SHAPE: LiteralString = (
    "SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute),"
    " (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_proc),"
    " (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O')"
)
_TABLES: LiteralString = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)
_INSERT: LiteralString = "INSERT INTO {0} SELECT (row::{0}).* FROM unnest(%s::text[]) AS row"
_SEQUENCES: LiteralString = "SELECT sequencename, last_value FROM pg_sequences"


class Picture:
    """What a database held at a moment."""


class Kept(Protocol):
    """A database that one test after the other may have."""

    database: Database

    def fresh(self, picture: Picture | None = None) -> Database:
        """The database as in the picture; without one, as the migrations leave it."""

    def picture(self) -> Picture:
        """What the database holds now."""

    def state(self) -> object:
        """Something that differs after whatever anybody wrote."""


@dataclass(frozen=True, slots=True)
class _File(Picture):
    path: Path


@dataclass(frozen=True, slots=True)
class _Rows(Picture):
    tables: dict[str, list[str]]
    """The rows of each table that has any, as PostgreSQL writes them down."""
    sequences: dict[str, int | None]


class KeptSqlite:
    """One file, overwritten before each test."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._migrated, self._folder = _File(template), folder
        self._path, self._numbers = folder / "casework.db", itertools.count(1)
        self.database = Database(f"sqlite:///{self._path}")
        sa.event.listen(self.database.engine, "connect", _without_waiting_for_the_disk)

    def fresh(self, picture: Picture | None = None) -> Database:
        """The database as in the picture; without one, as the migrations leave it."""
        self.database.close()
        for ending in ("-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)
        of = picture or self._migrated
        assert isinstance(of, _File)
        shutil.copyfile(of.path, self._path)
        return self.database

    def picture(self) -> Picture:
        """What the database holds now."""
        self.database.close()  # the last one out leaves everything in the one file
        taken = self._folder / f"picture-{next(self._numbers)}.db"
        shutil.copyfile(self._path, taken)
        return _File(taken)

    def state(self) -> object:
        """Something that differs after whatever anybody wrote."""
        kept, log, index = (Path(f"{self._path}{ending}") for ending in ("", "-wal", "-shm"))
        written = log.exists() and log.stat().st_size
        counted = index.read_bytes()[:_COUNTED_BYTES] if written else b""
        return kept.stat().st_mtime_ns, written, counted


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """As the PostgreSQL of the tests: what is killed is tried here, a power cut is not."""
    connection.execute("PRAGMA synchronous = NORMAL")


class KeptPostgresql:
    """One database, emptied before each test; made anew where a test changed its shape."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._name = f"casework_test_{os.getpid()}_kept"
        url = sa.make_url(server).set(database=self._name)
        self._url = url.render_as_string(hide_password=False)
        kind = url.set(drivername="postgresql")
        self.database = Database(kind.render_as_string(hide_password=False))
        self._ours: set[int] = set()
        sa.event.listen(self.database.engine, "connect", self._note_ours)
        sa.event.listen(self.database.engine, "close", self._forget_ours)
        self._make()

    def fresh(self, picture: Picture | None = None) -> Database:
        """The database as in the picture; without one, as the migrations leave it."""
        self._send_others_out()
        if not self._is_whole():
            self.drop()
            self._make()
        of = picture or self._migrated
        assert isinstance(of, _Rows)
        self._fill(of)
        return self.database

    def picture(self) -> Picture:
        """What the database holds now."""
        tables = {
            name: [row for (row,) in self._ask(_composed("SELECT {0}::text FROM {0}", name))]
            for (name,) in self._ask(self._which_are_filled)
        }
        return _Rows(tables, dict(self._ask(_SEQUENCES)))

    def state(self) -> object:
        """Something that differs after whatever anybody wrote."""
        return self._ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")

    def drop(self) -> None:
        """Leave nothing on the server."""
        self.database.close()
        self._caretaker.close()
        say(self._server, "DROP DATABASE {} WITH (FORCE)", self._name)

    def _note_ours(self, connection: psycopg.Connection[Any], _record: object) -> None:
        self._ours.add(connection.info.backend_pid)

    def _forget_ours(self, connection: psycopg.Connection[Any], _record: object) -> None:
        self._ours.discard(connection.info.backend_pid)

    def _send_others_out(self) -> None:
        """Whoever a test left behind; its own idle connections stay, where none was lost."""
        found = {int(pid) for (pid,) in self._ask(_HERE)}
        pool = self.database.engine.pool
        if not self._ours <= found or len(self._ours) != pool.checkedin():  # type: ignore[attr-defined]
            self.database.close()
            self._ours.clear()
        strangers = list(found - self._ours)
        if strangers:
            self._caretaker.execute(_LEAVE, [strangers])

    def _make(self) -> None:
        say(self._server, "CREATE DATABASE {} TEMPLATE {}", self._name, self._template)
        self._caretaker = psycopg.connect(self._url, autocommit=True)
        self._shape = self._ask(_SHAPE)
        self._size = self._ask(_SIZE)[0][0]
        self._which_are_filled = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                sql.Literal(name), sql.Identifier(name)
            )
            for (name,) in self._ask(_TABLES)
        )
        self._migrated = self.picture()

    def _is_whole(self) -> bool:
        grown = self._ask(_SIZE)[0][0] - self._size
        return grown < _MOST_BYTES_MORE and self._ask(_SHAPE) == self._shape

    def _fill(self, picture: _Rows) -> None:
        """With full power: neither triggers nor references are asked."""
        with self._caretaker.transaction():
            self._caretaker.execute("SET LOCAL session_replication_role = replica")
            for (name,) in self._ask(self._which_are_filled):
                self._caretaker.execute(_composed("DELETE FROM {}", name))
            for name, rows in picture.tables.items():
                self._caretaker.execute(_composed(_INSERT, name), [rows])
            for name, value in self._ask(_SEQUENCES):
                wanted = picture.sequences[name]
                if value != wanted:
                    self._caretaker.execute(
                        "SELECT setval(%s, %s, %s)", [name, wanted or 1, bool(wanted)]
                    )

    def _ask(self, asked: LiteralString | sql.Composed) -> list[tuple[Any, ...]]:
        return self._caretaker.execute(asked, prepare=True).fetchall()


def _composed(statement: LiteralString, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))
