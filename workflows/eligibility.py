"""Whether a clause is open to an enterprise: in force that day, in its district, conditions met."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflows.claims import Eligibility, InForce, Reason
from workflows.fact_values import Known, Values
from workflows.predicates import Condition
from workflows.term import Term

Verdict = tuple[Eligibility, tuple[Reason, ...]]


Way = tuple[Condition, ...]
"""Conditions that must be met together."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """All a clause asks: every one of `all`, and of each group of ways at least one."""

    all: tuple[Condition, ...]
    either: tuple[tuple[Way, ...], ...] = ()

    def met(self, values: Values, recognised: Collection[str]) -> bool | None:
        """Met, not met, or None where it cannot be known yet."""
        unknown = False
        for condition in self.all:
            met = condition.met(values, recognised)
            if met is False:
                return False
            unknown = unknown or met is None
        for group in self.either:
            met = _any_way(group, values, recognised)
            if met is False:
                return False
            unknown = unknown or met is None
        return None if unknown else True

    def judge(self, known: Known, recognised: Collection[str]) -> Verdict:
        """Eligible, not eligible or unknown, with every reason at once."""
        met = self.met(known.values, recognised)
        if met:
            return Eligibility.ELIGIBLE, ()
        verdict = Eligibility.NOT_ELIGIBLE if met is False else Eligibility.UNKNOWN
        return verdict, tuple(dict.fromkeys(self._reasons(known, recognised)))

    def presuming(self) -> Conditions:
        """The same conditions, pending recognitions as if they turned out as declared."""
        return Conditions(
            tuple(one.presuming() for one in self.all),
            tuple(
                tuple(tuple(one.presuming() for one in way) for way in group)
                for group in self.either
            ),
        )

    def _reasons(self, known: Known, recognised: Collection[str]) -> Iterator[Reason]:
        yield from _why(self.all, known, recognised)
        for group in self.either:
            met = _any_way(group, known.values, recognised)
            if met is False:
                yield Reason("no_way_met", particulars={"ways": str(len(group))})
            for way in group:
                if not met and _together(way, known.values, recognised) is met:
                    yield from _why(way, known, recognised)


def in_force(term: Term, filed_on: date) -> InForce:
    """Whether the clause held on the day of first filing (rulings 1 and 2)."""
    if term.covers(filed_on):
        return InForce.YES
    return InForce.NOT_YET if filed_on < term.starts else InForce.EXPIRED


def _any_way(group: Iterable[Way], values: Values, recognised: Collection[str]) -> bool | None:
    met = [_together(way, values, recognised) for way in group]
    if True in met:
        return True
    return None if None in met else False


def _together(way: Way, values: Values, recognised: Collection[str]) -> bool | None:
    met = [condition.met(values, recognised) for condition in way]
    if False in met:
        return False
    return None if None in met else True


def _why(
    conditions: Iterable[Condition], known: Known, recognised: Collection[str]
) -> Iterator[Reason]:
    for condition in conditions:
        yield from condition.reasons(known, recognised)
