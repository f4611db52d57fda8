"""Run every measure and print one line for each; with names, only these (`... pages steps`)."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from casework.db import Database
from tests import databases, servers
from tests.bench import assessment, export, outbox, payments, pool, steps, visits, worklists

MEASURES: dict[str, Callable[[Database, str], Iterator[str]]] = {
    "outbox": outbox.measure,
    "steps": steps.measure,
    "worklists": worklists.measure,
    "pages": visits.measure,
    "pool": pool.measure,
    "payments": payments.measure,
    "export": export.measure,
}
EMBEDDED: dict[str, Callable[[Database, str], Iterator[str]]] = {
    "steps on SQLite": steps.measure,
    "pages on SQLite": visits.measure_embedded,
}


def main(wanted: list[str]) -> None:
    """The rule book alone; then each measure of the office, with a database of its own."""
    if not wanted or "assessment" in wanted:
        _tell(assessment.measure())
    with (
        servers.postgresql(shared_buffers="1GB", max_wal_size="8GB") as server,
        servers.valkey() as redis_url,
        databases.migrated_postgresql(server) as template,
    ):
        for name, measure in MEASURES.items():
            if not wanted or name in wanted:
                with databases.postgresql_copy(server, template) as database:
                    _tell(measure(database, redis_url))
    for name, measure in EMBEDDED.items():
        if not wanted or name in wanted:
            with _embedded() as database:
                _tell(measure(database, ""))


@contextmanager
def _embedded() -> Iterator[Database]:
    with (
        tempfile.TemporaryDirectory() as made,
        tempfile.TemporaryDirectory() as used,
        databases.migrated_sqlite(Path(made)) as template,
        databases.sqlite_copy(template, Path(used)) as database,
    ):
        yield database


def _tell(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
