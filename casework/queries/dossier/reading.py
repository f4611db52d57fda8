"""Reading a dossier: a case with everything its next step may depend on, in one statement.

One statement is one snapshot: what it read belongs together. Whoever then changes the case does so
only if the case still has the event number that was read, so no lock is needed for reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import manager_of_class

from casework.queries.dossier.rows import (
    Act,
    Answered,
    Asked,
    Calculation,
    Dossier,
    Found,
    Paper,
    Part,
    Posted,
)
from casework.records.assessment import Assessment
from casework.records.base import Json, UtcDateTime
from casework.records.case import Attachment, Case, Purpose
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.public_notice import Objection, PublicNotice
from casework.records.recusal import Recusal
from casework.records.review import CaseFact, Finding, LegalAnswer, Opinion
from workflows.meeting.recusal import RecusalClaim, Standing, kept_out
from workflows.refusals import Refusal, Refused


def take_up(session: Session, reference: str, *, seen: int | None = None) -> Dossier:
    """The dossier of one case; Refused if there is none, or if it has moved on since `seen`."""
    for dossier in _read(session, "reference", reference):
        refuse_stale(dossier.case, seen)
        return dossier
    raise Refused(Refusal("case_unknown", {"reference": reference}))


def take_up_many(session: Session, references: Iterable[str]) -> dict[str, Dossier]:
    """The dossiers of many cases in one statement, by reference; unknown ones are left out."""
    found = _read(session, "references", list(references))
    return {dossier.case.reference: dossier for dossier in found}


def take_up_id(session: Session, case_id: int) -> Dossier:
    """The dossier of the case with this id."""
    (dossier,) = _read(session, "id", case_id)
    return dossier


def refuse_stale(case: Case, seen: int | None) -> None:
    """Refused if the case has moved on since the page was shown."""
    if seen is not None and seen != case.last_event:
        raise Refused(Refusal("case_moved_on", {"reference": case.reference, "seen": seen}))


def _read(session: Session, key: str, value: Any) -> list[Dossier]:
    """The hottest read of the office: compiled once, and one column, for each one costs time."""
    connection = session.connection()
    sql, bound, order = _compiled(connection.dialect, key)
    if key == "references" and connection.dialect.name == "sqlite":
        value = json.dumps(value)
    asked = {**bound, "key": value}
    given = asked if order is None else tuple(asked[name] for name in order)
    rows = connection.exec_driver_sql(sql, given).scalars()
    return [_dossier(json.loads(row) if isinstance(row, str) else row) for row in rows]


@cache
def _compiled(dialect: sa.Dialect, key: str) -> tuple[str, Mapping[str, Any], Sequence[str] | None]:
    compiled = _statement(dialect.name, key).compile(dialect=dialect)
    return compiled.string, compiled.params, getattr(compiled, "positiontup", None)


def _case(values: Sequence[Any]) -> Case:
    """The case, belonging to no session: nothing sets its columns but a step."""
    case: Case = manager_of_class(Case).new_instance()
    case.__dict__.update(
        (name, value if read is None or value is None else read(value))
        for (name, read), value in zip(_READERS, values, strict=True)
    )
    return case


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


_READ: Mapping[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: _moment,
    bool: bool,
}


def _kept_as(column: sa.ColumnElement[Any]) -> type:
    """What Python makes of a column; a type of our own does not say it by itself."""
    return datetime if isinstance(column.type, UtcDateTime) else column.type.python_type


_READERS = [(name, _READ.get(_kept_as(column))) for name, column in Case.__table__.c.items()]


def _dossier(read: Sequence[Any]) -> Dossier:
    case, *gathered = read
    rows = [sorted(kind, key=itemgetter(0)) if kind else () for kind in gathered]
    acts, materials, found, papers, opinions, answers, sums, notices, objections = rows[:9]
    parts, recusals = rows[9:]
    return Dossier(
        case=_case(case),
        acts=[Act(*row) for row in acts],
        materials=frozenset(name for _, name in materials),
        found=[Found(*row) for row in found],
        papers=[Paper(*row) for row in papers],
        opinions=[Asked(*row) for row in opinions],
        legal_answers=[Answered(*row) for row in answers],
        calculation=Calculation(*sums[-1]) if sums else None,
        notice=Posted(*notices[-1]) if notices else None,
        objections_open=sum(result is None for _, result in objections),
        objection_results=[(number, result) for number, result in objections],
        instalments=[Part(*row) for row in parts],
        recused=kept_out(
            RecusalClaim(person, raised_by, Standing(standing))
            for _, person, raised_by, standing in recusals
        ),
    )


def _which(key: str, *, on_sqlite: bool) -> sa.ColumnElement[bool]:
    if key == "references" and on_sqlite:
        listed = sa.func.json_each(sa.bindparam("key")).table_valued("value")
        return Case.reference.in_(sa.select(listed.c.value))
    if key == "references":
        return Case.reference == sa.any_(sa.bindparam("key", type_=ARRAY(sa.Text())))
    return getattr(Case, key) == sa.bindparam("key")  # type: ignore[no-any-return]


@cache
def _statement(dialect: str, key: str) -> sa.Select[*tuple[Any, ...]]:
    """The case and its rows as one JSON array: the case's columns, then each kind's rows."""
    on_sqlite = dialect == "sqlite"
    gather, array = (
        (sa.func.json_group_array, sa.func.json_array)
        if on_sqlite
        else (sa.func.json_agg, sa.func.json_build_array)
    )

    def said(column: Any) -> Any:
        """A JSON column inside JSON: SQLite keeps it as text."""
        return sa.func.json(column) if on_sqlite and column.type is Json else column

    def rows(kind: Kind) -> Any:
        chosen = sa.select(gather(array(*map(said, kind.columns)))).where(
            kind.of.case_id == Case.id, *kind.only
        )
        return sa.func.json(chosen.scalar_subquery()) if on_sqlite else chosen.scalar_subquery()

    case = array(*map(said, Case.__table__.columns))
    return sa.select(array(case, *map(rows, KINDS))).where(_which(key, on_sqlite=on_sqlite))


class Kind(NamedTuple):
    """One kind of row that lies in a dossier, its columns in the order of its tuple."""

    of: Any
    columns: tuple[Any, ...]
    only: tuple[sa.ColumnElement[bool], ...] = ()


def _kind(of: Any, row: Any, *only: sa.ColumnElement[bool]) -> Kind:
    return Kind(of, tuple(getattr(of, name) for name in row._fields), only)


KINDS = (
    _kind(CaseEvent, Act),
    Kind(
        Attachment,
        (Attachment.id, Attachment.material),
        (Attachment.taken_out_at.is_(None), Attachment.purpose == Purpose.MATERIAL),
    ),
    _kind(CaseFact, Found),
    _kind(Finding, Paper),
    _kind(Opinion, Asked),
    _kind(LegalAnswer, Answered),
    _kind(Assessment, Calculation),
    _kind(PublicNotice, Posted),
    Kind(Objection, (Objection.id, Objection.result), (Objection.stops_case.is_(True),)),
    _kind(Instalment, Part),
    Kind(Recusal, (Recusal.id, Recusal.person_id, Recusal.raised_by_id, Recusal.standing)),
)
"""In the order in which `_dossier` takes them apart."""
