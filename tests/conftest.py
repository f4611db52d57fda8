"""What tests may ask for: real databases, a real Valkey, a real browser."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis
from playwright.sync_api import Browser

from casework.cli import main
from casework.db import Database
from tests import databases, servers, ways
from tests.browser import chromium, chromium_path
from tests.kept import KeptPostgresql, KeptSqlite

if TYPE_CHECKING:
    from tests.web.crawl import Walk
    from tests.web.trial_office import TrialOffice


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the collector need not look through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL on which databases may be made; TEST_DATABASE_URL wins."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with servers.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy from."""
    with databases.migrated_postgresql(postgresql_server) as name:
        yield name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A migrated SQLite file to copy from."""
    with databases.migrated_sqlite(tmp_path_factory.mktemp("sqlite")) as path:
        yield path


@pytest.fixture(scope="session")
def kept_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptSqlite:
    """A file that one test after the other may have."""
    kept = KeptSqlite(migrated_sqlite, tmp_path_factory.mktemp("kept"))
    ways.keep(kept)
    return kept


@pytest.fixture(scope="session")
def kept_postgresql(postgresql_server: str, migrated_postgresql: str) -> Iterator[KeptPostgresql]:
    """A database that one test after the other may have."""
    kept = KeptPostgresql(postgresql_server, migrated_postgresql)
    ways.keep(kept)
    yield kept
    kept.drop()


@pytest.fixture
def sqlite_database(kept_sqlite: KeptSqlite) -> Database:
    """A fresh migrated SQLite database."""
    return kept_sqlite.fresh()


@pytest.fixture
def postgresql_database(kept_postgresql: KeptPostgresql) -> Database:
    """A fresh migrated PostgreSQL database."""
    return kept_postgresql.fresh()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh migrated database; the test runs once on each kind."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    """The URL of a real Valkey; TEST_REDIS_URL wins."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given
        return
    with servers.valkey() as url:
        yield url


@pytest.fixture
def redis_url(valkey_server: str) -> str:
    """The URL of a real Valkey that holds nothing."""
    with redis.from_url(valkey_server) as connection:
        connection.flushdb()
    return valkey_server


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A real chromium; without one the tests that ask for it are left out, or fail in CI."""
    path = chromium_path()
    if path is None:
        leave_out = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        leave_out("no chromium was found: install it, or name it in CHROMIUM")
    with chromium(path, tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration that was told to its end, where an earlier one was broken off.

    Told once a session; what it said lies beside the folder, in `said.txt`.
    """
    folder = tmp_path_factory.mktemp("demo") / "office"
    folder.mkdir()
    for left in ("DEMO", "casework.db", "casework.db-wal"):
        (folder / left).write_text("casework demo\n", encoding="utf-8")
    with (folder.parent / "said.txt").open("w", encoding="utf-8") as said, redirect_stdout(said):
        assert main(["demo", "--folder", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def walked_office(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrialOffice]:
    """The office of the demonstration, looked at and not changed: made once a session."""
    from tests.web.trial_office import trial_office  # other tests start without Flask

    with trial_office(told, tmp_path_factory.mktemp("walked")) as found:
        yield found


@pytest.fixture(scope="session")
def walks(walked_office: TrialOffice) -> list[Walk]:
    """What everybody reaches in it by links."""
    from tests.web.crawl import walk
    from tests.web.trial_office import EVERYBODY

    return [walk(walked_office, who) for who in EVERYBODY]
