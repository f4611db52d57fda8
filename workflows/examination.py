"""One claim looked at before any amount: its term, its facts, and whether its clause is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflows import eligibility
from workflows.claims import Claim, Eligibility, InForce, Reason, Request, Standing
from workflows.fact_values import Known, Value, read_facts, said
from workflows.formula import Officer
from workflows.matters import RECIPIENT, SUBSIDY_YEAR, Matter, is_yearly, matter_of
from workflows.past_awards import Use, read
from workflows.predicates import FOUND_BY_OFFICERS
from workflows.prepared import Book, PreparedClause

FILED_ON = "case.application_date"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of the enterprise before its claims are looked at one by one."""

    book: Book
    request: Request
    known: Known
    uses: tuple[Use, ...]
    """The history, read."""
    recognised: frozenset[str]
    year: int
    """The calendar year of the decision."""
    told: Mapping[str, date]
    """Facts that the history itself tells."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One claim with its clause, its facts, and whether it is open to the enterprise."""

    claim: Claim
    prepared: PreparedClause
    filed_on: date
    known: Known
    in_force: InForce
    eligibility: Eligibility
    reasons: tuple[Reason, ...]
    matter: Matter | None
    officer: Officer
    presumed: tuple[Reason, ...] = ()
    """The recognitions that are pending and presumed, where the request presumes them."""

    @property
    def year(self) -> int | None:
        """The year of support, where the claim says it."""
        year = self.known.values.get(SUBSIDY_YEAR)
        return year if isinstance(year, int) else None


def open_dossier(book: Book, request: Request) -> Dossier:
    """Read what holds for all claims of a request: facts, history, recognitions, year."""
    clauses = book.catalogue.clauses
    uses = tuple(
        read(award, request.enterprise, clauses.get(award.clause), book.dictionary)
        for award in request.history
    )
    return Dossier(
        book,
        request,
        read_facts(book.dictionary, request.facts),
        uses,
        frozenset(one.fact for one in request.recognitions),
        request.decision_year or request.filed_on.year,
        first_awards(book, request),
    )


def examine(dossier: Dossier, claim: Claim, prepared: PreparedClause) -> Examined:
    """Look at one claim: term by its first filing, facts, conditions, and what its amount needs."""
    filed_on = claim.filed_on or dossier.request.filed_on
    known = _known(dossier, claim, filed_on)
    recognised = dossier.recognised | {one.fact for one in claim.recognitions}
    year = known.values.get(SUBSIDY_YEAR, dossier.year)
    assert isinstance(year, int)
    matter = matter_of(prepared.clause, known.values, claim.subject, (year,))
    term = eligibility.in_force(prepared.term, filed_on)
    if term is InForce.EXPIRED and _goes_on(dossier, prepared, known):
        term = InForce.CONTINUING
    verdict, reasons = prepared.conditions.judge(known, recognised)
    missing = tuple(_missing(dossier.book, prepared, known, claim))
    presumed: tuple[Reason, ...] = ()
    if dossier.request.presuming and verdict is Eligibility.UNKNOWN:
        asked = reasons
        verdict, reasons = prepared.conditions.presuming().judge(known, recognised)
        presumed = tuple(_pending(dossier.book, asked, reasons))
    if dossier.request.presuming:
        missing = tuple(one for one in missing if not _only_looked_at(dossier.book, prepared, one))
    said_already = {reason.fact for reason in reasons}
    missing = tuple(reason for reason in missing if reason.fact not in said_already)
    if term in (InForce.NOT_YET, InForce.EXPIRED):
        verdict = Eligibility.NOT_ELIGIBLE
        reasons = (_out_of_term(term, prepared, filed_on), *reasons)
    if verdict is not Eligibility.NOT_ELIGIBLE and missing:
        verdict = Eligibility.UNKNOWN
    return Examined(
        claim,
        prepared,
        filed_on,
        known,
        term,
        verdict,
        tuple(dict.fromkeys((*reasons, *missing))),
        matter,
        Officer(None if claim.figure is None else claim.figure.fen, claim.rate, claim.base),
        presumed,
    )


