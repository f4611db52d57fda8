"""Whole pages over a full office, beside a page written by hand (performance.md B and F).

The floor is one WSGI callable with a signed cookie, the person's row, a keyset query over the same
tables and 50 rows of f-strings; it is called between the pages, so that both see the same machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from markupsafe import escape
from psycopg.rows import namedtuple_row
from werkzeug.test import EnvironBuilder, run_wsgi_app

from casework.app import create_app
from casework.commands import sign_in as signing_in
from casework.commands.sign_in import Browser
from casework.config import read_settings
from casework.db import Database
from casework.queries import sign_in as sign_ins
from casework.records.case import CLOSED
from casework.records.people import User
from tests.bench.great_office import TODAY

LARGE = ("cases", "case_events", "ledger_entries", "instalments", "awards", "notices", "documents")
"""Tables that no page may read from end to end."""
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 2, tzinfo=UTC)
_SECONDS = 1.0
_MOST = 60
_SECRET = "only-for-the-bench-and-long-enough-0123456789"


@dataclass
class Told:
    """What one page cost."""

    status: int
    milliseconds: float
    statements: list[tuple[str, Any]] = field(default_factory=list)
    scans: tuple[str, ...] = ()


@dataclass
class Bench:
    """An office with doors to it: one browser for each person."""

    database: Database
    app: Flask
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Database) -> Bench:
        """The web application over a filled database, on the great office's day."""
        settings = read_settings({
            "CASEWORK_HOME": "/nonexistent",
            "CASEWORK_SECRET_KEY": _SECRET,
            "CASEWORK_SECOND_FACTOR_WAIVED": "1",
        })  # fmt: skip
        return cls(database, create_app(settings, database, now=lambda: NOW, demo_password="-"))

    def ask(self, who: str, path: str) -> tuple[int, bytes]:
        """Open a page and read it to its end."""
        parts, status, _ = run_wsgi_app(self.app.wsgi_app, _environ(path, self._cookie(who)))
        return int(status[:3]), b"".join(parts)

    def tell(self, who: str, path: str, *, seconds: float = _SECONDS) -> Told:
        """What a page costs: its median time, its statements, and the tables they read whole."""
        with noted(self.database) as found:
            status, _ = self.ask(who, path)
        taken = timed(lambda: self.ask(who, path), seconds)
        return Told(status, taken, found, tuple(scans(self.database, found)))

    def _cookie(self, who: str) -> str:
        if who and who not in self.cookies:
            client = self.app.test_client()
            with client.session_transaction() as kept:
                kept["_user_id"], kept["_fresh"] = self._token(who), True
            cookie = client.get_cookie("casework")
            assert cookie is not None
            self.cookies[who] = f"casework={cookie.value}"
        return self.cookies.get(who, "")

    def _token(self, who: str) -> str:
        with self.database.transaction() as session:
            user = session.scalars(sa.select(User.id).where(User.sign_in_name == who)).one()
            entered = signing_in.enter(
                session,
                account=sign_ins.account_of(session, user, at=NOW),
                right=True,
                browser=Browser("127.0.0.1", "a bench"),
                at=NOW,
                lockout_attempts=5,
                lockout_minutes=30,
            )
        assert entered.token is not None
        return entered.token


def _environ(path: str, cookie: str) -> dict[str, Any]:
    path, _, query = path.partition("?")
    return EnvironBuilder(path=path, query_string=query, headers=[("Cookie", cookie)]).get_environ()


def timed(work: Callable[[], object], seconds: float = _SECONDS) -> float:
    """Median milliseconds of one call, within so many seconds; once warmed where it is quick."""
    taken: list[float] = []
    until = time.perf_counter() + seconds
    while not taken or (time.perf_counter() < until and len(taken) < _MOST):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(taken)


@contextmanager
def noted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every question asked of this database within the block, with its values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append((statement, values))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


