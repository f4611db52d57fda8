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
_LEAVE: LiteralString = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
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

    def fresh(self) -> Database:
        """The database, holding what the migrations leave."""
        self.database.close()
        for ending in ("-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._template, self._path)
        return self.database


class KeptPostgresql:
    """One database, emptied before each test; made anew where a test changed its shape."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._name = f"casework_test_{os.getpid()}_kept"
        url = sa.make_url(server).set(database=self._name)
        self._url = url.render_as_string(hide_password=False)
        kind = url.set(drivername="postgresql")
        self.database = Database(kind.render_as_string(hide_password=False))
        self._make()

    def fresh(self) -> Database:
        """The database, holding what the migrations leave."""
        self.database.close()
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(_LEAVE)
            whole = self._is_whole(connection)
            if whole:
                self._empty(connection)
        if not whole:
            self.drop()
            self._make()
        return self.database

    def drop(self) -> None:
        """Leave nothing on the server."""
        self.database.close()
        say(self._server, "DROP DATABASE {} WITH (FORCE)", self._name)

    def _make(self) -> None:
        say(self._server, "CREATE DATABASE {} TEMPLATE {}", self._name, self._template)
        with psycopg.connect(self._url) as connection:
            self._shape = connection.execute(_SHAPE).fetchone()
            self._size = _number(connection, _SIZE)
            self._sequences: dict[str, int | None] = dict(connection.execute(_SEQUENCES).fetchall())
            self._tables = [str(name) for (name,) in connection.execute(_TABLES)]
            self._rows = {
                name: connection.execute(_composed("SELECT * FROM {}", name)).fetchall()
                for name in self._filled(connection)
            }

    def _is_whole(self, connection: psycopg.Connection[Any]) -> bool:
        grown = _number(connection, _SIZE) - self._size
        return grown < _MOST_BYTES_MORE and connection.execute(_SHAPE).fetchone() == self._shape

    def _filled(self, connection: psycopg.Connection[Any]) -> list[str]:
        one = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        asked = sql.SQL(" UNION ALL ").join(
            one.format(sql.Literal(name), sql.Identifier(name)) for name in self._tables
        )
        return [str(name) for (name,) in connection.execute(asked)]

    def _empty(self, connection: psycopg.Connection[Any]) -> None:
        """With full power: neither triggers nor references are asked."""
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in self._filled(connection):
                cursor.execute(_composed("DELETE FROM {}", name))
            for name, rows in self._rows.items():
                places = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
                into = sql.SQL("INSERT INTO {} VALUES ({})")
                cursor.executemany(into.format(sql.Identifier(name), places), rows)
            for name, value in cursor.execute(_SEQUENCES).fetchall():
                first = self._sequences[name]
                if value != first:
                    cursor.execute("SELECT setval(%s, %s, %s)", [name, first or 1, bool(first)])


def _composed(statement: LiteralString, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))


def _number(connection: psycopg.Connection[Any], asked: LiteralString) -> int:
    row = connection.execute(asked).fetchone()
    assert row is not None
    return int(row[0])
