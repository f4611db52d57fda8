"""A test's own database: the one of the test before it, emptied.

Its engine has compiled the statements of the office already, which takes longer than most tests do;
so does making a database on PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import sqlalchemy as sa
from psycopg import sql

from casework.db import Database
from tests.databases import say

_MOST_BYTES_MORE = 16 << 20
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
_SEQUENCES: LiteralString = "SELECT sequencename, last_value FROM pg_sequences"


class KeptSqlite:
    """One file, given the template's content again before each test."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._template, self._path = template, folder / "casework.db"
        self.database = Database(f"sqlite:///{self._path}")
        sa.event.listen(self.database.engine, "connect", _without_waiting_for_the_disk)

    def fresh(self) -> Database:
        """The database, holding what the migrations leave."""
        self.database.close()
        for ending in ("-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._template, self._path)
        return self.database


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

    def fresh(self) -> Database:
        """The database, holding what the migrations leave."""
        self._send_others_out()
        if self._is_whole():
            self._empty()
        else:
            self.drop()
            self._make()
        return self.database

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
        self._sequences: dict[str, int | None] = dict(self._ask(_SEQUENCES))
        self._which_are_filled = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                sql.Literal(name), sql.Identifier(name)
            )
            for (name,) in self._ask(_TABLES)
        )
        self._rows = {
            name: self._ask(_composed("SELECT * FROM {}", name))
            for (name,) in self._ask(self._which_are_filled)
        }

    def _is_whole(self) -> bool:
        grown = self._ask(_SIZE)[0][0] - self._size
        return grown < _MOST_BYTES_MORE and self._ask(_SHAPE) == self._shape

    def _empty(self) -> None:
        """With full power: neither triggers nor references are asked."""
        with self._caretaker.transaction(), self._caretaker.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for (name,) in self._ask(self._which_are_filled):
                cursor.execute(_composed("DELETE FROM {}", name))
            for name, rows in self._rows.items():
                places = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
                into = sql.SQL("INSERT INTO {} VALUES ({})")
                cursor.executemany(into.format(sql.Identifier(name), places), rows)
            for name, value in self._ask(_SEQUENCES):
                first = self._sequences[name]
                if value != first:
                    cursor.execute("SELECT setval(%s, %s, %s)", [name, first or 1, bool(first)])

    def _ask(self, asked: LiteralString | sql.Composed) -> list[tuple[Any, ...]]:
        return self._caretaker.execute(asked, prepare=True).fetchall()


def _composed(statement: LiteralString, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))
