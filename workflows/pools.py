"""Pools of money: touched only at approval, in the order of commitment (rulings 17 and 19)."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.calculation import Calculation
from workflows.claims import Reason
from workflows.money import Money
from workflows.policy.document import Clause, Pool


class Pools:
    """What is left in each pool while the claims of one request are settled."""

    def __init__(
        self, pools: Mapping[str, Pool], balances: Mapping[str, Money], *, approving: bool
    ) -> None:
        self._pools, self._balances, self._approving = pools, dict(balances), approving

    def unknown(self, clause: Clause) -> Reason | None:
        """At approval the balance of a hard pool must be known."""
        pool = self._pool(clause)
        if pool is None or not self._limits(pool) or pool.id in self._balances:
            return None
        return Reason("pool_balance_missing", pool.article, None, {"pool": pool.id})

    def draw(self, clause: Clause, calculation: Calculation) -> Money | None:
        """Pay from the clause's pool as far as it reaches; what has to wait is returned."""
        pool = self._pool(clause)
        if pool is None or pool.id not in self._balances:
            return None
        limits, balance = self._limits(pool), self._balances[pool.id]
        before = calculation.amount or 0
        calculation.draw_from_pool(pool, balance, touched=limits)
        drawn = calculation.amount or 0
        if not limits:
            return None
        self._balances[pool.id] = balance - Money(int(drawn))
        return Money(int(before - drawn)) or None

    def _pool(self, clause: Clause) -> Pool | None:
        return None if clause.pool is None else self._pools[clause.pool]

    def _limits(self, pool: Pool) -> bool:
        """Funds and floors are watched, not drawn from (ruling 19)."""
        return self._approving and pool.kind == "hard"
