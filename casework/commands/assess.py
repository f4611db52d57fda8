"""The calculation of a case (核定): what is found, what it comes to, what is recommended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.step import Taken, record_act, take_step
from casework.queries.dossier import take_up
from casework.queries.examination import NO_FIGURES, Figures, examine, figures_of
from casework.queries.facts import case_facts
from casework.queries.rule_book import book as rule_book
from casework.queries.rule_book import terms_of
from casework.records.assessment import Assessment
from casework.records.case import Case
from casework.records.review import CaseFact
from workflows.claims import ClaimAssessment, FigureVerdict, Reason
from workflows.claims_json import request_to_json, to_json
from workflows.fact_values import read_value
from workflows.facts import Route
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date

_UPWARD = tuple(Route)


def record_fact(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    fact: str,
    value: Any,
    basis: str,
    actor: Actor,
    at: datetime,
) -> CaseFact:
    """Record what was found or recognized (经认定); it outranks what was declared."""
    dossier = take_up(session, reference, seen=seen)
    entry = rule_book().facts.get(fact)
    if entry is None:
        raise Refused(Refusal("fact_unknown", {"fact": fact}))
    if isinstance(read_value(entry, value), Reason):
        raise Refused(Refusal("fact_unreadable", {"fact": entry.label, "given": str(value)}))
    if not basis.strip():
        raise Refused(Refusal("basis_missing", {"fact": entry.label}))
    taken = record_act(
        session,
        dossier,
        "record_fact",
        actor=actor,
        at=at,
        remarks=basis,
        particulars={"fact": fact, "value": value},
    )
    row = CaseFact(
        case_id=dossier.case.id,
        fact=fact,
        value=value,
        recognition=entry.source == "recognition" or fact in _judged(dossier.case),
        basis=basis.strip(),
        event_number=taken.number,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    session.add(row)
    session.flush()
    return row


def _judged(case: Case) -> frozenset[str]:
    """The facts that the clause wants recognized by somebody (经认定)."""
    policy, clause = terms_of(case)
    asked = [*policy.requires, *clause.requires]
    asked += [one for group in clause.either for one in group.all]
    return frozenset(one.fact for one in asked if one.judgement)


def assess(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    figures: Figures = NO_FIGURES,
    remarks: str = "",
) -> Assessment:
    """Work the case out by its clause and record the calculation (核定额度), line by line."""
    dossier = take_up(session, reference, seen=seen)
    case, on = dossier.case, civil_date(at)
    book.lock_enterprise(session, case.enterprise_id)
    request, examined = examine(session, dossier, on=on, figures=figures)
    answer = examined.assessment
    assert answer is not None
    taken = take_step(
        session,
        dossier,
        "assess",
        facts=case_facts(dossier, on=on, examined=examined, remarks=remarks or figures.reason),
        actor=actor,
        at=at,
        particulars={"amount_fen": answer.amount, "ceiling_fen": answer.ceiling},
        changes=assessed(case, answer, examined.holds),
    )
    number = 1 if dossier.calculation is None else dossier.calculation.number + 1
    row = Assessment(
        case_id=case.id,
        number=number,
        request=request_to_json(request),
        answer=to_json(answer),
        outcome=answer.outcome.value,
        eligibility=answer.eligibility.value,
        figure_stands=answer.figure.verdict not in (FigureVerdict.MISSING, FigureVerdict.REFUSED),
        amount_fen=None if answer.amount is None else answer.amount.fen,
        ceiling_fen=None if answer.ceiling is None else answer.ceiling.fen,
        officer_fen=None if figures.figure is None else figures.figure.fen,
        reason=figures.reason,
        as_of=on,
        event_number=taken.number,
        assessed_by_id=actor.user_id,
        assessed_at=at,
    )
    session.add(row)
    session.flush()
    book.hold(
        session,
        case,
        examined.holds,
        event=taken.number,
        actor=actor,
        at=at,
        limits=examined.limits,
    )
    return row


def check_assessment(
    session: Session, *, reference: str, seen: int | None, actor: Actor, at: datetime
) -> Taken:
    """Confirm another reviewer's calculation (复核)."""
    dossier = take_up(session, reference, seen=seen)
    facts = case_facts(dossier, on=civil_date(at))
    return take_step(session, dossier, "check_assessment", facts=facts, actor=actor, at=at)


def recommend(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    remarks: str = "",
) -> Taken:
    """Recommend an assessed case: to approval, or to the joint meeting where it has to go there."""
    dossier = take_up(session, reference, seen=seen)
    on = civil_date(at)
    _, examined = examine(session, dossier, on=on, figures=figures_of(session, dossier))
    facts = case_facts(dossier, on=on, examined=examined, remarks=remarks)
    sums = dossier.calculation
    return take_step(
        session,
        dossier,
        "recommend",
        facts=facts,
        actor=actor,
        at=at,
        particulars={"recommended_fen": None if sums is None else sums.amount_fen},
    )


def assessed(case: Case, answer: ClaimAssessment, holds: Money) -> Mapping[str, Any]:
    """The columns of the case that a calculation sets; the route only goes up."""
    route = max(Route(case.route), answer.route, key=_UPWARD.index)
    return {
        "ceiling_fen": holds.fen,
        "matter_group": answer.group,
        "matter_subject": answer.subject,
        "matter_keys": dict(answer.keys),
        "route": route.value,
        "referrals": sorted({reason.code for reason in answer.route_reasons}),
    }
