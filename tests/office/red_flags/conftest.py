"""The clean office is built once on each database and copied for each fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.db import Database
from tests import databases
from tests.office.red_flags.clean_office import CleanOffice, build

Kept = tuple[str | Path, CleanOffice]


@pytest.fixture(scope="package")
def clean_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A file with the clean office, to copy from."""
    folder = tmp_path_factory.mktemp("clean-office")
    with databases.sqlite_copy(migrated_sqlite, folder) as database:
        office = build(database)
        path = Path(str(database.engine.url.database))
    return path, office


@pytest.fixture(scope="package")
def clean_postgresql(postgresql_server: str, migrated_postgresql: str) -> Iterator[Kept]:
    """The name of a database with the clean office, to copy from."""
    with databases.postgresql_copy(postgresql_server, migrated_postgresql) as database:
        office = build(database)
        database.close()
        yield str(database.engine.url.database), office


@pytest.fixture
def sqlite_office(clean_sqlite: Kept, tmp_path: Path) -> Iterator[tuple[Database, CleanOffice]]:
    """A clean office of its own on SQLite."""
    template, office = clean_sqlite
    with databases.sqlite_copy(Path(template), tmp_path) as database:
        yield database, office


@pytest.fixture
def postgresql_office(
    clean_postgresql: Kept, postgresql_server: str
) -> Iterator[tuple[Database, CleanOffice]]:
    """A clean office of its own on PostgreSQL."""
    template, office = clean_postgresql
    with databases.postgresql_copy(postgresql_server, str(template)) as database:
        yield database, office


@pytest.fixture(params=["sqlite", "postgresql"])
def clean(request: pytest.FixtureRequest) -> tuple[Database, CleanOffice]:
    """A clean office of its own; the test runs once on each database."""
    made: tuple[Database, CleanOffice] = request.getfixturevalue(f"{request.param}_office")
    return made
