"""Copies of rows by the database itself: ids and days moved, everything else as it stands."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import NOT_DUE

SIZE = 1_000
"""The demonstration's own ids are smaller; the n-th copy of a row has its id and n times this."""
_LINKS = {"id", "award_id", "assessment_id", "instalment_id", "recovery_id"}
_UNIQUE = {"decision_number", "payment_number", "code", "slip"}
_HEAVY = {("assessments", "request"), ("assessments", "answer")}


def pick(number: str, salt: int, among: int) -> str:
    """One of so many, evenly spread and the same on every database."""
    return f"({number} * {2654435761 + 40503 * 2 * salt} % 4294967296 / 65536 % {among})"


def run(session: Session, statement: str, **values: Any) -> None:
    """One statement; `SERIES` counts from 1 in either database's way."""
    if session.get_bind().dialect.name == "sqlite":
        counted = (
            "(WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < :most)"
            " SELECT n FROM up) AS s"
        )
    else:
        counted = "generate_series(1, CAST(:most AS bigint)) AS s(n)"
    session.execute(sa.text(statement.replace("SERIES", counted)), values)


def copy_rows(
    session: Session,
    table: sa.FromClause,
    joined: str,
    given: dict[str, str] | None = None,
    source: str = "copies k",
) -> None:
    assert isinstance(table, sa.Table)
    columns = {one.name: (given or {}).get(one.name) or _value(session, one) for one in table.c}
    run(
        session,
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        f" FROM {source} JOIN {table.name} t ON {joined} ORDER BY k.n",
        **({"runs": session.info["runs"]} if table.name == "payment_lines" else {}),
    )


def _value(session: Session, column: sa.Column[Any]) -> str:
    name, of = column.name, f"t.{column.name}"
    table = column.table.name
    special = {
        ("payment_lines", "run_id"): f"{SIZE} + 1 + k.n % :runs",
        ("payment_lines", "number"): f"k.n * {SIZE} + t.id",
        ("documents", "serial"): f"t.serial + k.n * {SIZE}",
        ("notices", "read_at"): "CASE WHEN k.n % 50 = 0 THEN NULL ELSE t.delivered_at END",
    }.get((table, name))
    if special is not None:
        return special
    if name == "case_id":
        return "k.case_id"
    if name == "enterprise_id":
        return "k.enterprise_id"
    if name in _LINKS:
        return f"t.{name} + k.n * {SIZE}"
    if name in _UNIQUE:
        return f"{of} || '-' || k.n"
    if (table, name) in _HEAVY:
        thin = "'{}'" if session.get_bind().dialect.name == "sqlite" else "CAST('{}' AS jsonb)"
        return f"CASE WHEN k.whole THEN {of} ELSE {thin} END"
    return _later(session, column, of)


def _later(session: Session, column: sa.Column[Any], of: str) -> str:
    """A day or moment so many days later, and a year to go with it; anything else as it is."""
    lite = session.get_bind().dialect.name == "sqlite"
    kind = getattr(column.type, "impl", column.type)
    if isinstance(kind, sa.DateTime):
        moved = f"strftime('%Y-%m-%d %H:%M:%f000', {of}, k.days || ' days')"
        return moved if lite else f"{of} + make_interval(days => CAST(k.days AS integer))"
    if isinstance(kind, sa.Date):
        moved = f"date({of}, k.days || ' days')" if lite else f"{of} + CAST(k.days AS integer)"
        never = f"'{NOT_DUE.isoformat()}'"
        return f"CASE WHEN {of} = {never} THEN {of} ELSE {moved} END"
    if column.name in ("fiscal_year", "claim_year"):
        return f"{of} + k.days / 365"
    return of