def scans(database: Database, found: list[tuple[str, Any]]) -> Iterator[str]:
    """The large tables that these questions read from end to end, as PostgreSQL plans them."""
    url = database.engine.url.set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement, values in found:
            asked = connection.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchone()
            assert asked is not None
            yield from (one for one in _read_whole(asked[0][0]["Plan"]) if one in LARGE)


def _read_whole(plan: Mapping[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from _read_whole(part)


# -- the floor -------------------------------------------------------------------------------------

_FLOOR = f"""
SELECT c.id, c.reference, c.state, c.clause_id, e.name AS enterprise, e.credit_code, c.filed_on,
    c.due_on, u.display_name AS handler, c.ceiling_fen
FROM cases c JOIN enterprises e ON e.id = c.enterprise_id LEFT JOIN users u
    ON u.id = c.assigned_to_id
WHERE c.department_id = %s AND c.state NOT IN ('draft', {", ".join(map(repr, CLOSED))})
    AND (c.due_on, c.id) > (%s, %s) ORDER BY c.due_on, c.id LIMIT 50
"""
_HEADS = ("案号", "企业", "状态", "条款", "申请日", "期限", "经办", "上限")


class Floor:
    """A worklist by hand: nothing but what HTTP, SQL and HTML ask for."""

    def __init__(self, database: Database, department: str = "xc-kxj") -> None:
        url = database.engine.url.set(drivername="postgresql").render_as_string(False)
        self.connection: psycopg.Connection[Any] = psycopg.connect(
            url, autocommit=True, prepare_threshold=0, row_factory=namedtuple_row
        )
        self.department = department
        self.key = URLSafeTimedSerializer("k")
        self.cookie = f"session={self.key.dumps({'u': 1})}"

    def rows(self, after: tuple[date, int] = (date(2000, 1, 1), 0)) -> list[Any]:
        """One page of the list, by the keyset query alone."""
        return self.connection.execute(_FLOOR, (self.department, *after)).fetchall()

    def after(self, place: int) -> tuple[date, int]:
        """Where the page after so many rows begins."""
        asked = _FLOOR.replace("LIMIT 50", f"LIMIT 1 OFFSET {place - 1}")
        found = self.connection.execute(asked, (self.department, date(2000, 1, 1), 0)).fetchone()
        assert found is not None
        return found.due_on, found.id

    def page(self, after: tuple[date, int] = (date(2000, 1, 1), 0)) -> bytes:
        """The whole page through WSGI."""
        environ = {**_environ("/", self.cookie), "after": after}
        parts, _, _ = run_wsgi_app(self._app, environ)
        return b"".join(parts)

    def _app(self, environ: Any, start_response: Any) -> list[bytes]:
        token = environ["HTTP_COOKIE"].split("session=")[-1]
        user = self.key.loads(token)["u"]
        asked = "SELECT id, display_name FROM users WHERE id = %s"
        person = self.connection.execute(asked, (user,)).fetchone()
        assert person is not None
        body = (
            f"<!doctype html><html><body><p>{escape(person.display_name)}</p><table><tr>"
            + "".join(f"<th>{escape(one)}</th>" for one in _HEADS)
            + "</tr>"
            + "".join(_row(one) for one in self.rows(environ["after"]))
            + "</table></body></html>"
        ).encode()
        head = [("Content-Type", "text/html"), ("Content-Length", str(len(body)))]
        start_response("200 OK", head)
        return [body]

    def close(self) -> None:
        """Give back its connection."""
        self.connection.close()


def _row(row: Any) -> str:
    return (
        f'<tr><td><a href="/case/{escape(row.reference)}">{escape(row.reference)}</a></td>'
        f"<td>{escape(row.enterprise)}</td><td>{escape(row.state)}</td>"
        f"<td>{escape(row.clause_id)}</td><td>{row.filed_on}</td><td>{row.due_on}</td>"
        f"<td>{escape(row.handler or '')}</td><td>{row.ceiling_fen}</td></tr>"
    )
