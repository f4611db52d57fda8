"""Fresh, migrated databases: a template is migrated once a session, then copied."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import sqlalchemy as sa
from psycopg import sql

from casework.db import Database
from casework.records import schema

_counter = itertools.count(1)


@contextmanager
def sqlite_copy(template: Path, folder: Path) -> Iterator[Database]:
    """A database of its own, copied from the migrated file."""
    path = folder / "casework.db"
    shutil.copyfile(template, path)
    with _closing(Database(f"sqlite:///{path}")) as database:
        yield database


@contextmanager
def migrated_sqlite(folder: Path) -> Iterator[Path]:
    """A migrated file to copy from."""
    path = folder / "template.db"
    with _closing(Database(f"sqlite:///{path}")) as database:
        schema.upgrade(database)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    yield path


@contextmanager
def migrated_postgresql(server: str) -> Iterator[str]:
    """The name of a migrated database to copy from."""
    with empty_postgresql(server) as database:
        schema.upgrade(database)
        database.close()
        yield str(database.engine.url.database)


@contextmanager
def postgresql_copy(server: str, template: str) -> Iterator[Database]:
    """A database of its own, copied from the migrated one."""
    with empty_postgresql(server, template=template) as database:
        yield database


@contextmanager
def empty_postgresql(server: str, *, template: str = "template1") -> Iterator[Database]:
    """A new database on this server, dropped at the end."""
    name = f"casework_test_{os.getpid()}_{next(_counter)}"
    say(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
    url = sa.make_url(server).set(drivername="postgresql", database=name)
    try:
        with _closing(Database(url.render_as_string(hide_password=False))) as database:
            yield database
    finally:
        say(server, "DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def _closing(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.close()


def say(server: str, statement: LiteralString, *names: str) -> None:
    """Tell the server something about whole databases."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
