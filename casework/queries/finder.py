"""Finding a policy clause: search and filter over the catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.catalogue import Catalogue
from workflows.policy.dictionary import Department
from workflows.policy.document import Clause, Policy
from workflows.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; an empty word asks nothing."""

    text: str = ""
    policy: str = ""
    district: str = ""
    department: str = ""
    who: str = ""
    no_application: str = ""
    also_ended: bool = False
    """Whether clauses that are no longer, or not yet, in force are looked at too."""


@dataclass(frozen=True, slots=True)
class FoundClause:
    """One clause as a list shows it."""

    clause: Clause
    policy: Policy
    term: Term
    departments: tuple[Department, ...]
    in_force: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in each filter, with how many clauses carry it."""

    policies: Mapping[str, int]
    districts: Mapping[str, int]
    departments: Mapping[str, int]
    who: Mapping[str, int]


def find(book: Catalogue, wanted: Wanted, *, on: date) -> tuple[FoundClause, ...]:
    """The clauses that fit every word and filter, in the order of the documents."""
    words = wanted.text.lower().split()
    return tuple(
        found
        for found in _all(book, on)
        if (found.in_force or wanted.also_ended)
        and _fits(found, wanted)
        and all(word in _said(found) for word in words)
    )


def one(book: Catalogue, clause_id: str, *, on: date) -> FoundClause:
    """One clause; KeyError where there is none."""
    return _found(book, book.clause(clause_id), on)


def choices(book: Catalogue, *, on: date) -> Choices:
    """What the filters offer: only what some clause carries."""
    found = tuple(_all(book, on))
    return Choices(
        policies=Counter(each.policy.id for each in found),
        districts=Counter(each.policy.district for each in found),
        departments=Counter(one.id for each in found for one in each.departments),
        who=Counter(who for each in found for who in each.clause.who),
    )


def _all(book: Catalogue, on: date) -> Iterator[FoundClause]:
    for policy in reversed(book.policies):
        for clause in policy.clause:
            yield _found(book, clause, on)


def _found(book: Catalogue, clause: Clause, on: date) -> FoundClause:
    term = book.term_of(clause.id)
    return FoundClause(
        clause,
        book.document_of(clause.id),
        term,
        book.departments_of(clause.id),
        term.covers(on),
    )


def _fits(found: FoundClause, wanted: Wanted) -> bool:
    asked = (
        (wanted.policy, {found.policy.id}),
        (wanted.district, {found.policy.district}),
        (wanted.department, {one.id for one in found.departments}),
        (wanted.who, set(found.clause.who)),
        (wanted.no_application, {found.clause.no_application}),
    )
    return all(not value or value in carried for value, carried in asked)


def _said(found: FoundClause) -> str:
    """Everything of a clause that somebody may search for."""
    clause, policy = found.clause, found.policy
    return " ".join(
        (
            *(clause.name, clause.name_en, clause.summary, clause.words, clause.article),
            *(policy.title, policy.title_en, policy.number),
            *(one.name for one in found.departments),
        )
    ).lower()
