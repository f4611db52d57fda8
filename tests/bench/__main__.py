"""Run every measure and print one line for each."""

import sys
from collections.abc import Callable, Iterator

from casework.db import Database
from tests import databases, servers
from tests.bench import assessment, export, outbox, payments, pool, steps, worklists

MEASURES: tuple[Callable[[Database, str], Iterator[str]], ...] = (
    outbox.measure,
    steps.measure,
    worklists.measure,
    pool.measure,
    payments.measure,
    export.measure,
)


def main() -> None:
    """The rule book alone; then each measure of the office, with a PostgreSQL of its own."""
    for line in assessment.measure():
        sys.stdout.write(f"{line}\n")
    with (
        servers.postgresql() as server,
        servers.valkey() as redis_url,
        databases.migrated_postgresql(server) as template,
    ):
        for measure in MEASURES:
            with databases.postgresql_copy(server, template) as database:
                for line in measure(database, redis_url):
                    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
