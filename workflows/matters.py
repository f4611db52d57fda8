"""Same matter, paid once: what two claims or awards for one matter mean for each other.

A matter is a recipient and a subject: the certificate, title, building, project, contract. For a
yearly support it is also the year (rulings 20 to 24).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workflows.fact_values import Values, said
from workflows.policy.document import Clause, Policy

RECIPIENT = "enterprise.uscc"
SUBSIDY_YEAR = "case.subsidy_year"


@dataclass(frozen=True, slots=True)
class Matter:
    """What may be supported once; `subject` is None where its facts are not known."""

    group: str
    subject: str | None
    years: tuple[int, ...] | None
    """The years it is for, where it is supported year by year."""

    def same(self, other: Matter | None) -> bool:
        """Whether both are one matter; an unknown subject is never the same as another."""
        if other is None or (self.group, self.subject) != (other.group, other.subject):
            return False
        yearly = self.years is not None and other.years is not None
        apart = yearly and set(self.years or ()).isdisjoint(other.years or ())
        return self.subject is not None and not apart


class Relation(StrEnum):
    """What one matter claimed or awarded under two clauses leads to."""

    SEPARATE = "separate"
    """Different districts: each stands alone."""
    STACK = "stack"
    """The text lets both be enjoyed."""
    HIGHEST = "highest"
    HIGHEST_AND_BEST = "highest_and_best"
    SAME_CLAUSE = "same_clause"
    EXCLUDES = "excludes"
    """The text lets only one of the two be enjoyed."""
    REFER = "refer"
    """No clause says: the larger amount is the ceiling, and the joint meeting decides."""

    @property
    def pays_once(self) -> bool:
        return self not in (Relation.SEPARATE, Relation.STACK)


def matter_of(
    clause: Clause, values: Values, subject: str | None, years: tuple[int, ...]
) -> Matter | None:
    """The matter of a claim or award under a clause; None where the clause knows no matter."""
    if clause.matter is None:
        return None
    named = [fact for fact in clause.matter.subject if fact not in (RECIPIENT, SUBSIDY_YEAR)]
    if subject is None and all(fact in values for fact in named):
        subject = " / ".join(said(values[fact]) for fact in named)
    return Matter(clause.matter.group, subject, years if is_yearly(clause) else None)


def is_yearly(clause: Clause) -> bool:
    """Whether the clause supports the same subject again year after year."""
    named = () if clause.matter is None else clause.matter.subject
    return clause.repeat == "annual" or SUBSIDY_YEAR in named


def relation(one: Clause, its: Policy, other: Clause, others: Policy) -> Relation:
    """What the texts say about two clauses for one matter, whichever came first."""
    if one.id == other.id:
        return Relation.SAME_CLAUSE
    if its.district != others.district:
        return Relation.SEPARATE
    if other.id in one.stacks_with or one.id in other.stacks_with:
        return Relation.STACK
    if other.id in one.excludes or one.id in other.excludes:
        return Relation.EXCLUDES
    for link, linked in (
        *((link, others) for link in its.no_double_support),
        *((link, its) for link in others.no_double_support),
    ):
        if linked.id in link.with_:
            return Relation(link.rule)
    return Relation.REFER


@dataclass(frozen=True, slots=True)
class Candidate:
    """One claim for a matter with what it could pay, as far as choosing needs to know."""

    place: int
    """Where it stands in the order of filing."""
    fen: int
    """Its amount, or its ceiling while a figure is missing."""
    payments: int
    newness: tuple[int, int]
    """Of its document: the days it came into force and was issued."""


def best(candidates: Iterable[Candidate]) -> Candidate:
    """The larger amount; on equal ones fewer payments, then the newer document (ruling 20)."""
    return max(candidates, key=lambda one: (one.fen, -one.payments, one.newness, -one.place))


def together(claims: Iterable[tuple[int, Matter | None]]) -> tuple[tuple[int, ...], ...]:
    """Claims of one matter together, each group in the place of its earliest claim."""
    groups: list[list[tuple[int, Matter | None]]] = []
    for place, matter in claims:
        for group in groups:
            if matter is not None and any(matter.same(other) for _, other in group):
                group.append((place, matter))
                break
        else:
            groups.append([(place, matter)])
    return tuple(tuple(place for place, _ in group) for group in groups)
