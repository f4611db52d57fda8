"""An office with its cast, on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.db import Database
from tests import ways
from tests.cast import gather
from tests.kept import KeptPostgresql, KeptSqlite
from tests.office.council import Council, gather_council
from tests.office.desk import Desk
from tests.office.meeting_stages import AtStage
from tests.office.stages import Stages


@pytest.fixture
def desk(database: Database) -> Desk:
    """An office at work; the test runs once on each database."""
    with database.transaction() as session:
        cast = gather(session)
    ways.begin(database, "cast")
    return Desk(database, cast)


@pytest.fixture
def council(database: Database) -> Council:
    """An office with a joint meeting; the test runs once on each database."""
    return gather_council(database)


@pytest.fixture(scope="session")
def sqlite_stages(kept_sqlite: KeptSqlite) -> Stages:
    """Stages of a meeting on SQLite."""
    return Stages(kept_sqlite)


@pytest.fixture(scope="session")
def postgresql_stages(kept_postgresql: KeptPostgresql) -> Stages:
    """Stages of a meeting on PostgreSQL."""
    return Stages(kept_postgresql)


@pytest.fixture(params=["sqlite", "postgresql"])
def at_stage(request: pytest.FixtureRequest) -> AtStage:
    """An office with a case and a meeting at a stage; the test runs once on each database."""
    stages: Stages = request.getfixturevalue(f"{request.param}_stages")
    return stages.at


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Database], None]:
    """Point the `casework` command at a database."""

    def point(database: Database) -> None:
        url = database.engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv("CASEWORK_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("CASEWORK_DATABASE_URL", url.replace("+psycopg", ""))
        monkeypatch.setenv("CASEWORK_SECRET_KEY", "only-for-the-tests-and-long-enough-0123456789")

    return point
