"""Which pages are opened over a full office, by whom; and what each costs beside the floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from casework.db import Database
from tests.bench import great_office, pages
from tests.bench.pages import Bench, Floor

CASES = 1_000_000
_VISITS = {
    "kxj-review": (
        "/office/to-do", "/office/to-do?after={deep}", "/office/in-hand", "/office/to-do?due=over",
        "/office/to-do?due=soon", "/office/to-do?handler=mine", "/office/to-do?handler=nobody",
        "/office/to-do?state=under_review", "/office/to-do?clause=xc-2023-71/art11.a",
        "/office/to-do?text=科技", "/office/in-hand?text=示例丁", "/office/done",
        "/office/done?before={act}", "/office/started", "/office/search?text=科技",
        "/office/search?text=例丁", "/office/search?text=4711", "/office/search?text={code}",
        "/office/cases/{case}", "/office/inbox", "/office/notices", "/figures",
    ),
    "window": ("/office/to-do", "/office/in-hand", "/office/in-hand?after={wide}"),
    "secretary": ("/office/to-do", "/office/in-hand?department=xc-fgw", "/office/meetings"),
    "finance": (
        "/office/in-hand", "/finance/instalments", "/finance/instalments?state=pending",
        "/finance/instalments?state=pending&after={part}", "/finance/instalments?state=paid",
        "/finance/instalments/stuck", "/finance/runs", "/finance/runs/{run}", "/finance/recoveries",
        "/finance/budget",
    ),
    "jiachen": ("/my", "/my/cases/{own}", "/my/messages"),
    "auditor": (
        "/audit", "/audit/cases", "/audit/cases?text=示例丁", "/audit/cases?text=4711",
        "/audit/cases?department=xc-rsj&since=2026-06-01", "/audit/disbursements",
        "/audit/disbursements?after={paid}", "/audit/disbursements?text=示例丁",
        "/audit/disbursements?year=2026&state=paid", "/audit/red-flags", "/audit/between",
        "/audit/samples", "/audit/recomputation", "/audit/integrity", "/finance/recoveries",
    ),
    "": ("/notices", "/notices?ended=1", "/status"),
}  # fmt: skip
_PLACES = {
    "case": "SELECT reference FROM cases WHERE department_id = 'xc-kxj' AND state = 'under_review'"
    " AND (id - 1000) % 10 = 0 AND id > 1000 ORDER BY id LIMIT 1",
    "own": "SELECT reference FROM cases WHERE enterprise_id = 1 AND state = 'settled'"
    " AND id > 1000 ORDER BY id LIMIT 1",
    "code": "SELECT credit_code FROM enterprises WHERE id > 1010 ORDER BY id LIMIT 1",
    "run": "SELECT number FROM payment_runs ORDER BY id DESC LIMIT 1 OFFSET 2",
    "part": "SELECT id FROM instalments WHERE state = 'pending' ORDER BY id LIMIT 1 OFFSET {skip}",
    "paid": "SELECT c.reference || '.' || i.number FROM instalments i JOIN cases c"
    " ON c.id = i.case_id ORDER BY i.case_id, i.number LIMIT 1 OFFSET {skip}",
    "act": "SELECT at, id FROM case_events WHERE actor_id = (SELECT id FROM users"
    " WHERE sign_in_name = 'kxj-review') ORDER BY at DESC, id DESC LIMIT 1 OFFSET {skip}",
    "wide": "SELECT due_on, id FROM cases WHERE district_id = 'xicheng' AND state NOT IN ('draft',"
    " 'settled', 'declined', 'not_accepted', 'lapsed', 'withdrawn', 'terminated')"
    " ORDER BY due_on, id LIMIT 1 OFFSET {skip}",
    "deep": "SELECT due_on, id FROM cases WHERE department_id = 'xc-kxj' AND state IN ('submitted',"
    " 'under_review', 'public_notice') ORDER BY due_on, id LIMIT 1 OFFSET {few}",
}


@dataclass(frozen=True, slots=True)
class Visited:
    """One page as it was opened: what it cost, and how often the floor's page."""

    who: str
    path: str
    told: pages.Told
    times_floor: float


def measure(database: Database, _redis_url: str, *, cases: int = CASES) -> Iterator[str]:
    """Fill an office, open every page, and tell each beside the page written by hand."""
    great_office.build(database, cases=cases)
    floor = Floor(database)
    try:
        plain, query = pages.timed(floor.page), pages.timed(floor.rows)
    finally:
        floor.close()
    yield f"page by hand   {cases:,} cases {plain:8.2f} ms, of which the query {query:.2f} ms"
    for one in visit(database):
        scans = f", reads whole: {', '.join(one.told.scans)}" if one.told.scans else ""
        yield (
            f"page {one.who:<10} {one.path[:62]:<62} {one.told.milliseconds:8.1f} ms,"
            f" {one.times_floor:5.1f} x by hand, {len(one.told.statements)} statements{scans}"
        )


def measure_embedded(database: Database, _none: str, *, cases: int = 200_000) -> Iterator[str]:
    """The same on SQLite, for the lists of officers and one case."""
    great_office.build(database, cases=cases)
    bench, places = Bench.of(database), _places(database)
    for who in ("kxj-review", "window", "jiachen"):
        for path in _VISITS[who]:
            filled = path.format(**places)
            with pages.noted(database) as found:
                bench.ask(who, filled)
            taken = pages.timed(lambda who=who, filled=filled: bench.ask(who, filled))  # type: ignore[misc]
            yield (
                f"page, SQLite {who:<10} {path[:52]:<52} {cases:,} cases {taken:8.1f} ms,"
                f" {len(found)} statements"
            )


def visit(database: Database, *, seconds: float = 1.0) -> Iterator[Visited]:
    """Open every page in turn, the floor's page between them."""
    bench, floor, places = Bench.of(database), Floor(database), _places(database)
    try:
        for who, paths in _VISITS.items():
            for path in paths:
                told = bench.tell(who, path.format(**places), seconds=seconds)
                beside = pages.timed(floor.page, seconds / 4)
                yield Visited(who, path, told, told.milliseconds / beside)
    finally:
        floor.close()


def _places(database: Database) -> dict[str, str]:
    """Rows far down each list, as addresses name them."""
    with database.reading() as session:
        cases = session.scalar(sa.text("SELECT count(*) FROM cases")) or 0
        skips = {"skip": min(25_000, cases // 20), "few": min(10_000, cases // 200)}
        found: dict[str, Any] = {}
        for name, statement in _PLACES.items():
            row = session.execute(sa.text(statement.format(**skips))).one()
            found[name] = quote(".".join(_plain(one) for one in row))
    return found


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
