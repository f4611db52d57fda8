"""Reading a dossier: a case with everything its next step may depend on, in one statement.

One statement is one snapshot: what it read belongs together. Whoever then changes the case does so
only if the case still has the event number that was read, so no lock is needed for reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

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
from casework.records.base import Json
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
    statement = _statement(session.get_bind().dialect.name, key)
    rows = session.execute(statement, {"key": value}).all()
    return [_dossier(case, gathered) for case, gathered in rows]


def _dossier(case: Case, gathered: Sequence[Sequence[Any] | None]) -> Dossier:
    rows = [sorted(kind, key=itemgetter(0)) if kind else () for kind in gathered]
    acts, materials, found, papers, opinions, answers, sums, notices, objections = rows[:9]
    parts, recusals = rows[9:]
    return Dossier(
        case=case,
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


_WHICH: dict[str, sa.ColumnElement[bool]] = {
    "reference": Case.reference == sa.bindparam("key"),
    "references": Case.reference.in_(sa.bindparam("key", expanding=True)),
    "id": Case.id == sa.bindparam("key"),
}


@cache
def _statement(dialect: str, key: str) -> sa.Select[*tuple[Any, ...]]:
    """The case, and its rows gathered into one JSON array: a kind each, of arrays."""
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

    gathered = sa.type_coerce(array(*map(rows, KINDS)), sa.JSON())
    return sa.select(Case, gathered).where(_WHICH[key]).execution_options(populate_existing=True)


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
