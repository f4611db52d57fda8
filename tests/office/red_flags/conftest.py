"""The clean office is built once on each database and returned to for each fault."""

from __future__ import annotations

import pytest

from casework.db import Database
from tests.kept import Kept, KeptPostgresql, KeptSqlite, Picture
from tests.office.red_flags.clean_office import CleanOffice, build

Built = tuple[Kept, Picture, CleanOffice]


@pytest.fixture(scope="package")
def built_on_sqlite(kept_sqlite: KeptSqlite) -> Built:
    """The clean office on SQLite."""
    office = build(kept_sqlite.fresh())
    return kept_sqlite, kept_sqlite.picture(), office


@pytest.fixture(scope="package")
def built_on_postgresql(kept_postgresql: KeptPostgresql) -> Built:
    """The clean office on PostgreSQL."""
    office = build(kept_postgresql.fresh())
    return kept_postgresql, kept_postgresql.picture(), office


@pytest.fixture(params=["sqlite", "postgresql"])
def clean(request: pytest.FixtureRequest) -> tuple[Database, CleanOffice]:
    """A clean office of its own; the test runs once on each database."""
    kept, picture, office = request.getfixturevalue(f"built_on_{request.param}")
    return kept.fresh(picture), office
