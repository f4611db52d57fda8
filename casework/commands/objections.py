"""Objections, reports and complaints: received, examined by an outsider, answered (ruling 27)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.commands.award import undo_award
from casework.commands.objection_papers import paper_of
from casework.commands.publish import close_when_over
from casework.commands.step import Taken, record_act, take_step
from casework.queries.dossier import Dossier, take_up
from casework.queries.facts import case_facts
from casework.queries.rule_book import terms_of
from casework.records.people import Enterprise
from casework.records.public_notice import Objection, PublicNotice
from workflows.documents import DocumentKind
from workflows.objections import (
    RULES,
    ObjectionKind,
    Outcome,
    answer_due,
    examiner_refusals,
    extension_refusals,
    receiving_refusals,
    settling_refusals,
)
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import Actor, Role
from workflows.term import civil_date
from workflows.workdays import DueDate, official_calendar

STOPPABLE = ("public_notice", "objection")
"""Where a case can be stopped by what is raised against it."""


def receive(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    raised_by: str,
    grounds: str,
    actor: Actor,
    at: datetime,
    kind: ObjectionKind = ObjectionKind.OBJECTION,
    contact: str = "",
) -> Objection:
    """Receive an objection, report or complaint; only the case concerned stops, if it does.

    A receipt with the promised date is issued.
    """
    dossier = take_up(session, reference, seen=seen)
    on = civil_date(at)
    if Role.APPLICANT in actor.roles:  # an enterprise speaks in its own name
        raised_by = session.get_one(Enterprise, dossier.case.enterprise_id).name
    notice = dossier.notice if dossier.case.state in STOPPABLE else None
    hangs_until = None if notice is None else date.fromisoformat(notice.last_day)
    refuse_any(
        receiving_refusals(
            kind, raised_by=raised_by, grounds=grounds, received_on=on, last_day=hangs_until
        )
    )
    stops = RULES[kind].stops_case and dossier.case.state in STOPPABLE
    told = {"kind": kind, "stops_case": stops}
    if stops:
        facts = case_facts(dossier, on=on, remarks=grounds)
        step = "raise_objection"
        taken = take_step(session, dossier, step, facts=facts, actor=actor, at=at, particulars=told)
    else:
        taken = record_act(
            session,
            dossier,
            "receive_complaint",
            actor=actor,
            at=at,
            remarks=grounds,
            particulars=told,
        )
    due = answer_due(on, terms_of(dossier.case).clocks.objection, 0, official_calendar())
    row = Objection(
        case_id=dossier.case.id,
        kind=kind.value,
        raised_by=raised_by.strip(),
        contact=contact.strip(),
        grounds=grounds.strip(),
        received_on=on,
        received_event=taken.number,
        received_by_id=actor.user_id,
        stops_case=stops,
        due_on=due.on,
        due_provisional=due.provisional,
    )
    session.add(row)
    session.flush()
    paper_of(session, DocumentKind.OBJECTION_RECEIPT, dossier, row, taken, actor=actor, at=at)
    return row


def assign(
    session: Session,
    *,
    reference: str,
    objection_id: int,
    examiner: Actor,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Name who examines it: somebody who did not handle the case and is not recused."""
    dossier = take_up(session, reference, seen=seen)
    row = _open(session, dossier, objection_id)
    refuse_any(
        examiner_refusals(examiner.user_id, handled_by=_handlers(dossier), recused=dossier.recused)
    )
    record_act(
        session,
        dossier,
        "assign_examiner",
        actor=actor,
        at=at,
        particulars={"objection": objection_id, "examiner": examiner.user_id},
    )
    row.examiner_id = examiner.user_id
    session.flush()


def extend(
    session: Session,
    *,
    reference: str,
    objection_id: int,
    reason: str,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> DueDate:
    """Extend the time to answer, once and with a reason; the new date."""
    dossier = take_up(session, reference, seen=seen)
    row = _open(session, dossier, objection_id)
    extended = int(row.extended_reason is not None)
    refuse_any(extension_refusals(extended=extended, reason=reason))
    record_act(
        session,
        dossier,
        "extend_objection",
        actor=actor,
        at=at,
        remarks=reason,
        particulars={"objection": objection_id},
    )
    days = terms_of(dossier.case).clocks.objection
    due = answer_due(row.received_on, days, 1, official_calendar())
    row.extended_reason, row.due_on, row.due_provisional = reason.strip(), due.on, due.provisional
    session.flush()
    return due


def examine(
    session: Session,
    *,
    reference: str,
    objection_id: int,
    outcome: Outcome,
    finding: str,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Record what was found; by the examiner named, or any who took no part in the case."""
    dossier = take_up(session, reference, seen=seen)
    row = _open(session, dossier, objection_id)
    found = list(
        examiner_refusals(actor.user_id, handled_by=_handlers(dossier), recused=dossier.recused)
    )
    if row.examiner_id not in (None, actor.user_id):
        found.append(Refusal("examined_by_another"))
    if not finding.strip():
        found.append(Refusal("objection_without_answer"))
    refuse_any(found)
    record_act(
        session,
        dossier,
        "examine_objection",
        actor=actor,
        at=at,
        remarks=finding,
        particulars={"objection": objection_id, "outcome": outcome},
    )
    row.examiner_id, row.finding, row.finding_result = actor.user_id, finding.strip(), outcome.value
    row.examined_at = at
    session.flush()


def answer(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    objection_id: int,
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Answer on the finding; where it is upheld a stopped case goes back, its commitment freed."""
    dossier = take_up(session, reference, seen=seen)
    row = _open(session, dossier, objection_id)
    refuse_any(
        settling_refusals(
            examined=row.finding_result is not None,
            answer=remarks,
            settled=row.result is not None,
        )
    )
    upheld = row.finding_result == Outcome.UPHELD
    told = {"objection": objection_id, "upheld": upheld}
    if row.stops_case:
        on = civil_date(at)
        taken = take_step(
            session,
            dossier,
            "settle_objection",
            facts=case_facts(dossier, on=on, remarks=remarks, objection_upheld=upheld),
            actor=actor,
            at=at,
            particulars=told,
        )
    else:
        taken = record_act(
            session,
            dossier,
            "answer_complaint",
            actor=actor,
            at=at,
            remarks=remarks,
            particulars=told,
        )
    row.result, row.answer = row.finding_result, remarks.strip()
    row.settled_by_id, row.settled_at = actor.user_id, at
    session.flush()
    paper_of(session, DocumentKind.OBJECTION_ANSWER, dossier, row, taken, actor=actor, at=at)
    if row.stops_case and upheld:
        undo_award(session, dossier, taken, actor=actor, at=at)
    elif taken.target == "public_notice" and dossier.notice is not None:
        notice = session.get_one(PublicNotice, dossier.notice.id)
        close_when_over(session, notice, DueDate(max(notice.last_day, civil_date(at))))
    return taken


def _open(session: Session, dossier: Dossier, objection_id: int) -> Objection:
    row = session.get(Objection, objection_id)
    if row is None or row.case_id != dossier.case.id:
        raise Refused(Refusal("objection_unknown"))
    if row.result is not None:
        raise Refused(Refusal("objection_settled_already"))
    return row


def _handlers(dossier: Dossier) -> frozenset[int]:
    """Everybody who acted on the case in a capacity; receiving and examining are none."""
    return frozenset[int]().union(*(act.persons for act in dossier.acts if act.capacity))
