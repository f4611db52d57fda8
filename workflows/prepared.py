"""The catalogue made ready for assessments, once: conditions, formulas and caps of every clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from workflows import amounts, caps, predicates
from workflows.caps import PreparedCap
from workflows.catalogue import Catalogue
from workflows.claims import Line
from workflows.eligibility import Conditions
from workflows.fact_values import Values
from workflows.formula import Dictionary, Formula, Officer
from workflows.matters import RECIPIENT, SUBSIDY_YEAR, Relation, is_yearly, relation
from workflows.notation import Exact
from workflows.policy.document import Clause, Policy, Reading
from workflows.policy.predicate import Alternative, Predicate
from workflows.term import Term

DISTRICT = "enterprise.district"


@dataclass(frozen=True, slots=True)
class PreparedClause:
    """One clause ready to be asked and worked out."""

    clause: Clause
    policy: Policy
    term: Term
    conditions: Conditions
    formula: Formula
    caps: tuple[PreparedCap, ...]
    flat_limit: int | None
    """The least of the caps that are plain sums, in fen."""
    other_limits: tuple[Callable[[Values], Exact], ...]
    """What the caps allow that depend on a fact."""
    needs: tuple[str, ...]
    """Facts the amount and its limits are worked out from."""
    identity: tuple[str, ...]
    """Facts that name its subject, its item and its premises."""
    readings: tuple[Line, ...]
    """How open questions of the text are read, and why; shown on every calculation."""
    flags: tuple[str, ...]

    def most(self, values: Values, officer: Officer) -> Exact | None:
        """The most the clause itself allows, in fen, before history; None for no limit."""
        most = self.formula.work_out(values, officer)
        if self.flat_limit is not None and (most is None or self.flat_limit < most):
            most = self.flat_limit
        for limit_of in self.other_limits:
            limit = limit_of(values)
            if most is None or limit < most:
                most = limit
        return most

    @property
    def newness(self) -> tuple[int, int]:
        """Which document is newer: in force later, then issued later."""
        return self.policy.in_force.from_.toordinal(), self.policy.issued.toordinal()


@dataclass(frozen=True, slots=True)
class Book:
    """All clauses, prepared, and the dictionary that facts are read against."""

    catalogue: Catalogue
    clauses: Mapping[str, PreparedClause]
    dictionary: Dictionary
    first_awards: Mapping[str, tuple[str, ...]]
    """Facts that are the day of the first award under one of some clauses."""

    def relation(self, one: str, other: str) -> Relation:
        """What the texts say of two clauses for one matter."""
        its, others = self.clauses[one], self.clauses[other]
        return relation(its.clause, its.policy, others.clause, others.policy)


@lru_cache(maxsize=8)
def prepare(catalogue: Catalogue) -> Book:
    """The catalogue prepared; remembered, since a catalogue never changes."""
    sharing = caps.sharing(catalogue.clauses.values())
    clauses = {
        clause.id: _prepared(clause, catalogue, catalogue.facts, sharing)
        for clause in catalogue.clauses.values()
    }
    first_awards = {
        name: entry.first_award_of
        for name, entry in catalogue.facts.items()
        if entry.first_award_of
    }
    return Book(catalogue, clauses, catalogue.facts, first_awards)


def _prepared(
    clause: Clause,
    catalogue: Catalogue,
    dictionary: Dictionary,
    sharing: Mapping[str, frozenset[str]],
) -> PreparedClause:
    policy = catalogue.document_of(clause.id)
    formula = amounts.formula(clause.benefit, dictionary, clause.article)
    own_caps = caps.prepare(clause, sharing)
    bounds = (name for cap in own_caps for name in (cap.cap.of, cap.cap.per) if name is not None)
    return PreparedClause(
        clause,
        policy,
        catalogue.term_of(clause.id),
        _conditions(clause, policy, dictionary),
        formula,
        own_caps,
        min((cap.flat for cap in own_caps if cap.flat is not None), default=None),
        tuple(cap.limit for cap in own_caps if cap.flat is None),
        tuple(dict.fromkeys((*formula.needs, *bounds))),
        _identity(clause),
        (
            *(_reading("reading", reading, clause.article) for reading in clause.reading),
            *(_reading("document_reading", reading, None) for reading in policy.reading),
        ),
        tuple(dict.fromkeys((*policy.flags, *clause.flags))),
    )


def _conditions(clause: Clause, policy: Policy, dictionary: Dictionary) -> Conditions:
    """What the document asks, its district first (ruling 5), and what the clause asks itself."""
    asked: list[tuple[Predicate, str | None]] = []
    ways: list[tuple[Iterable[Alternative], str | None]] = [(clause.either, clause.article)]
    if clause.asks_document:
        asked += [(predicate, None) for predicate in policy.requires]
        ways.insert(0, (policy.either, None))
        if DISTRICT not in {predicate.fact for predicate in policy.requires}:
            gate = Predicate.model_validate({"fact": DISTRICT, "is": policy.district})
            asked.insert(0, (gate, None))
    asked += [(predicate, clause.article) for predicate in clause.requires]
    return Conditions(
        tuple(predicates.prepare(one, dictionary, article) for one, article in asked),
        tuple(
            tuple(
                tuple(predicates.prepare(one, dictionary, article) for one in way.all)
                for way in alternatives
            )
            for alternatives, article in ways
            if alternatives
        ),
    )


def _reading(kind: str, reading: Reading, article: str | None) -> Line:
    particulars = {
        "question": reading.question,
        "reading": reading.reading,
        "basis": reading.basis,
    }
    return Line(kind, article, particulars=particulars)


def _identity(clause: Clause) -> tuple[str, ...]:
    named = () if clause.matter is None else clause.matter.subject
    items = [fact for cap in clause.cap for fact in cap.item]
    premises = () if clause.year_limit is None else clause.year_limit.same
    year = (SUBSIDY_YEAR,) if is_yearly(clause) else ()
    every = dict.fromkeys((*named, *items, *premises, *year))
    return tuple(name for name in every if name != RECIPIENT)
