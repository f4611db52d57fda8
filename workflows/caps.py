"""What a cap allows, what is used of it, and what is left (rulings 14 to 18).

A cap belongs to the legal person; awards held, decided and paid all use it. A cap that `shared`
names is one headroom for every clause, of any document, that shares it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from workflows.claims import Reason
from workflows.fact_values import Values
from workflows.formula import number, share
from workflows.notation import Exact
from workflows.past_awards import Use, lacks
from workflows.policy.document import Clause
from workflows.policy.limits import Cap, Scope


@dataclass(frozen=True, slots=True)
class PreparedCap:
    """A cap of a clause: how much it allows, and whose awards use it."""

    cap: Cap
    article: str
    needs: tuple[str, ...]
    clauses: frozenset[str]
    limit: Callable[[Values], Exact]
    """What it allows in all, in fen."""

    @property
    def flat(self) -> int | None:
        """A plain sum, in fen, where it depends on no fact."""
        if self.cap.amount_yuan is None or self.cap.per is not None:
            return None
        return self.cap.amount_yuan * 100

    def used(self, values: Values, uses: Iterable[Use], year: int) -> int:
        """What earlier and parallel awards use of it, in fen."""
        scope, item = self.cap.scope, self.cap.item
        if scope in (Scope.AWARD, Scope.UNIT_AREA):
            return 0
        counted = [
            use
            for use in uses
            if use.clause in self.clauses
            and use.level == "district"
            and all(use.values.get(fact) == values[fact] for fact in item)
        ]
        if scope is Scope.ITEM:
            return sum(use.fen for use in counted)
        first = year - (self.cap.years or 1) + 1
        return sum(
            use.fen
            for use in counted
            if use.own and (scope is Scope.LIFETIME or first <= use.year <= year)
        )

    def cannot_count(self, uses: Iterable[Use]) -> tuple[Reason, ...]:
        """Earlier awards that do not say which item they were for."""
        counted = (use for use in uses if use.clause in self.clauses)
        return lacks(counted, self.cap.item)


def prepare(clause: Clause, sharing: Mapping[str, frozenset[str]]) -> tuple[PreparedCap, ...]:
    """The caps of a clause, hard ones first; a pool is no cap of the enterprise."""
    hard_first = sorted(clause.cap, key=lambda cap: not cap.strict)
    return tuple(
        PreparedCap(
            cap,
            cap.article or clause.article,
            tuple(name for name in (cap.of, cap.per, *cap.item) if name is not None),
            sharing[cap.shared] if cap.shared is not None else frozenset({clause.id}),
            _limit(cap),
        )
        for cap in hard_first
        if cap.scope is not Scope.POOL
    )


def sharing(clauses: Iterable[Clause]) -> Mapping[str, frozenset[str]]:
    """Which clauses use each shared headroom."""
    together: dict[str, set[str]] = {}
    for clause in clauses:
        for cap in clause.cap:
            if cap.shared is not None:
                together.setdefault(cap.shared, set()).add(clause.id)
    return {name: frozenset(ids) for name, ids in together.items()}


def _limit(cap: Cap) -> Callable[[Values], Exact]:
    if cap.rate is not None:
        rate, of = cap.rate, cap.of
        assert of is not None
        return lambda values: share(number(values, of), rate)
    assert cap.amount_yuan is not None
    fen, per = cap.amount_yuan * 100, cap.per
    if per is not None:
        return lambda values: fen * number(values, per)
    return lambda values: fen
