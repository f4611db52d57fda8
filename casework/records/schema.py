"""Brings a database to the newest migration, and says where it differs from the records."""

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from casework import records
from casework.config import shared_folder
from casework.db import Database, build_engine
from casework.records.base import Base


def metadata() -> sa.MetaData:
    """The tables of every record."""
    for module in pkgutil.walk_packages(records.__path__, f"{records.__name__}."):
        import_module(module.name)
    return Base.metadata


def upgrade(database: Database) -> None:
    """Bring this database to the newest migration, whole or not at all."""
    _run(database.engine.url, lambda config: command.upgrade(config, "head"))


def draft_migration(database: Database, *, number: str, message: str) -> None:
    """Write a new migration from the difference between this database and the records."""

    def draft(config: Config) -> None:
        command.revision(config, message, autogenerate=True, rev_id=number)

    _run(database.engine.url, draft)


def differences(database: Database) -> list[Any]:
    """What the records say and this database does not have, or the other way round."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata()))


def _run(url: sa.URL, work: Any) -> None:
    config = Config()
    config.set_main_option("script_location", str(shared_folder("migrations")))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = build_engine(url.render_as_string(hide_password=False))
    if engine.dialect.name == "sqlite":  # tables are rebuilt, so references are checked at the end
        sa.event.listen(engine, "connect", _without_foreign_keys)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            work(config)
    finally:
        engine.dispose()


def _without_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
