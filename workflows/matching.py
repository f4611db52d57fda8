"""One enterprise set against every clause in force: what it may get, what is missing, what not.

An estimate is what the clause itself comes to under its own limits, before any history; it
promises nothing. Facts that only name what a claim is for are not asked for here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from workflows.catalogue import Catalogue
from workflows.claims import STRICT, Reason, Request
from workflows.examination import FILED_ON, first_awards
from workflows.fact_values import Known, Value, read_facts
from workflows.formula import AS_WRITTEN, whole_fen
from workflows.matters import RECIPIENT
from workflows.money import Money
from workflows.notation import Day, YuanText
from workflows.prepared import PreparedClause, prepare


class Fit(StrEnum):
    """How a clause stands to an enterprise."""

    MAY_GET = "may_get"
    MISSING = "missing"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact without which nothing can be said; where it comes from."""

    fact: str
    label: str
    label_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """One clause and one enterprise."""

    clause: str
    fit: Fit
    estimate: Annotated[YuanText | None, Field(alias="estimate_yuan")] = None
    """What the clause fixes."""
    ceiling: Annotated[YuanText | None, Field(alias="ceiling_yuan")] = None
    """The most an officer could set; both are None where the text gives no figure."""
    missing: tuple[MissingFact, ...] = ()
    reasons: tuple[Reason, ...] = ()
    no_application: Literal["yes", "partial", "no"] = "no"
    """``yes``: the district could grant it from what it knows, without an application."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Every clause in force on a day, in the order of the documents."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    enterprise: str
    filed_on: Day
    matches: tuple[Match, ...]

    def of(self, fit: Fit) -> tuple[Match, ...]:
        """Those that stand so."""
        return tuple(one for one in self.matches if one.fit == fit)


def match(catalogue: Catalogue, request: Request) -> Matches:
    """Set the enterprise of a request against all clauses in force on its day of filing."""
    book = prepare(catalogue)
    read = read_facts(book.dictionary, request.facts)
    system: dict[str, Value] = {RECIPIENT: request.enterprise, FILED_ON: request.filed_on}
    known = Known({**first_awards(book, request), **read.values, **system}, read.faults)
    recognised = frozenset(one.fact for one in request.recognitions)
    return Matches(
        request.enterprise,
        request.filed_on,
        tuple(
            match_clause(catalogue, prepared, known, recognised)
            for prepared in book.clauses.values()
            if prepared.term.covers(request.filed_on)
        ),
    )


def match_clause(
    catalogue: Catalogue, prepared: PreparedClause, known: Known, recognised: Collection[str]
) -> Match:
    """How one clause stands to an enterprise, with the estimate or with every reason."""
    clause = prepared.clause
    met = prepared.conditions.met(known.values, recognised)
    lacking = [fact for fact in prepared.needs if fact not in known.values]
    if met and not lacking:
        most = prepared.most(known.values, AS_WRITTEN)
        amount = None if most is None else Money(whole_fen(most))
        estimate, ceiling = (
            (amount, None) if prepared.formula.officer_sets == "nothing" else (None, amount)
        )
        return Match(
            clause.id, Fit.MAY_GET, estimate, ceiling, no_application=clause.no_application
        )
    _, reasons = prepared.conditions.judge(known, recognised)
    if met is False:
        return Match(clause.id, Fit.NOT, reasons=reasons, no_application=clause.no_application)
    return Match(
        clause.id,
        Fit.MISSING,
        missing=tuple(_missing(catalogue, reasons, lacking)),
        reasons=tuple(one for one in reasons if one.code != "fact_missing"),
        no_application=clause.no_application,
    )


def _missing(
    catalogue: Catalogue, reasons: Collection[Reason], lacking: Collection[str]
) -> Iterator[MissingFact]:
    asked = (one.fact for one in reasons if one.code == "fact_missing" and one.fact is not None)
    for fact in dict.fromkeys((*asked, *lacking)):
        entry = catalogue.facts[fact]
        yield MissingFact(fact, entry.label, entry.label_en, entry.source)
