"""Run every measure and print one line for each."""

import sys
from collections.abc import Callable, Iterator

from casework.db import Database
from tests import databases, servers
from tests.bench import outbox, steps

MEASURES: tuple[Callable[[Database, str], Iterator[str]], ...] = (
    outbox.measure,
    steps.measure,
)


def main() -> None:
    """Each measure gets a migrated PostgreSQL database of its own, and a Valkey."""
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
