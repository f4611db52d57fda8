"""The whole demonstration, line by line: the office is opened, every story told, all checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from casework.cli.demo import cast, purse, summary, telling
from casework.cli.demo.stage import Stage, Story
from casework.cli.demo.stories import (
    duplicate,
    guarantee_pool,
    package,
    payment_run,
    recovery,
    three_years,
    title_ladder,
    withdrawal,
    yearly_cap,
)
from casework.db import Database
from casework.queries.rule_book import book
from casework.records import schema

_OPENED = datetime(2022, 1, 4, 1, 0, tzinfo=UTC)


class _Tells(Protocol):
    def tell(self, stage: Stage) -> Story: ...


STORIES: tuple[_Tells, ...] = (
    three_years,
    yearly_cap,
    title_ladder,
    package,
    duplicate,
    withdrawal,
    payment_run,
    recovery,
    guarantee_pool,
)
"""In the order they are told."""
EXPLAINED = yearly_cap
"""The story whose calculation is printed whole."""


def perform(folder: Path) -> Iterator[str]:
    """Everything the demonstration says; NotAsTold or Refused where it goes wrong."""
    database = _database(folder)
    try:
        schema.upgrade(database)
        with database.transaction() as session:
            stage = Stage(database, folder, cast.enroll(session, at=_OPENED))
        purse.fill(stage)
        yield from summary.opening(stage, len(book().policies), len(book().clauses))
        explained = None
        for number, one in enumerate(STORIES, start=1):
            story = one.tell(stage)
            stage.deliver()
            yield from telling.told(stage, number, story)
            explained = story.explained if one is EXPLAINED else explained
        if explained is not None:
            yield from telling.calculation(stage, explained)
        yield from summary.closing(stage)
    finally:
        database.close()


def _database(folder: Path) -> Database:
    """The database of the demonstration; what is begun afresh need not survive a power cut."""
    database = Database(f"sqlite:///{folder}/casework.db")
    sa.event.listen(
        database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF")
    )
    return database
