"""An office set up once a session; every further empty office is given the same rows at a stroke.

Setting an office up takes its hundreds of statements, which is longer than most tests.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.records.base import Base

Made = TypeVar("Made")
Rows = Sequence[Mapping[str, Any]]
NEXT = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0}"


class Kept(NamedTuple):
    """What the first office was told, and the rows it had then."""

    made: Any
    rows: tuple[tuple[sa.Table, Rows], ...]


_kept: dict[Hashable, Kept] = {}


def once(session: Session, what: Hashable, set_up: Callable[[], Made]) -> Made:
    """What `set_up` makes of an empty, migrated office, in this one too."""
    key = (session.get_bind().dialect.name, what)
    if key in _kept:
        _write(session, _kept[key].rows)
    else:
        made = set_up()
        session.flush()
        _kept[key] = Kept(made, tuple(_rows(session)))
    return cast(Made, copy.deepcopy(_kept[key].made))


def _rows(session: Session) -> Iterator[tuple[sa.Table, Rows]]:
    for table in Base.metadata.sorted_tables:
        if session.scalar(sa.select(sa.exists().select_from(table))):
            yield table, [dict(row) for row in session.execute(sa.select(table)).mappings()]


def _write(session: Session, rows: tuple[tuple[sa.Table, Rows], ...]) -> None:
    """Write the rows; those of the migrations and of triggers are there already."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    for table, found in rows:
        session.execute(insert(table).on_conflict_do_nothing(), found)
        if on_postgresql and table.autoincrement_column is not None:
            session.execute(sa.text(NEXT.format(table.name)))
