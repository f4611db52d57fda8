"""The case set against its clause as things stand: all facts, all history, what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.queries import past, people
from casework.queries.declared import must_be_declared
from casework.queries.dossier import Dossier
from casework.queries.examined import Examined
from casework.queries.rule_book import book, terms_of
from casework.queries.system_facts import system_facts
from casework.records.assessment import Assessment as KeptAssessment
from casework.records.people import Enterprise
from workflows import headroom
from workflows.assessment import assess, presuming
from workflows.claims import (
    Assessment,
    CapException,
    Claim,
    ClaimAssessment,
    ImplementingDocument,
    InForce,
    Reason,
    Recognition,
    Request,
)
from workflows.claims_json import read_request
from workflows.ledger import Limit
from workflows.matters import SUBSIDY_YEAR
from workflows.money import Money
from workflows.prepared import prepare
from workflows.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an officer sets where the clause leaves it open (ruling 9)."""

    figure: Money | None = None
    rate: Any = None
    base: str | None = None
    subject: str | None = None
    reason: str = ""


NO_FIGURES = Figures()


def request_of(
    session: Session,
    dossier: Dossier,
    *,
    on: date,
    figures: Figures = NO_FIGURES,
    subject: tuple[str, str] | None = None,
) -> Request:
    """What the assessment is asked: everything an auditor needs to work it out again."""
    case = dossier.case
    enterprise = session.get_one(Enterprise, case.enterprise_id)
    filed_on = case.filed_on or on
    known = people.enterprise_facts(session, enterprise.id, on=filed_on)
    claim = Claim(
        id=case.reference,
        clause=case.clause_id,
        facts=facts_of(dossier, {**system_facts(session, case), **known}),
        filed_on=filed_on,
        figure=figures.figure,
        rate=figures.rate,
        reason=figures.reason,
        base=figures.base,
        subject=figures.subject,
        implementing_document=_implementing_document(dossier),
        exception=_exception(dossier),
        one_case_one_policy=case.one_case_one_policy,
        recognitions=_recognitions(dossier),
    )
    return Request(
        filed_on=filed_on,
        enterprise=enterprise.credit_code,
        claims=(claim,),
        history=past.awards(session, enterprise, besides=case.id, subject=subject),
        pools=past.pool_balances(session, terms_of(case).clause.pool, on=on),
        decision_year=on.year,
    )


def facts_of(dossier: Dossier, known: Mapping[str, object]) -> dict[str, object]:
    """The year claimed and what is declared, over it the registers, over all what was found."""
    year = {SUBSIDY_YEAR: dossier.case.claim_year}
    declared = {**year, **dossier.case.claim_facts, **known}
    return {**declared, **{found.fact: found.value for found in dossier.found}}


def figures_of(session: Session, dossier: Dossier) -> Figures:
    """What the officer set in the calculation that stands, to be held against today's limits."""
    if dossier.calculation is None:
        return NO_FIGURES
    kept = session.get_one(KeptAssessment, dossier.calculation.id).request
    claim = read_request(kept).claims[0]
    return Figures(
        figure=claim.figure,
        rate=claim.rate,
        base=claim.base,
        subject=claim.subject,
        reason=claim.reason,
    )


def examine(
    session: Session,
    dossier: Dossier,
    *,
    on: date,
    figures: Figures = NO_FIGURES,
    decided: Money | None = None,
) -> tuple[Request, Examined]:
    """Assess the case as things stand on a day; the request is kept with the answer.

    `decided` is the amount about to be recommended or approved: it is held against every cap.
    """
    request = request_of(session, dossier, on=on, figures=figures)
    found = assess(book(), request)
    answer = found.claims[0]
    if _counts_for_others(dossier) and answer.group and answer.subject:
        subject = (answer.group, answer.subject)
        request = request_of(session, dossier, on=on, figures=figures, subject=subject)
        found = assess(book(), request)
    examined = _examined(dossier, request, found, decided)
    if dossier.case.state == "draft":
        examined = replace(examined, filed_already=past.in_hand(session, dossier.case, answer))
    return request, examined


def _examined(
    dossier: Dossier, request: Request, found: Assessment, decided: Money | None
) -> Examined:
    """The answer in the words of the guards."""
    (answer,), (meanwhile,) = found.claims, presuming(book(), request, found).claims
    term = book().term_of(dossier.case.clause_id)
    pool = terms_of(dossier.case).clause.pool
    return Examined(
        assessment=answer,
        meanwhile=meanwhile,
        in_force=Term(term.starts) if answer.in_force is InForce.CONTINUING else None,
        facts_missing=tuple(
            dict.fromkeys(
                reason.fact
                for reason in answer.reasons
                if reason.fact is not None and _must_be_declared(reason)
            )
        ),
        duplicates=_duplicates(answer),
        over_caps=_broken(answer, decided, strict=True),
        exceptions_missing=_broken(answer, decided, strict=False),
        pool_balance=None if pool is None else request.pools.get(pool),
        limits=_limits(dossier, request, meanwhile),
    )


def _limits(dossier: Dossier, request: Request, answer: ClaimAssessment) -> tuple[Limit, ...]:
    exception = dossier.latest_paper("cap_exception")
    return headroom.limits(
        prepare(book()),
        answer,
        year=request.decision_year or request.filed_on.year,
        exception="" if exception is None else exception.number,
    )


def _must_be_declared(reason: Reason) -> bool:
    """Whether the applicant has left something out or written it so that it cannot be read."""
    return reason.code.startswith("fact_") and must_be_declared(reason.fact or "")


def _duplicates(answer: ClaimAssessment) -> tuple[str, ...]:
    """Cases that leave nothing for this one: the same matter had as much (ruling 20)."""
    paid_once = [reason for reason in answer.reasons if reason.code in ("paid_once", "year_used")]
    emptied = [line for line in answer.lines if line.kind in ("difference", "ladder")]
    if answer.amount or answer.ceiling:
        emptied = []
    named = [one.particulars for one in paid_once] + [one.particulars for one in emptied]
    return tuple(dict.fromkeys(particulars.get("reference", "") for particulars in named))


def _broken(answer: ClaimAssessment, decided: Money | None, *, strict: bool) -> tuple[str, ...]:
    """The caps that an amount would break as things stand, by their words."""
    if decided is None:
        return ()
    return tuple(
        line.words or line.article or line.kind
        for line in answer.lines
        if line.kind.startswith("cap_")
        and (line.kind != "cap_in_principle") is strict
        and line.headroom is not None
        and decided.fen > line.headroom
        and line.particulars.get("lifted") is None
    )


def _counts_for_others(dossier: Dossier) -> bool:
    """Whether a cap of the clause counts what other enterprises had for the same item."""
    return any(cap.item for cap in terms_of(dossier.case).clause.cap)


def _recognitions(dossier: Dossier) -> tuple[Recognition, ...]:
    return tuple(
        Recognition(
            fact=found.fact,
            decision=found.basis,
            on=date.fromisoformat(found.recorded_on),
            by=str(found.recorded_by_id),
        )
        for found in dossier.found
        if found.recognition
    )


def _implementing_document(dossier: Dossier) -> ImplementingDocument | None:
    paper = dossier.latest_paper("implementing_document")
    if paper is None:
        return None
    return ImplementingDocument(paper.number, paper.on, paper.file_sha256 or "")


def _exception(dossier: Dossier) -> CapException | None:
    paper = dossier.latest_paper("cap_exception")
    if paper is None:
        return None
    return CapException(who=str(paper.recorded_by_id), why=paper.words, minute=paper.number)
