"""No list reads its table from end to end: asked of SQLite's plans, which do not depend on size.

On PostgreSQL, with a million cases, `make bench` asks the same of every page and times it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from casework.db import Database
from tests.office.desk import Desk
from tests.web.conftest import Enter

PAGES = {
    "reviewer": (
        "/office/to-do",
        "/office/to-do?due=over",
        "/office/to-do?handler=mine",
        "/office/to-do?state=under_review",
        "/office/in-hand?after=2026-03-02.1",
        "/office/in-hand?text=甲示例",
        "/office/done",
        "/office/started",
        "/office/search?text=甲示例",
        "/office/search?text=1",
        "/office/inbox",
        "/office/cases/{case}",
    ),
    "window": ("/office/to-do", "/office/in-hand"),
    "finance": (
        "/finance/instalments?state=pending",
        "/finance/instalments/stuck",
        "/finance/budget",
    ),
    "jia": ("/my", "/my/cases/{case}", "/my/messages"),
    "auditor": ("/audit/cases?text=甲示例", "/audit/disbursements?text=甲示例", "/audit/between"),
}
LARGE = re.compile(r"SCAN (cases|case_events|ledger_entries|instalments|notices)(_\d+)?$")
"""A large table read row by row; an index in its own order is no such scan."""


@pytest.mark.parametrize(
    ("who", "path"), [(who, path) for who, paths in PAGES.items() for path in paths]
)
def test_it_is_read_by_an_index(enter: Enter, desk: Desk, who: str, path: str) -> None:
    reference = desk.disbursing()
    visitor = enter(getattr(desk.cast, who))

    with plans(desk.database) as found:
        visitor.get(path.format(case=reference))

    assert visitor.status == 200
    assert [line for line in found if LARGE.match(line)] == []


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """How the database answers each question asked within the block."""
    found: list[str] = []

    def note(_connection: Any, cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            asked = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            found.extend(row[3] for row in asked)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)
