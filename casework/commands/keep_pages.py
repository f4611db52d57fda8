"""How pages of the ledger are opened and kept: a few statements, the contested rows last.

Many processes race for the same pool, so a booking is written with as few round trips as there
can be while its row is locked (`performance.md` E). On PostgreSQL one statement does all of it;
where several pools or lines are drawn on, and on SQLite, whose writers queue, each has its own,
in the order of their ids.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from casework.commands import draw
from casework.commands.ledger_page import NO_END, Page, Signed
from casework.queries import ledger as kept
from casework.records.case import Case
from casework.records.ledger_entry import LedgerEntry, SharedCapUse
from workflows.ledger import Balance
from workflows.refusals import Refusal, Refused
from workflows.term import utc_text

_FIRST_END = sa.text(
    "INSERT INTO ledger_ends (case_id, last_number, last_hash) VALUES (:of, :end, :end_hash)"
    " ON CONFLICT DO NOTHING"
)
_NEXT_END = sa.text(
    "UPDATE ledger_ends SET last_number = :end, last_hash = :end_hash"
    " WHERE case_id = :of AND last_number = :seen"
)
_STANDING = sa.text(
    "UPDATE instalments SET committed_fen = :committed, paid_fen = :paid,"
    " recovered_fen = :recovered WHERE case_id = :of AND number = :instalment"
)


def open_page(session: Session, case: Case, signed: Signed) -> Page:
    """The page of one case; its enterprise is locked by the caller."""
    (page,) = open_pages(session, [(case, signed)])
    return page


def open_pages(session: Session, of: Sequence[tuple[Case, Signed]]) -> list[Page]:
    """The pages of many cases, in the same order."""
    entries, ends = kept.chains_of_cases(session, [case.id for case, _ in of])
    return [
        Page(case, signed, entries.get(case.id, ()), ends.get(case.id, NO_END))
        for case, signed in of
    ]


def keep_page(session: Session, page: Page) -> Balance:
    """Check limits, write the entries, draw on pools and lines last; the case's balance."""
    keep_pages(session, [page])
    return page.ledger.balance()


def keep_pages(session: Session, pages: Sequence[Page]) -> None:
    """The same for many cases at once; Refused whole if one of them is."""
    pages = [page for page in pages if page.new]
    refusals = [refusal for page in pages for refusal in page.refusals(session)]
    if refusals:
        raise Refused(*refusals)
    if not pages:
        return
    written = [(page, page.rows()) for page in pages]
    rows = [row for _, of_page in written for row in of_page]
    ends = [page.end(of_page) for page, of_page in written]
    standing = [one for page in pages for one in page.standing()]
    shared = [one for page in pages for one in page.shared]
    drawn = draw.drawn([(page.ledger, entry) for page in pages for entry in page.new])
    connection = session.connection()
    if connection.dialect.name == "postgresql" and len(drawn) <= 1:
        session.flush()
        _keep_in_one(session, rows, ends, standing, shared, drawn)
        return
    _move_ends(session, [end for end in ends if not end["seen"]], _FIRST_END)
    _move_ends(session, [end for end in ends if end["seen"]], _NEXT_END)
    session.execute(sa.insert(LedgerEntry), rows)
    if shared:
        session.execute(sa.insert(SharedCapUse), shared)
    if standing:
        session.execute(_STANDING, standing)
    draw.draw(session, drawn)


def _move_ends(session: Session, ends: list[dict[str, Any]], statement: sa.TextClause) -> None:
    if not ends:
        return
    moved = session.execute(statement, ends)
    if moved.rowcount != len(ends):  # type: ignore[attr-defined]
        raise Refused(*map(_moved_on, ends))


def _keep_in_one(
    session: Session,
    rows: Sequence[Mapping[str, Any]],
    ends: Sequence[Mapping[str, Any]],
    standing: Sequence[Mapping[str, Any]],
    shared: Sequence[Mapping[str, Any]],
    drawn: Sequence[draw.Drawn],
) -> None:
    """All of a booking in one statement; Refused where a chain has moved on, or money is short."""
    given = {
        "entry": [
            {**row, "booked_on": str(row["booked_on"]), "booked_at": utc_text(row["booked_at"])}
            for row in rows
        ],
        "ending": list(ends),
        "standing": list(standing),
        "shared": list(shared),
        "drawn": [{"what": one.what, "of": str(one.of), "fen": one.fen} for one in drawn],
    }
    found = session.connection().exec_driver_sql(
        _statement(), tuple(json.dumps(given[name], ensure_ascii=False) for name in _GIVEN)
    )
    moved, taken = found.one()
    if moved != len(ends):
        raise Refused(*map(_moved_on, ends))
    if taken != len(drawn):
        raise Refused(draw.short(session, drawn[0]))


def _moved_on(end: Mapping[str, Any]) -> Refusal:
    return Refusal("ledger_moved_on", {"reference": end["reference"]})


_GIVEN = {
    "entry": None,
    "ending": '"of" bigint, seen bigint, "end" bigint, end_hash text',
    "standing": '"of" bigint, instalment bigint, committed bigint, paid bigint, recovered bigint',
    "shared": "cap text, case_id bigint, number bigint",
    "drawn": 'what text, "of" text, fen bigint',
}
_ENTRY = [column for column in LedgerEntry.__table__.columns if column.name != "id"]


@cache
def _statement() -> str:
    """The one statement; what it is given comes as one JSON array for each kind of row."""
    dialect: Any = postgresql.dialect
    typed = ", ".join(f"{one.name} {one.type.compile(dialect=dialect())}" for one in _ENTRY)
    names = ", ".join(one.name for one in _ENTRY)
    given = ", ".join(
        f"{name} AS (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS {name}({columns or typed}))"
        for name, columns in _GIVEN.items()
    )
    return f"""
    WITH {given},
    moved AS (
        INSERT INTO ledger_ends (case_id, last_number, last_hash)
        SELECT "of", "end", end_hash FROM ending
        ON CONFLICT (case_id) DO UPDATE
            SET last_number = excluded.last_number, last_hash = excluded.last_hash
            WHERE ledger_ends.last_number =
                (SELECT seen FROM ending WHERE "of" = excluded.case_id)
        RETURNING case_id
    ),
    written AS (INSERT INTO ledger_entries ({names}) SELECT {names} FROM entry),
    used AS (
        INSERT INTO shared_cap_uses (cap, case_id, number) SELECT cap, case_id, number FROM shared
    ),
    stands AS (
        UPDATE instalments SET committed_fen = committed, paid_fen = paid,
            recovered_fen = recovered
        FROM standing WHERE case_id = "of" AND number = standing.instalment
    ),
    lines AS (
        UPDATE budget_lines SET used_fen = used_fen + fen FROM drawn
        WHERE what = 'line' AND id = "of"::bigint AND (fen <= 0 OR used_fen + fen <= total_fen)
        RETURNING id
    ),
    pool AS (
        UPDATE pools SET used_fen = used_fen + fen FROM drawn
        WHERE what = 'pool' AND id = "of"
            AND (fen <= 0 OR total_fen IS NULL OR used_fen + fen <= total_fen)
        RETURNING id
    )
    SELECT (SELECT count(*) FROM moved),
        (SELECT count(*) FROM lines) + (SELECT count(*) FROM pool)"""
