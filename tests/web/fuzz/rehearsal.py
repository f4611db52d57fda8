"""A database in which whatever is done is undone again: the same office for every request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.db import Database
from casework.records import schema

_NEXT_NUMBER = """
    SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1 + coalesce(max(id), 0)) FROM {table}
    WHERE pg_get_serial_sequence('{table}', 'id') IS NOT NULL
"""


class Rehearsal(Database):
    """Everything is done on one connection, in a transaction that is never kept."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._connection = self.engine.connect()
        self._act = self._connection.begin()

    def again(self) -> None:
        """Put everything back as it was."""
        self._act.rollback()
        self._act = self._connection.begin()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work lasts until all is put back; deferred conditions are checked."""
        with self._session() as session:
            yield session
            session.flush()
            if not self.is_sqlite:
                session.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees what this act has done so far."""
        with self._session() as session:
            yield session

    def close(self) -> None:
        """Put everything back, and give back the connection."""
        self._act.rollback()
        self._connection.close()
        super().close()

    def _session(self) -> Session:
        return Session(
            self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )


def copy_whole(source: Database, target: Database) -> None:
    """Copy every row of one office's database into another's, which has the same tables."""
    with (
        source.engine.connect() as old,
        target.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as new,
    ):
        new.execute(sa.text("SET session_replication_role = replica"))  # no triggers, any order
        for table in schema.metadata().sorted_tables:
            new.execute(table.delete())
            rows = [dict(row) for row in old.execute(table.select()).mappings()]
            if rows:
                new.execute(table.insert(), rows)
            if "id" in table.c and table.c.id.type.python_type is int:
                new.execute(sa.text(_NEXT_NUMBER.format(table=table.name)))
        new.execute(sa.text("SET session_replication_role = DEFAULT"))
