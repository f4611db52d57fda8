"""The office of the demonstration behind a web door, and everybody who works there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from casework.cli.demo.cast import PASSWORD
from casework.cli.demo.in_hand import leave_in_hand
from casework.cli.demo.performance import perform
from casework.commands import audit, people
from casework.commands import sign_in as signing_in
from casework.commands.sign_in import Browser
from casework.config import Settings, read_settings
from casework.db import Database
from casework.queries import people as registered
from casework.queries import sign_in as sign_ins
from casework.queries.red_flags import Within
from tests.web.kept_apps import app_of
from tests.web.visitor import Visitor
from workflows.roles import ADMINISTRATORS, Role
from workflows.term import civil_date

PUBLIC = ""
EVERYBODY = (
    PUBLIC,
    *("jiachen", "gengxu", "jiyou", "renzi"),
    *("window", "kxj-review", "kxj-approve", "zxqy-review", "fgw-review"),
    *("secretary", "convener", "member-czj", "member-sfj", "government", "objections"),
    *("finance", "checker", "auditor"),
    *("system-admin", "security-admin", "audit-admin"),
)
"""One of each kind of person, by sign-in name."""

STRANGER = "stranger"
"""An officer of another district who holds every role there."""


@dataclass(frozen=True, slots=True)
class TrialOffice:
    """An office in which much has happened."""

    app: Flask
    database: Database
    settings: Settings

    def visitor(self, sign_in_name: str) -> Visitor:
        """Somebody at their browser, signed in; the public for no name."""
        if sign_in_name == PUBLIC:
            return Visitor(self.app)
        return Visitor(self.app).carry(self.token(sign_in_name))

    def token(self, sign_in_name: str) -> str:
        """The token of a new session."""
        at = self.app.extensions["casework"].now()
        with self.database.reading() as session:
            account = sign_ins.account(session, sign_in_name, at=at)
        with self.database.transaction() as session:
            entered = signing_in.enter(
                session,
                account=account,
                right=True,
                browser=Browser("127.0.0.1", "a test"),
                at=at,
                lockout_attempts=5,
                lockout_minutes=30,
            )
        assert entered.token is not None, sign_in_name
        return entered.token

    @contextmanager
    def open_door(self) -> Iterator[str]:
        """Serve the office on this machine; its address."""
        server = make_server("127.0.0.1", 0, self.app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def play(folder: Path) -> Path:
    """Play the whole demonstration into a folder."""
    for _line in chain(perform(folder), leave_in_hand(folder)):
        pass
    return folder


@contextmanager
def trial_office(played: Path, folder: Path) -> Iterator[TrialOffice]:
    """An office of its own, copied from the played one."""
    home = folder / "office"
    shutil.copytree(played, home)
    settings = read_settings({
        "CASEWORK_HOME": str(home),
        "CASEWORK_SECRET_KEY": "only-for-the-tests-and-long-enough-0123456789",
        "CASEWORK_SECOND_FACTOR_WAIVED": "1",
    })  # fmt: skip
    database = Database(settings.database_url)
    try:
        app = app_of(settings, database, demo_password=PASSWORD)
        found = TrialOffice(app, database, settings)
        _add_stranger(found)
        _draw_sample(found)
        yield found
    finally:
        database.close()


def _draw_sample(office: TrialOffice) -> None:
    """The auditor has drawn a sample before."""
    at = office.app.extensions["casework"].now()
    with office.database.transaction() as session:
        found = registered.by_sign_in_name(session, "auditor")
        assert found is not None
        auditor = registered.actor(session, found.id, on=civil_date(at))
        within = Within(actor=auditor, on=civil_date(at))
        audit.draw_sample(
            session, within=within, name="抽查", seed="seed", size=3, filters={}, at=at
        )


def _add_stranger(office: TrialOffice) -> None:
    held = set(Role) - {*ADMINISTRATORS, Role.SYSTEM, Role.APPLICANT}
    with office.database.transaction() as session:
        people.add_user(
            session,
            sign_in_name=STRANGER,
            display_name="通州区·示范人员",
            department_id="tz-cyb",
            roles=held,
            at=office.app.extensions["casework"].now(),
        )
