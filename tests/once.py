"""An office set up once a session; every further empty office is given the same rows at a stroke.

Setting an office up takes its hundreds of statements, which is longer than most tests.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.base import Base

Made = TypeVar("Made")


class Filled(NamedTuple):
    """A table and its rows, as the database itself writes them down."""

    table: str
    rows: Sequence[Any]
    last_id: int | None
    """The highest id, where the database counts them itself."""


class Kept(NamedTuple):
    """What the first office was told, and the rows it had then."""

    made: Any
    tables: tuple[Filled, ...]


_kept: dict[Hashable, Kept] = {}


def once(session: Session, what: Hashable, set_up: Callable[[], Made]) -> Made:
    """What `set_up` makes of an empty, migrated office, in this one too."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    key = (on_postgresql, what)
    if key in _kept:
        write = _write_to_postgresql if on_postgresql else _write_to_sqlite
        for filled in _kept[key].tables:
            write(session.connection(), filled)
    else:
        made = set_up()
        session.flush()
        _kept[key] = Kept(made, tuple(_filled(session, on_postgresql)))
    return cast(Made, copy.deepcopy(_kept[key].made))


def _filled(session: Session, on_postgresql: bool) -> Iterator[Filled]:
    connection = session.connection()
    for table in Base.metadata.sorted_tables:
        asked = f"SELECT {table.name}::text FROM" if on_postgresql else "SELECT * FROM"
        found = connection.exec_driver_sql(f"{asked} {table.name}").all()
        rows = [row[0] if on_postgresql else tuple(row) for row in found]
        if rows:
            column = table.autoincrement_column
            yield Filled(
                table.name,
                rows,
                None if column is None else session.scalar(sa.select(sa.func.max(column))),
            )


def _write_to_sqlite(connection: sa.Connection, filled: Filled) -> None:
    """Write the rows; those of the migrations and of triggers are there already."""
    places = ", ".join("?" * len(filled.rows[0]))
    insert = f"INSERT INTO {filled.table} VALUES ({places}) ON CONFLICT DO NOTHING"
    connection.exec_driver_sql(insert, filled.rows)


def _write_to_postgresql(connection: sa.Connection, filled: Filled) -> None:
    """The same, and further ids come after these."""
    rows = f"SELECT (row::{filled.table}).* FROM unnest(%s::text[]) AS row"
    insert = f"INSERT INTO {filled.table} {rows} ON CONFLICT DO NOTHING"
    connection.exec_driver_sql(insert, (filled.rows,))
    if filled.last_id is not None:
        counter = f"pg_get_serial_sequence('{filled.table}', 'id')"
        connection.exec_driver_sql(f"SELECT setval({counter}, %s)", (filled.last_id,))
