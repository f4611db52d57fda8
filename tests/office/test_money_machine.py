"""Random acts of many users, legal and not, over years and pools: every check holds after each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from casework.db import Database
from tests import databases
from tests.office.money_district import District

BOUNDED = settings(
    max_examples=int(os.environ.get("MONEY_EXAMPLES", "6")),
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
"""Some hundreds of acts on each database; more for a night: MONEY_EXAMPLES=500."""


def test_every_check_holds_after_every_act_on_sqlite(migrated_sqlite: Path) -> None:
    @contextmanager
    def fresh() -> Iterator[Database]:
        with (
            TemporaryDirectory() as folder,
            databases.sqlite_copy(migrated_sqlite, Path(folder)) as database,
        ):
            yield database

    class OnSqlite(District):
        pass

    OnSqlite.fresh = staticmethod(fresh)
    run_state_machine_as_test(OnSqlite, settings=BOUNDED)


def test_every_check_holds_after_every_act_on_postgresql(
    postgresql_server: str, migrated_postgresql: str
) -> None:
    class OnPostgresql(District):
        pass

    OnPostgresql.fresh = staticmethod(
        lambda: databases.postgresql_copy(postgresql_server, migrated_postgresql)
    )
    run_state_machine_as_test(OnPostgresql, settings=BOUNDED)
