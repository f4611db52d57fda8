"""How steps are kept: the case row, its event and its messages, together or not at all.

The hottest writes of the office (`performance.md` A), so they are plain SQL. On PostgreSQL one
statement does all of it for one step or for many; on SQLite, whose writers queue, three do.
Each step is guarded by the number of the last event that was read: if the case has moved on
since, nothing of that step is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from casework.queries.dossier import Act, Dossier
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from workflows.definition import Audience
from workflows.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One act to be kept."""

    case_id: int
    seen: int
    """Number of the last event that was read."""
    state: str
    """Where the case stands afterwards."""
    event: Mapping[str, Any]
    """The event's columns but `case_id`; `at` as text."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Further columns of the case row."""
    audiences: tuple[Audience, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, as its event tells it."""

    reference: str
    number: int
    action: str
    source: str
    target: str


def kept_act(
    dossier: Dossier,
    state: str,
    event: Mapping[str, Any],
    changes: Mapping[str, Any],
    audiences: tuple[Audience, ...],
) -> Kept:
    return Kept(
        case_id=dossier.case.id,
        seen=dossier.case.last_event,
        state=state,
        event=event,
        changes=changes,
        audiences=audiences,
    )


def keep(session: Session, acts: Sequence[Kept]) -> frozenset[int]:
    """Write these acts, one for each case; the ids of the cases that had not moved on."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return frozenset(act.case_id for act in acts if _keep_on_sqlite(connection, act))
    if len(acts) > 1:  # several rows are locked in one order, so that no two wait for each other
        connection.exec_driver_sql(_LOCK, ([act.case_id for act in acts],))
    columns = tuple(sorted(acts[0].changes))
    rows = json.dumps([_as_row(act, columns) for act in acts], ensure_ascii=False)
    statement = _statement(columns, any(act.event["instalment"] is not None for act in acts))
    return frozenset(connection.exec_driver_sql(statement, (rows,)).scalars())


def keep_one(session: Session, dossier: Dossier, kept: Kept) -> Taken:
    if not keep(session, (kept,)):
        raise Refused(moved_on(dossier))
    remember(dossier, kept)
    return taken_as(dossier.case.reference, kept)


def remember(dossier: Dossier, kept: Kept) -> None:
    """Let this transaction go on with what it has just written."""
    event = kept.event
    now = {
        "state": kept.state,
        "last_event": event["number"],
        "last_hash": event["hash"],
        **kept.changes,
    }
    for name, value in now.items():
        set_committed_value(dossier.case, name, value)
    if event["instalment"] is not None:
        dossier.instalments = [
            part._replace(state=event["target"]) if part.number == event["instalment"] else part
            for part in dossier.instalments
        ]
    dossier.acts.append(
        Act(
            number=event["number"],
            instalment=event["instalment"],
            action=event["action"],
            source=event["source"],
            target=event["target"],
            capacity=event["capacity"],
            actor_id=event["actor_id"],
            acting_for_id=event["acting_for_id"],
        )
    )


def moved_on(dossier: Dossier) -> Refusal:
    case = dossier.case
    return Refusal("case_moved_on", {"reference": case.reference, "seen": case.last_event})


def taken_as(reference: str, kept: Kept) -> Taken:
    event = kept.event
    return Taken(reference, event["number"], event["action"], event["source"], event["target"])


_EVENT = {
    "number": "bigint",
    "instalment": "bigint",
    "action": "text",
    "source": "text",
    "target": "text",
    "actor_id": "bigint",
    "acting_for_id": "bigint",
    "department_id": "text",
    "capacity": "text",
    "remarks": "text",
    "particulars": "jsonb",
    "at": "timestamptz",
    "previous_hash": "text",
    "hash": "text",
}
assert set(_EVENT) | {"id", "case_id"} == set(CaseEvent.__table__.columns.keys())


_LOCK = "SELECT id FROM cases WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE"


@cache
def _statement(changed: tuple[str, ...], with_instalments: bool) -> str:
    """The one statement, for cases of which these further columns change."""
    types = {
        "case_id": "bigint",
        "seen": "bigint",
        "state": "text",
        "audiences": "text",
        **_EVENT,
        **{f"new_{name}": _type_of(name) for name in changed},
    }
    assignments = "".join(f", {name} = act.new_{name}" for name in changed)
    event = ", ".join(_EVENT)
    instalments = """
    paid_part AS (
        UPDATE instalments SET state = act.target, last_event = act.number
        FROM act JOIN moved ON moved.id = act.case_id
        WHERE instalments.case_id = act.case_id AND instalments.number = act.instalment
    ),"""
    return f"""
    WITH act AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb)
            AS act({", ".join(f"{name} {kind}" for name, kind in types.items())})
    ),
    moved AS (
        UPDATE cases SET state = act.state, last_event = act.number, last_hash = act.hash
            {assignments}
        FROM act WHERE cases.id = act.case_id AND cases.last_event = act.seen
        RETURNING cases.id
    ),{instalments if with_instalments else ""}
    written AS (
        INSERT INTO case_events (case_id, {event})
        SELECT case_id, {event} FROM act JOIN moved ON moved.id = act.case_id
    ),
    told AS (
        INSERT INTO outbox_messages (kind, payload, dedupe_key, run_after, status, attempts)
        SELECT 'notice',
            jsonb_build_object(
                'case_id', case_id, 'event_number', number, 'audience', audience),
            'notice/' || case_id || '/' || number || '/' || audience, at, 'ready', 0
        FROM act JOIN moved ON moved.id = act.case_id
        CROSS JOIN unnest(string_to_array(audiences, ',')) AS audience
    )
    SELECT id FROM moved"""


def _type_of(column: str) -> str:
    dialect = sa.make_url("postgresql+psycopg://").get_dialect()()
    return Case.__table__.c[column].type.compile(dialect)


def _as_row(act: Kept, columns: Sequence[str]) -> dict[str, Any]:
    return {
        "case_id": act.case_id,
        "seen": act.seen,
        "state": act.state,
        "audiences": ",".join(act.audiences),
        **act.event,
        **{f"new_{name}": _plain(act.changes[name]) for name in columns},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _keep_on_sqlite(connection: sa.Connection, act: Kept) -> bool:
    event, number = act.event, act.event["number"]
    names = ("state", "last_event", "last_hash", *act.changes)
    values = (act.state, number, event["hash"], *map(_for_sqlite, act.changes.values()))
    moved = connection.exec_driver_sql(
        f"UPDATE cases SET {', '.join(f'{name} = ?' for name in names)}"
        " WHERE id = ? AND last_event = ?",
        (*values, act.case_id, act.seen),
    )
    if moved.rowcount != 1:
        return False
    if event["instalment"] is not None:
        connection.exec_driver_sql(
            "UPDATE instalments SET state = ?, last_event = ? WHERE case_id = ? AND number = ?",
            (event["target"], number, act.case_id, event["instalment"]),
        )
    at = event["at"].replace("T", " ").removesuffix("+00:00")
    row = {**event, "at": at, "particulars": _for_sqlite(event["particulars"])}
    connection.exec_driver_sql(
        f"INSERT INTO case_events (case_id, {', '.join(_EVENT)}) VALUES (?{', ?' * len(_EVENT)})",
        (act.case_id, *(row[name] for name in _EVENT)),
    )
    if act.audiences:
        connection.exec_driver_sql(
            "INSERT INTO outbox_messages (kind, payload, dedupe_key, run_after, status, attempts)"
            " VALUES ('notice', ?, ?, ?, 'ready', 0)",
            [
                (
                    _for_sqlite(
                        {"case_id": act.case_id, "event_number": number, "audience": audience}
                    ),
                    f"notice/{act.case_id}/{number}/{audience}",
                    at,
                )
                for audience in act.audiences
            ],
        )
    return True


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return _plain(value)
