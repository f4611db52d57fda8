"""What others are asked about a case: opinions of departments, and legal answers to flags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands.step import Taken, record_act, take_step
from casework.queries.dossier import take_up
from casework.queries.facts import case_facts
from casework.queries.rule_book import terms_of
from casework.records.people import Department
from casework.records.review import LegalAnswer, Opinion
from workflows import review_flags
from workflows.definition import Audience
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date
from workflows.workdays import official_calendar

VERDICTS = ("agree", "agree_with_conditions", "disagree")


def ask(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    departments: Sequence[str],
    question: str,
    actor: Actor,
    at: datetime,
    veto: Sequence[str] = (),
) -> Taken:
    """Ask other departments for their opinion, in parallel (征求意见); silence is no consent."""
    dossier = take_up(session, reference, seen=seen)
    case, on = dossier.case, civil_date(at)
    asked_before = {opinion.department_id for opinion in dossier.opinions}
    new = [one for one in dict.fromkeys(departments) if one not in asked_before]
    for one in new:
        department = session.get(Department, one)
        if department is None or department.closed_on is not None:
            raise Refused(Refusal("department_unknown", {"department": one}))
        if department.district_id != case.district_id:
            raise Refused(Refusal("department_elsewhere", {"department": department.short}))
    due = official_calendar().add_workdays(on, terms_of(case).clocks.joint_check)
    taken = record_act(
        session,
        dossier,
        "ask_opinion",
        actor=actor,
        at=at,
        remarks=question,
        particulars={"departments": new, "veto": sorted(veto), "due_on": due.on},
    )
    session.add_all(
        Opinion(
            case_id=case.id,
            department_id=one,
            question=question.strip(),
            veto=one in veto,
            asked_by_id=actor.user_id,
            asked_at=at,
            due_on=due.on,
        )
        for one in new
    )
    session.flush()
    if case.state == "joint_check":
        return taken
    asked = take_up(session, reference)
    facts = case_facts(asked, on=on, remarks=question)
    return take_step(session, asked, "request_joint_check", facts=facts, actor=actor, at=at)


def answer(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    verdict: str,
    words: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Give one's own department's opinion; it is given once."""
    dossier = take_up(session, reference, seen=seen)
    if verdict not in VERDICTS:
        raise Refused(Refusal("verdict_unknown", {"verdict": verdict}))
    if verdict != "agree" and not words.strip():
        raise Refused(Refusal("reason_wanted"))
    facts = case_facts(dossier, on=civil_date(at), remarks=words)
    taken = take_step(
        session,
        dossier,
        "record_opinion",
        facts=facts,
        actor=actor,
        at=at,
        particulars={"verdict": verdict},
    )
    for asked in dossier.opinions:
        if asked.department_id == actor.department and asked.verdict is None:
            row = session.get_one(Opinion, asked.id)
            row.verdict, row.words = verdict, words.strip()
            row.answered_by_id, row.answered_at = actor.user_id, at
    session.flush()
    return taken


def close(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    remarks: str = "",
) -> Taken:
    """Sum the opinions up and go on with the review."""
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at), remarks=remarks)
    return take_step(session, dossier, "close_joint_check", facts=facts, actor=actor, at=at)


def record_legal_answer(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    flag: str,
    may_proceed: bool,
    words: str,
    basis: str,
    actor: Actor,
    at: datetime,
) -> LegalAnswer:
    """Record the legal answer to a review flag (ruling 31); a flag never refuses by itself."""
    dossier = take_up(session, reference, seen=seen)
    terms = terms_of(dossier.case)
    carried = {one.code for one in review_flags.raised(terms.policy.flags, terms.clause.flags)}
    if flag not in carried:
        raise Refused(Refusal("flag_not_raised", {"flag": flag}))
    if not words.strip():
        raise Refused(Refusal("flag_answer_empty", {"flag": flag}))
    taken = record_act(
        session,
        dossier,
        "record_legal_answer",
        actor=actor,
        at=at,
        remarks=words,
        particulars={"flag": flag, "may_proceed": may_proceed, "basis": basis},
        tells=(Audience.REVIEWER,),
    )
    row = LegalAnswer(
        case_id=dossier.case.id,
        flag=flag,
        may_proceed=may_proceed,
        words=words.strip(),
        basis=basis.strip(),
        event_number=taken.number,
        answered_by_id=actor.user_id,
        answered_at=at,
    )
    session.add(row)
    session.flush()
    return row
