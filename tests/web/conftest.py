"""An office with a web door, on both databases, and people who come to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from casework.commands import sign_in as signing_in
from casework.commands.sign_in import Browser
from casework.config import Settings, read_settings
from casework.db import Database
from casework.queries import sign_in as sign_ins
from tests import ways
from tests.cast import gather
from tests.office.desk import Desk
from tests.web.kept_apps import kept_app_of
from tests.web.visitor import Visitor
from workflows.roles import Actor


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an embedded office whose officials need no second factor."""
    return read_settings({
        "CASEWORK_HOME": str(tmp_path / "home"),
        "CASEWORK_SECRET_KEY": "only-for-the-tests-and-long-enough-0123456789",
        "CASEWORK_SECOND_FACTOR_WAIVED": "1",
    })  # fmt: skip


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    """An office at work, on SQLite: the pages are the same on both, the queries are tested so."""
    with sqlite_database.transaction() as session:
        cast = gather(session)
    ways.begin(sqlite_database, "cast")
    return Desk(sqlite_database, cast)


@pytest.fixture
def app(desk: Desk, settings: Settings) -> Flask:
    """The web application of the office, on the office's day."""
    return kept_app_of(settings, desk.database, now=lambda: desk.at)


@pytest.fixture
def strict_app(desk: Desk, settings: Settings) -> Flask:
    """The same with the second factor asked for, as in use."""
    strict = dataclasses.replace(settings, second_factor_waived=False)
    return kept_app_of(strict, desk.database, now=lambda: desk.at)


@pytest.fixture
def somebody(app: Flask) -> Visitor:
    """A member of the public."""
    return Visitor(app)


Enter = Callable[[Actor], Visitor]


@pytest.fixture
def enter(app: Flask, desk: Desk) -> Enter:
    """Let one of the cast in, as after the sign-in page."""

    def let_in(actor: Actor) -> Visitor:
        with desk.database.reading() as session:
            account = sign_ins.account_of(session, actor.user_id, at=desk.at)
        with desk.database.transaction() as session:
            entered = signing_in.enter(
                session,
                account=account,
                right=True,
                browser=Browser("127.0.0.1", "a test"),
                at=desk.at,
                lockout_attempts=5,
                lockout_minutes=30,
            )
        assert entered.token is not None
        return Visitor(app).carry(entered.token)

    return let_in
