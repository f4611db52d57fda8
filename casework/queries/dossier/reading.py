"""Reading a dossier: a case with everything its next step may depend on, in one statement.

One statement is one snapshot: what it read belongs together. Whoever then changes the case does so
only if the case still has the event number that was read, so no lock is needed for reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

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
    for dossier in _read(session, Case.reference == sa.bindparam("reference"), reference=reference):
        refuse_stale(dossier.case, seen)
        return dossier
    raise Refused(Refusal("case_unknown", {"reference": reference}))


def take_up_many(session: Session, references: Iterable[str]) -> dict[str, Dossier]:
    """The dossiers of many cases in one statement, by reference; unknown ones are left out."""
    wanted = Case.reference.in_(sa.bindparam("references", expanding=True))
    return {
        dossier.case.reference: dossier
        for dossier in _read(session, wanted, references=list(references))
    }


def take_up_id(session: Session, case_id: int) -> Dossier:
    """The dossier of the case with this id."""
    (dossier,) = _read(session, Case.id == sa.bindparam("case_id"), case_id=case_id)
    return dossier


def refuse_stale(case: Case, seen: int | None) -> None:
    """Refused if the case has moved on since the page was shown."""
    if seen is not None and seen != case.last_event:
        raise Refused(Refusal("case_moved_on", {"reference": case.reference, "seen": seen}))


def _read(session: Session, which: sa.ColumnElement[bool], **values: Any) -> list[Dossier]:
    statement = _statement(session.get_bind().dialect.name).where(which)
    rows = session.execute(statement, values).all()
    return [_dossier(*row) for row in rows]


def _dossier(case: Case, *read: Any) -> Dossier:
    rows = [sorted(gathered or (), key=itemgetter(0)) for gathered in read]
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


@cache
def _statement(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    """The case and its rows, each kind gathered into one JSON array of arrays."""
    gather, array = (
        ("json_group_array", "json_array")
        if dialect == "sqlite"
        else ("jsonb_agg", "jsonb_build_array")
    )

    def rows(of: Any, *columns: Any, only: Sequence[sa.ColumnElement[bool]] = ()) -> Any:
        gathered = getattr(sa.func, gather)(getattr(sa.func, array)(*columns))
        chosen = sa.select(gathered).where(of.case_id == Case.id, *only)
        return sa.type_coerce(chosen.scalar_subquery(), Json)

    def value(column: Any) -> Any:
        return sa.func.json(column) if dialect == "sqlite" else column

    event, fact, paper, sums, notice = CaseEvent, CaseFact, Finding, Assessment, PublicNotice
    return sa.select(
        Case,
        rows(
            event,
            *(event.number, event.instalment, event.action, event.source, event.target),
            *(event.capacity, event.actor_id, event.acting_for_id),
        ),
        rows(
            Attachment,
            *(Attachment.id, Attachment.material),
            only=[Attachment.taken_out_at.is_(None), Attachment.purpose == Purpose.MATERIAL],
        ),
        rows(
            fact,
            *(fact.id, fact.fact, value(fact.value), fact.recognition, fact.basis),
            *(fact.recorded_by_id, fact.recorded_at, fact.event_number),
        ),
        rows(
            paper,
            *(paper.id, paper.kind, paper.result, paper.number, paper.dated, paper.amount_fen),
            *(paper.file_sha256, paper.words, paper.event_number, paper.recorded_by_id),
        ),
        rows(Opinion, Opinion.id, Opinion.department_id, Opinion.veto, Opinion.verdict),
        rows(LegalAnswer, LegalAnswer.id, LegalAnswer.flag, LegalAnswer.may_proceed),
        rows(
            sums,
            *(sums.id, sums.number, sums.outcome, sums.eligibility, sums.figure_stands),
            *(sums.amount_fen, sums.ceiling_fen, sums.event_number, sums.assessed_by_id),
        ),
        rows(
            notice,
            *(
                notice.id,
                notice.posted_event,
                notice.posted_on,
                notice.last_day,
                notice.provisional,
            ),
            *(notice.proof_sha256, notice.closed_at),
        ),
        rows(Objection, Objection.id, Objection.result, only=[Objection.stops_case.is_(True)]),
        rows(
            Instalment,
            *(Instalment.id, Instalment.number, Instalment.state, Instalment.amount_fen),
            *(Instalment.award_id, Instalment.process_version),
        ),
        rows(Recusal, Recusal.id, Recusal.person_id, Recusal.raised_by_id, Recusal.standing),
    ).execution_options(populate_existing=True)
