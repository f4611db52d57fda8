"""An office of any size: the cases of the demonstration, copied by the database itself.

Every copy stands in a department and a year of its own, with its acts, decision, instalments and
ledger; one in ten is copied whole, with its papers, calculations and notices. What the copies say
of themselves is no longer chained: they are for reading fast, not for proving.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.cli.demo import cast, in_hand, purse
from casework.cli.demo.performance import STORIES
from casework.cli.demo.stage import Stage
from casework.db import Database
from casework.queries.rule_book import book
from casework.records.base import Base
from casework.records.case import Case
from tests.bench.copies import SIZE, copy_rows, pick, run

TODAY = date(2026, 11, 20)
"""The day of the great office: the last cases were filed on it."""
CASES_OF_ONE = 25
"""How many cases an enterprise has filed, by and large."""
SHARES = {
    "settled": 62, "declined": 8, "withdrawn": 5, "terminated": 1, "draft": 1,
    "disbursing": 10, "submitted": 3, "under_review": 3, "joint_meeting": 2, "public_notice": 1,
    "objection": 1, "returned": 1, "joint_check": 1, "awaiting_approval": 1,
}  # fmt: skip
"""Of a hundred cases, how many stand in each state."""

_DAYS = {"settled": 1_400, "declined": 1_400, "withdrawn": 1_400, "terminated": 1_400}
"""Over how many past days cases of a state were filed; `disbursing` 700, otherwise 150."""
_SLOTS = 4
_OPENED = datetime(2022, 1, 4, 1, 0, tzinfo=UTC)
_EPOCH = date(2000, 1, 1)
_COPIED = {
    "case_events": "(k.whole OR (t.source <> t.target AND t.instalment IS NULL))",
    "assessments": "true",
    "awards": "true",
    "instalments": "true",
    "ledger_entries": "true",
    "ledger_ends": "true",
    "public_notices": "true",
    "objections": "true",
    "opinions": "true",
    "recoveries": "k.whole",
    "payment_lines": "true",
    "attachments": "k.whole",
    "case_facts": "k.whole",
    "condition_checks": "k.whole",
    "documents": "k.whole",
    "findings": "k.whole",
    "legal_answers": "k.whole",
    "defects": "k.whole",
    "notices": "k.whole",
}
"""Which rows of a case go with which of its copies."""


def build(database: Database, *, cases: int) -> None:
    """The demonstration and so many cases more, in an empty migrated database."""
    tell(database)
    with database.transaction() as session:
        if not database.is_sqlite:
            session.execute(sa.text("SET LOCAL work_mem = '256MB'"))
        _enterprises(session, max(cases // CASES_OF_ONE, 20))
        _number(session, cases)
        _runs(session, cases)
        if not database.is_sqlite:
            session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        _cases(session)
        for table in (one for one in Base.metadata.sorted_tables if one.name in _COPIED):
            copy_rows(session, table, f"t.case_id = k.template AND {_COPIED[table.name]}")
        for name in ("recovery_acts", "recovery_receipts"):
            of = "t.recovery_id = r.id JOIN copies k ON r.case_id = k.template AND k.whole"
            copy_rows(session, Base.metadata.tables[name], of, source="recoveries r")
    with database.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")


def tell(database: Database) -> None:
    """The demonstration in a migrated database, as of the great office's day."""
    with tempfile.TemporaryDirectory() as folder:
        with database.transaction() as session:
            people = cast.enroll(session, at=_OPENED)
        stage = Stage(database, Path(folder), people)
        purse.fill(stage)
        for one in STORIES:
            one.tell(stage)
            stage.deliver()
        in_hand.leave(stage, TODAY)


def _enterprises(session: Session, many: int) -> None:
    """Enterprises of ordinary names; the database keeps the parts of the names itself."""
    letter = "char" if session.get_bind().dialect.name == "sqlite" else "chr"
    one, other = pick("s.n", 1, 4_000), pick("s.n", 2, 4_000)
    run(
        session,
        "INSERT INTO enterprises (id, credit_code, name, kind, district_id, legal_person,"
        " registered_address, created_at, last_change) SELECT s.n + 1000, '91110102MAGR' ||"
        f" substr(CAST(1000000 + s.n AS text), 2, 6), '示例' || {letter}(CAST(20000 + {one} AS"
        f" integer)) || {letter}(CAST(22000 + {other} AS integer)) || '科技有限公司',"
        " 'enterprise', 'xicheng', '', '', :opened, 1 FROM SERIES",
        many=many,
        most=many,
        opened=_OPENED,
    )
    facts = Base.metadata.tables["enterprise_facts"]
    columns = [one.name for one in facts.c]
    given = {"id": f"t.id + e.id * {SIZE}", "enterprise_id": "e.id"}
    run(
        session,
        f"INSERT INTO enterprise_facts ({', '.join(columns)}) SELECT "
        + ", ".join(given.get(one, f"t.{one}") for one in columns)
        + " FROM enterprise_facts t CROSS JOIN enterprises e"
        " WHERE t.enterprise_id = 1 AND e.id > 1000",
    )


