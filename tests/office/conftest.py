"""An office with its cast, on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.db import Database
from tests.cast import gather
from tests.office.council import Council, gather_council
from tests.office.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """An office at work; the test runs once on each database."""
    with database.transaction() as session:
        cast = gather(session)
    return Desk(database, cast)


@pytest.fixture
def council(database: Database) -> Council:
    """An office with a joint meeting; the test runs once on each database."""
    return gather_council(database)


@pytest.fixture
def sqlite_council(sqlite_database: Database) -> Council:
    """An office with a joint meeting, for what the rule book alone refuses."""
    return gather_council(sqlite_database)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Database], None]:
    """Point the `casework` command at a database."""

    def point(database: Database) -> None:
        url = database.engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv("CASEWORK_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("CASEWORK_DATABASE_URL", url.replace("+psycopg", ""))
        monkeypatch.setenv("CASEWORK_SECRET_KEY", "only-for-the-tests-and-long-enough-0123456789")

    return point
