"""What one step costs beside the same statements sent raw, and what it costs in bulk."""

from __future__ import annotations

import json
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg

from casework.commands import approve
from casework.commands.step import take_steps
from casework.db import Database
from casework.queries.facts import case_facts
from tests.cast import gather
from tests.office.desk import FIRST_CERTIFICATE, Desk
from workflows.history import hash_of
from workflows.term import civil_date, utc_text

CASES, ROUNDS = 200, 5


def measure(database: Database, _redis_url: str) -> Iterator[str]:
    """Steps a second: raw, through the commands one by one, and in bulk; medians of rounds."""
    with database.transaction() as session:
        desk = Desk(database, gather(session))
    references = [desk.accepted(facts=_certificate(place)) for place in range(CASES)]
    raw, single, bulk = [], [], []
    for _ in range(ROUNDS):
        raw.append(_timed(lambda: _raw(desk, references)))
        single.append(_timed(lambda: _one_by_one(desk, references)))
        bulk.append(_timed(lambda: _in_bulk(desk, references)))
    per_raw, per_single, per_bulk = (CASES * 2 / statistics.median(t) for t in (raw, single, bulk))
    how = "in one transaction" if database.is_sqlite else "one read, one statement, autocommit"
    step = "step on SQLite" if database.is_sqlite else "step"
    yield f"{step}, raw         {per_raw:>10,.0f} steps/s ({how})"
    ratio = per_single / per_raw
    yield f"{step}, command     {per_single:>10,.0f} steps/s, {ratio:.2f} of raw"
    times = per_bulk / per_single
    yield f"{step}, bulk        {per_bulk:>10,.0f} steps/s, {times:.1f} x one by one"


def _certificate(place: int) -> dict[str, str]:
    return {**FIRST_CERTIFICATE, "case.hnte_certificate_no": f"GR2026{place:08d}"}


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _one_by_one(desk: Desk, references: list[str]) -> None:
    """Suspend and resume each case, every step a transaction of its own, with two messages."""
    for command in (approve.suspend, approve.resume):
        for reference in references:
            desk(command, reference, by=desk.cast.approver, seen=None, remarks="measured")


def _in_bulk(desk: Desk, references: list[str]) -> None:
    on = civil_date(desk.at)
    for action in ("suspend", "resume"):
        with desk.database.transaction() as session:
            outcomes = take_steps(
                session,
                references,
                action,
                facts_of=lambda dossier: case_facts(dossier, on=on, remarks="measured"),
                actor=desk.cast.approver,
                at=desk.at,
            )
        if any(outcome.refusals for outcome in outcomes):
            raise RuntimeError(str(outcomes[0].refusals))


_WAY = (("suspend", "suspended"), ("resume", "under_review"))
_READ = "SELECT id, state, last_event, last_hash FROM cases WHERE reference = %s"
_WRITE = """
WITH moved AS (
    UPDATE cases SET state = %(target)s, last_event = %(number)s, last_hash = %(hash)s,
        clock = NULL, clock_from = NULL, due_on = '9999-12-31', due_provisional = false,
        stopped_clock = NULL, stopped_left = NULL
    WHERE id = %(id)s AND last_event = %(number)s - 1 RETURNING id
), written AS (
    INSERT INTO case_events (case_id, number, action, source, target, actor_id, department_id,
        capacity, remarks, particulars, at, previous_hash, hash)
    SELECT id, %(number)s, %(action)s, %(source)s, %(target)s, %(actor)s, 'xc-kxj',
        '', 'measured', '{}', %(at)s, %(previous)s, %(hash)s FROM moved
)
INSERT INTO outbox_messages (kind, payload, dedupe_key, run_after, status, attempts)
SELECT 'notice', %(payload)s, %(key)s || audience, %(at)s, 'ready', 0
FROM moved CROSS JOIN unnest(ARRAY['applicant', 'reviewer']) AS audience
"""
_WRITE_ON_SQLITE = (
    "UPDATE cases SET state = :target, last_event = :number, last_hash = :hash, clock = NULL,"
    " clock_from = NULL, due_on = '9999-12-31', due_provisional = 0, stopped_clock = NULL,"
    " stopped_left = NULL WHERE id = :id AND last_event = :number - 1",
    "INSERT INTO case_events (case_id, number, action, source, target, actor_id, department_id,"
    " capacity, remarks, particulars, at, previous_hash, hash) VALUES (:id, :number, :action,"
    " :source, :target, :actor, 'xc-kxj', '', 'measured', '{}', :at, :previous, :hash)",
    "INSERT INTO outbox_messages (kind, payload, dedupe_key, run_after, status, attempts) VALUES"
    " ('notice', :payload, :key || 'applicant', :at, 'ready', 0),"
    " ('notice', :payload, :key || 'reviewer', :at, 'ready', 0)",
)


def _raw(desk: Desk, references: list[str]) -> None:
    """The same rows by hand: one read, one statement, each committed by itself."""
    if desk.database.is_sqlite:
        return _raw_on_sqlite(desk, references)
    url = desk.database.engine.url.set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as connection:
        for action, target in _WAY:
            for reference in references:
                read = connection.execute(_READ, (reference,)).fetchone()
                given = _given(desk, reference, action, target, read)
                if connection.execute(_WRITE, {**given, "at": desk.at}).rowcount != 2:
                    raise RuntimeError("stale")


def _raw_on_sqlite(desk: Desk, references: list[str]) -> None:
    """One read and three statements between BEGIN IMMEDIATE and COMMIT, as safe as ours."""
    with closing(sqlite3.connect(str(desk.database.engine.url.database))) as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")
        for action, target in _WAY:
            for reference in references:
                connection.execute("BEGIN IMMEDIATE")
                read = connection.execute(_READ.replace("%s", "?"), (reference,)).fetchone()
                given = _given(desk, reference, action, target, read)
                for statement in _WRITE_ON_SQLITE:
                    connection.execute(statement, {**given, "at": desk.at.isoformat(" ")})
                connection.execute("COMMIT")


def _given(desk: Desk, reference: str, action: str, target: str, read: Any) -> dict[str, Any]:
    case_id, source, last, previous = read or (0, "", 0, "")
    said: dict[str, Any] = {
        "case": reference,
        "number": last + 1,
        "instalment": None,
        "action": action,
        "source": source,
        "target": target,
        "actor_id": desk.cast.approver.user_id,
        "acting_for_id": None,
        "department_id": "xc-kxj",
        "capacity": "",
        "remarks": "measured",
        "particulars": {},
        "at": utc_text(desk.at),
        "previous_hash": previous,
    }
    return {
        "id": case_id,
        "number": last + 1,
        "action": action,
        "source": source,
        "target": target,
        "actor": desk.cast.approver.user_id,
        "previous": previous,
        "hash": hash_of(said),
        "payload": json.dumps({"case_id": case_id, "event_number": last + 1}),
        "key": f"notice/{case_id}/{last + 1}/",
    }