def _number(session: Session, cases: int) -> None:
    """`copies`: which case each copy is made from, whose it is, where it lies, how much later."""
    run(
        session,
        "CREATE TEMPORARY TABLE slots (slot integer PRIMARY KEY, template bigint, filed integer,"
        " since integer)",
    )
    session.execute(
        sa.text("INSERT INTO slots VALUES (:slot, :template, :filed, :since)"),
        [
            {"slot": place, "template": case, "filed": filed, "since": since}
            for place, (case, filed, since) in enumerate(_slots(session))
        ],
    )
    departments = sorted(one for one in book().departments if one.startswith("xc-"))
    run(
        session, "CREATE TEMPORARY TABLE places (place integer PRIMARY KEY, id text, district text)"
    )
    everywhere = ["xc-kxj"] * 3 + departments + ["tz-cyb"] * 2
    session.execute(
        sa.text("INSERT INTO places VALUES (:place, :id, :district)"),
        [
            {"place": place, "id": one, "district": book().departments[one].district}
            for place, one in enumerate(everywhere)
        ],
    )
    firms = max(cases // CASES_OF_ONE, 20)
    today = (TODAY - _EPOCH).days
    slot, place = pick("s.n", 3, 100 * _SLOTS), pick("s.n", 4, len(everywhere))
    owner, day = pick("s.n", 5, firms), pick("s.n", 6, 150)
    for template in ("", "INSERT INTO copies "):
        making = template or "CREATE TEMPORARY TABLE copies AS "
        run(
            session,
            f"{making} SELECT c.*, CASE WHEN c.n % 2000 = 0 THEN 1 ELSE 1001 + c.owner END"
            " AS enterprise_id, p.id AS department_id, p.district AS district_id, w.template,"
            " CASE WHEN w.since > 0 THEN :today - (:cases - c.n) * w.since / :cases"
            " ELSE :today - c.day END - w.filed AS days, c.n % 10 = 0 AS whole FROM (SELECT s.n,"
            f" s.n + {SIZE} AS case_id, {slot} AS slot, {place} AS place, {owner} AS owner,"
            f" {day} AS day FROM SERIES) c JOIN slots w ON w.slot = c.slot"
            " JOIN places p ON p.place = c.place" + (" WHERE false" if not template else ""),
            most=cases,
            cases=cases,
            today=today,
        )
    run(session, "CREATE INDEX copies_template ON copies (template)")
    for year in range(2017, 2023):
        run(
            session,
            "INSERT INTO numberings (series, last) VALUES (:series, 200000)",
            series=f"case/XC/{year}",
        )


def _slots(session: Session) -> Iterator[tuple[int, int, int]]:
    """So many places for each state as its share, each held by a case of the demonstration."""
    for state, share in SHARES.items():
        found = session.execute(
            sa.select(Case.id, Case.filed_on)
            .where(Case.state == state)
            .order_by(Case.last_event)
            .limit(4)
        ).all()
        since = _DAYS.get(state, 700 if state == "disbursing" else 0)
        for case, filed_on in islice(cycle(found), share * _SLOTS):
            yield case, ((filed_on or TODAY) - _EPOCH).days, since


def _runs(session: Session, cases: int) -> None:
    """A payment run for every five hundred cases."""
    table = Base.metadata.tables["payment_runs"]
    columns = [one.name for one in table.c]
    given = {"id": f"s.n + {SIZE}", "number": "'R-' || s.n"}
    run(
        session,
        f"INSERT INTO payment_runs ({', '.join(columns)}) SELECT "
        + ", ".join(given.get(one, f"t.{one}") for one in columns)
        + " FROM payment_runs t CROSS JOIN SERIES WHERE t.id = 1",
        most=_number_of_runs(cases),
    )
    session.info["runs"] = _number_of_runs(cases)


def _number_of_runs(cases: int) -> int:
    return max(cases // 500, 1)


def _cases(session: Session) -> None:
    reviewer = "(SELECT id FROM users WHERE sign_in_name = 'kxj-review')"
    given = {
        "id": "k.case_id",
        "enterprise_id": "k.enterprise_id",
        "department_id": "k.department_id",
        "district_id": "k.district_id",
        "reference": "'XC-' || (2017 + k.n / 200000) || '-' ||"
        " substr(CAST(1000000 + k.n % 200000 AS text), 2, 6)",
        "assigned_to_id": f"CASE WHEN k.n % 7 = 0 AND k.department_id = 'xc-kxj' THEN {reviewer}"
        " END",
        "copied_from_id": "CAST(NULL AS bigint)",
    }
    copy_rows(session, Case.__table__, "t.id = k.template", given)
