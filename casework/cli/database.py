"""`casework migrate` and `casework migration`."""

import argparse

from casework.cli.terminal import Commands, office_database
from casework.records import schema


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    migrate = commands.add_parser("migrate", help="bring the database to the newest migration")
    migrate.set_defaults(run=_migrate)
    draft = commands.add_parser("migration", help="draft a migration from the records")
    draft.add_argument("--id", required=True, help="its number, such as 004")
    draft.add_argument("message", help="what it changes, in a few words")
    draft.set_defaults(run=_draft)


def _migrate(_given: argparse.Namespace) -> int:
    with office_database() as database:
        schema.upgrade(database)
        print(f"at the newest migration: {database.engine.url.render_as_string()}")
    return 0


def _draft(given: argparse.Namespace) -> int:
    with office_database() as database:
        schema.draft_migration(database, number=given.id, message=given.message)
    return 0