def _pending(book: Book, asked: Iterable[Reason], left: Collection[Reason]) -> Iterator[Reason]:
    """The recognitions that were asked for and are presumed now, each once."""
    pending = (
        Reason("recognition_presumed", reason.article, reason.fact)
        for reason in asked
        if reason not in left
        and (reason.code == "recognition_missing" or _found_by_officers(book, reason.fact))
    )
    yield from dict.fromkeys(pending)


def _only_looked_at(book: Book, prepared: PreparedClause, missing: Reason) -> bool:
    """Whether an officer still has to find a fact that no sum is worked out from."""
    wanted = {*prepared.needs, *prepared.identity, *prepared.formula.choices}
    return missing.fact not in wanted and _found_by_officers(book, missing.fact)


def _found_by_officers(book: Book, fact: str | None) -> bool:
    entry = book.dictionary.get(fact or "")
    return entry is not None and entry.source in FOUND_BY_OFFICERS


def first_awards(book: Book, request: Request) -> Mapping[str, date]:
    """Facts that are the day of the first award under one of some clauses."""
    decided = [
        award
        for award in request.history
        if award.standing is not Standing.HELD and award.enterprise in (None, request.enterprise)
    ]
    days = {
        fact: [award.decided_on for award in decided if award.clause in clauses]
        for fact, clauses in book.first_awards.items()
    }
    return {fact: min(found) for fact, found in days.items() if found}


def _known(dossier: Dossier, claim: Claim, filed_on: date) -> Known:
    """The enterprise's facts, the claim's own above them, and what the system itself knows."""
    own = read_facts(dossier.book.dictionary, claim.facts)
    values: dict[str, Value] = {
        **dossier.told,
        **dossier.known.values,
        **own.values,
        RECIPIENT: dossier.request.enterprise,
        FILED_ON: filed_on,
    }
    faults = {fact: fault for fact, fault in dossier.known.faults.items() if fact not in own.values}
    for fact in own.faults:
        values.pop(fact, None)
    return Known(values, {**faults, **own.faults})


def _missing(book: Book, prepared: PreparedClause, known: Known, claim: Claim) -> Iterator[Reason]:
    """Every fact the amount, its limits, its matter and its keys need and that cannot be used."""
    formula, article = prepared.formula, prepared.clause.article
    subject = () if prepared.clause.matter is None else prepared.clause.matter.subject
    named = [
        fact
        for fact in prepared.identity
        if claim.subject is None or fact not in subject or fact == SUBSIDY_YEAR
    ]
    for fact in dict.fromkeys((*prepared.needs, *formula.grounds, *named)):
        if fact not in known.values:
            why = known.why_not(fact)
            yield Reason(why.code, article, why.fact, why.particulars)
    if formula.choices:
        yield from _base_chosen(prepared, known, claim.base)
    for fact in dict.fromkeys(formula.not_negative):
        value = known.values.get(fact)
        if not isinstance(value, (date, str, frozenset)) and value is not None and value < 0:
            given = said(value, book.dictionary.get(fact))
            yield Reason("negative_base", article, fact, {"given": given})


def _base_chosen(prepared: PreparedClause, known: Known, base: str | None) -> Iterator[Reason]:
    choices, article = prepared.formula.choices, prepared.clause.article
    if base is None or base not in choices:
        yield Reason("base_not_chosen", article, base, {"choices": ", ".join(choices)})
    elif base not in known.values:
        why = known.why_not(base)
        yield Reason(why.code, article, why.fact, why.particulars)


def _goes_on(dossier: Dossier, prepared: PreparedClause, known: Known) -> bool:
    """Whether a yearly support that began in force goes on after the term (ruling 3)."""
    if not is_yearly(prepared.clause):
        return False
    same = [fact for fact in prepared.identity if fact != SUBSIDY_YEAR]
    return any(
        use.own
        and use.clause == prepared.clause.id
        and use.standing is not Standing.HELD
        and all(use.values.get(fact) == known.values.get(fact) for fact in same)
        for use in dossier.uses
    )


def _out_of_term(term: InForce, prepared: PreparedClause, filed_on: date) -> Reason:
    last = prepared.term.last_day
    particulars = {
        "filed_on": filed_on.isoformat(),
        "from": prepared.term.starts.isoformat(),
        "last_day": "" if last is None else last.isoformat(),
    }
    return Reason(f"clause_{term}", prepared.clause.article, None, particulars)
