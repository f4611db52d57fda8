"""One enterprise against twenty formula clauses, beside the same sums as one compiled function.

The floor is the shortest Python there can be for the same amounts: every figure written in, no
conditions, no lines. What the product works out is compared with it to the fen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from statistics import median
from typing import Any

from workflows.assessment import assess
from workflows.caps import PreparedCap
from workflows.catalogue import catalogue
from workflows.claims import Claim, Recognition, Request
from workflows.fact_values import Known, Values, read_facts
from workflows.formula import AS_WRITTEN
from workflows.matching import match, match_clause
from workflows.policy.benefit import Increment, PerUnit, Share, UnitTiers
from workflows.prepared import PreparedClause, prepare

FORMULAS, ROUNDS, TIMES = 20, 21, 200
FILED, ENTERPRISE = date(2026, 3, 1), "91110102MA00000001"
FLOOR = "floor: one compiled function"


def measure() -> Iterator[str]:
    """Microseconds, the medians of rounds in which all contenders take turns."""
    clauses = twenty()
    facts = raw(clauses)
    known = read_facts(catalogue().facts, facts)
    values, recognised = known.values, frozenset(catalogue().facts)
    floor = compiled(clauses)
    assert tuple(amounts(clauses, values)) == floor(values)
    taken = timed(
        {
            FLOOR: lambda: floor(values),
            "20 amounts under their own limits": lambda: amounts(clauses, values),
            "20 amounts with every line": lambda: explained(clauses, values),
            "20 answers: conditions, amount, reasons": lambda: answers(clauses, known, recognised),
            "every clause in force matched": lambda: match(catalogue(), request(facts)),
            "one claim assessed whole": lambda: assess(catalogue(), request(facts, clauses[-1])),
        }
    )
    for name, microseconds in taken.items():
        yield f"{name:<42}{microseconds:>9,.1f} us {microseconds / taken[FLOOR]:>7.1f} x floor"


def twenty() -> tuple[PreparedClause, ...]:
    """The first clauses of Xicheng's documents that are worked out from facts alone."""
    kinds = (Share, PerUnit, UnitTiers, Increment)
    fitting = (
        one
        for one in prepare(catalogue()).clauses.values()
        if isinstance(one.clause.benefit, kinds) and one.policy.district == "xicheng"
    )
    return tuple(islice(fitting, FORMULAS))


def amounts(clauses: tuple[PreparedClause, ...], values: Values) -> list[Any]:
    """Every amount in fen; its lines can be had from the same values when somebody looks."""
    return [one.most(values, AS_WRITTEN) for one in clauses]


def explained(clauses: tuple[PreparedClause, ...], values: Values) -> list[Any]:
    """Every amount with its lines."""
    return [
        (one.most(values, AS_WRITTEN), one.formula.explain(values, AS_WRITTEN)) for one in clauses
    ]


def answers(
    clauses: tuple[PreparedClause, ...], known: Known, recognised: frozenset[str]
) -> list[Any]:
    """How each clause stands to the enterprise."""
    return [match_clause(catalogue(), one, known, recognised) for one in clauses]


def request(facts: Mapping[str, object], one: PreparedClause | None = None) -> Request:
    """All the facts, and one claim where a clause is named."""
    claims: tuple[Claim, ...] = ()
    if one is not None:
        named = {name: 2026 if name.endswith("year") else "x" for name in one.identity}
        claims = (Claim("1", one.clause.id, facts=named),)
    recognitions = tuple(Recognition(name, "1", FILED, "x") for name in facts)
    return Request(FILED, ENTERPRISE, facts, claims, recognitions=recognitions)


def raw(clauses: tuple[PreparedClause, ...]) -> dict[str, object]:
    """A value for every fact the clauses look at; the conditions they share are met."""
    found: dict[str, object] = {name: 1_234_567 for one in clauses for name in one.needs}
    for one in clauses:
        ways = (way[0] for group in one.conditions.either for way in group[:1])
        for condition in (*one.conditions.all, *ways):
            asked = condition.predicate
            if asked.is_ is not None:
                found.setdefault(asked.fact, asked.is_)
            elif asked.one_of is not None:
                found.setdefault(asked.fact, asked.one_of[0])
            elif asked.includes_any is not None:
                found.setdefault(asked.fact, list(asked.includes_any))
            else:
                found.setdefault(asked.fact, 3)
    return found


def compiled(clauses: tuple[PreparedClause, ...]) -> Callable[[Values], tuple[int, ...]]:
    """The same amounts as one Python function of the read facts."""
    sums = ", ".join(_capped(one) for one in clauses)
    space: dict[str, Any] = {}
    exec(f"def floor(v): return ({sums},)", space)
    found: Callable[[Values], tuple[int, ...]] = space["floor"]
    return found


def _capped(one: PreparedClause) -> str:
    sums = [_amount(one.clause.benefit), *(_limit(cap) for cap in one.caps)]
    return sums[0] if len(sums) == 1 else f"min({', '.join(sums)})"


def _limit(cap: PreparedCap) -> str:
    fen = f"{(cap.cap.amount_yuan or 0) * 100}"
    return fen if cap.cap.per is None else f"{fen} * v[{cap.cap.per!r}]"


def _amount(benefit: object) -> str:
    match benefit:
        case PerUnit():
            return f"{benefit.amount_yuan * 100} * v[{benefit.of!r}]"
        case UnitTiers():
            return " + ".join(f"{one.amount_yuan * 100} * v[{one.of!r}]" for one in benefit.tier)
        case Share():
            bases = [f"v[{name!r}]" for name in benefit.of.names]
            base = bases[0] if len(bases) == 1 else f"max({', '.join(bases)})"
            return f"{base} * {benefit.rate.numerator} // {benefit.rate.denominator}"
        case Increment():
            rate = benefit.rate
            return f"max(0, v[{benefit.of!r}]) * {rate.numerator} // {rate.denominator}"
        case _:
            raise TypeError(type(benefit).__name__)


def timed(contenders: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Microseconds of each, the median over rounds."""
    rounds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, work in contenders.items():
            times = max(1, TIMES // 20) if "every" in name else TIMES
            begun = time.perf_counter()
            for _ in range(times):
                work()
            rounds[name].append((time.perf_counter() - begun) / times * 1e6)
    return {name: median(taken) for name, taken in rounds.items()}
