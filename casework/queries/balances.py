"""Balances added up by the database, from the one table of effects (`workflows.ledger`)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from casework.records.ledger_entry import LedgerEntry
from workflows.ledger import EFFECTS
from workflows.money import Money

BALANCES = ("held", "committed", "paid", "recovered")


def summed(name: str, entry: Any = LedgerEntry) -> sa.ColumnElement[int]:
    """The sum of one balance over the entries that are selected, in fen; nothing for none."""
    whens = []
    for (kind, resolved), effect in EFFECTS.items():
        sign = getattr(effect, name)
        if sign:
            same = entry.kind == kind.value
            if resolved is not None:
                same = sa.and_(same, entry.resolves_kind == resolved.value)
            whens.append((same, entry.amount_fen if sign > 0 else -entry.amount_fen))
    whole = sa.func.coalesce(sa.func.sum(sa.case(*whens, else_=0)), 0)
    return sa.type_coerce(sa.cast(whole, sa.BigInteger), sa.BigInteger)


def balances(entry: Any = LedgerEntry) -> list[sa.ColumnElement[int]]:
    """Every balance as a column of its name."""
    return [summed(name, entry).label(name) for name in BALANCES]


def available(total: Money, committed: Money, paid: Money) -> Money:
    """What of a budget line may still be committed: its total less committed less paid."""
    return total - committed - paid
