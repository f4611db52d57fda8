"""How migrations run: all pending ones in one transaction, one migrating process at a time."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from casework.config import read_settings
from casework.db import build_engine
from casework.records import base
from casework.records.schema import metadata

_ONE_AT_A_TIME = 20_230_529


def render_type(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Write our column types by the names `casework.records.base` gives them."""
    for name in ("BigInt", "Json"):
        if kind == "type" and item is getattr(base, name):
            context.imports.add(f"from casework.records.base import {name}")
            return name
    if isinstance(item, base.UtcDateTime):
        context.imports.add("from casework.records.base import UtcDateTime")
        return "UtcDateTime()"
    return False


def migrate(connection: sa.Connection) -> None:
    """Run what alembic was asked for on this connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        render_item=render_type,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
            connection.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"rows that point nowhere after the migration: {broken[:5]}")


if context.is_offline_mode():
    raise SystemExit("migrations run on a database only; --sql is not offered")

given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with build_engine(read_settings().database_url).connect() as own:
        migrate(own)
