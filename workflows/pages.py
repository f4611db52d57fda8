"""Answers as pages for a terminal: what an officer reads, from the outcome down to the readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows.claims import Assessment, ClaimAssessment, Request
from workflows.explanation import READINGS, Explanation
from workflows.matching import Fit, Match, Matches
from workflows.policy.document import Policy
from workflows.review_flags import flags


def assessment_page(speaks: Explanation, request: Request, assessment: Assessment) -> Iterator[str]:
    """All claims one after the other, the sum, and the readings of each document once."""
    yield speaks.word(
        "request_heading",
        enterprise=assessment.enterprise,
        filed_on=speaks.day(request.filed_on),
    )
    for answer in assessment.claims:
        yield ""
        yield from claim_page(speaks, answer)
    yield ""
    yield speaks.word("total", total=speaks.amount(assessment.total))
    clauses = speaks.catalogue.clauses
    known = (one.clause for one in assessment.claims if one.clause in clauses)
    documents = (speaks.catalogue.document_of(clause) for clause in known)
    for document in {one.id: one for one in documents}.values():
        yield ""
        yield from document_page(speaks, document)


def match_page(speaks: Explanation, matches: Matches) -> Iterator[str]:
    """What may be claimed, what lacks facts, and what is not open."""
    yield speaks.word(
        "request_heading", enterprise=matches.enterprise, filed_on=speaks.day(matches.filed_on)
    )
    for fit in Fit:
        found = matches.of(fit)
        yield ""
        yield speaks.word(f"match_{fit.value}", count=len(found))
        for one in found:
            yield from _match(speaks, one)


def _match(speaks: Explanation, one: Match) -> Iterator[str]:
    clause = speaks.catalogue.clauses[one.clause]
    name = clause.name_en if speaks.language == "en" else clause.name
    heading = f"  {name}\u3000{speaks.clause(one.clause)}\u3000{one.clause}"
    if one.fit is Fit.MAY_GET:
        heading += f"\u3000{_worth(speaks, one)}"
    if one.no_application == "yes":
        heading += f"\u3000{speaks.word('match_no_application')}"
    yield heading
    if one.missing:
        asked = speaks.listed(
            speaks.word(
                "match_fact",
                fact=speaks.label(fact.fact),
                source=speaks.word(f"source_{fact.source}"),
            )
            for fact in one.missing
        )
        yield f"    {speaks.word('heading_missing')}\u3000{asked}"
    yield from (f"    {speaks.reason(reason)}" for reason in one.reasons)


def _worth(speaks: Explanation, one: Match) -> str:
    if one.estimate is not None:
        return speaks.word("match_estimate", amount=speaks.amount(one.estimate))
    if one.ceiling is not None:
        return speaks.word("match_ceiling", ceiling=speaks.amount(one.ceiling))
    return speaks.word("match_open")


def claim_page(speaks: Explanation, answer: ClaimAssessment) -> Iterator[str]:
    """Everything there is to say about one claim, as lines of a page."""
    clause = speaks.catalogue.clauses.get(answer.clause)
    english = speaks.language == "en"
    name = answer.clause if clause is None else clause.name_en if english else clause.name
    document = "" if clause is None else speaks.catalogue.document_of(clause.id).number
    yield speaks.word(
        "claim_heading",
        claim=answer.claim,
        name=name,
        document=document,
        article=answer.article or "",
    )
    yield f"  {speaks.outcome(answer)}"
    if (figure := speaks.figure(answer)) is not None:
        yield f"  {figure}"
    if answer.queued is not None:
        yield f"  {speaks.word('queued', queued=speaks.amount(answer.queued))}"
    yield from _block(speaks, "reasons", map(speaks.reason, answer.reasons))
    sums = (line for line in answer.lines if line.kind not in READINGS)
    yield from _block(speaks, "lines", map(speaks.line, sums))
    yield from _block(speaks, "plan", map(speaks.part, answer.plan))
    if answer.holds:
        body = speaks.word(f"route_{answer.route.value}")
        yield from _block(speaks, "route", (body, *map(speaks.reason, answer.route_reasons)))
    yield from _block(speaks, "before_approval", map(speaks.reason, answer.before_approval))
    yield from _block(speaks, "notes", map(speaks.reason, answer.notes))
    raised = (flags()[code] for code in answer.flags)
    yield from _block(speaks, "flags", (one.en if english else one.zh for one in raised))
    readings = (line for line in answer.lines if line.kind == "reading")
    yield from _block(speaks, "readings", map(speaks.line, readings))


def document_page(speaks: Explanation, policy: Policy) -> Iterator[str]:
    """The readings that hold for a whole document, said once."""
    if policy.reading:
        yield speaks.word("heading_document_readings", document=policy.number)
    for one in policy.reading:
        said = {"question": one.question, "reading": one.reading, "basis": one.basis}
        yield f"  {speaks.word('line_document_reading', **said)}"


def _block(speaks: Explanation, heading: str, lines: Iterable[str]) -> Iterator[str]:
    said = tuple(lines)
    if said:
        yield f"  {speaks.word(f'heading_{heading}')}"
        yield from (f"    {line}" for line in said)
