"""A test's own application: the one of the test before it, moved to another office.

Its routes are bound and its templates compiled already, which takes longer than most pages do.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from casework import clock
from casework.app import create_app
from casework.config import Settings
from casework.db import Database
from casework.web import door


class _Compiled(BytecodeCache):
    """Bytecode by the template's name and the sum of its source, in memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled of it before."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()
_kept: dict[Settings, Flask] = {}


def app_of(
    settings: Settings,
    database: Database,
    *,
    now: Callable[[], datetime] = clock.now,
    demo_password: str | None = None,
) -> Flask:
    """An application of its own, with the templates others have compiled."""
    app = create_app(settings, database, now=now, demo_password=demo_password)
    app.jinja_env.bytecode_cache = _COMPILED
    return app


def kept_app_of(settings: Settings, database: Database, *, now: Callable[[], datetime]) -> Flask:
    """The application with these settings, for this office until the next one asks."""
    apart_from_places = dataclasses.replace(settings, home=Path(), uploads=Path(), database_url="")
    app = _kept.get(apart_from_places)
    if app is None:
        app = _kept[apart_from_places] = app_of(settings, database, now=now)
    door.open_door(app, door.Office(settings, database, now, demo_password=None))
    return app
