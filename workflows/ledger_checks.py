"""What must hold of every ledger: a list of small functions from entries to faults.

Run in tests after every act, and nightly over everything kept (`casework verify-ledger`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from workflows.ledger import EFFECTS, Entry, Kind, Ledger
from workflows.money import NOTHING, Money


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: which check found it, where, and how it shows in plain English."""

    check: str
    where: str
    how: str


def _fault(check: str, entry: Entry, how: str) -> Fault:
    return Fault(check, f"case {entry.case} entry {entry.number}", how)


def amounts(ledger: Ledger) -> Iterator[Fault]:
    """Every entry books more than nothing."""
    for entry in ledger.entries:
        if entry.amount <= NOTHING:
            yield _fault("balance", entry, f"books {entry.amount}")


def nothing_resolved_twice(ledger: Ledger) -> Iterator[Fault]:
    """No entry is resolved beyond its amount: paid + released <= reserved, recovered <= paid."""
    for entry in ledger.entries:
        if ledger.left(entry) < NOTHING:
            yield _fault(
                "balance",
                entry,
                f"{entry.kind} of {entry.amount} is resolved by {-ledger.left(entry)} too much",
            )


def in_order(ledger: Ledger) -> Iterator[Fault]:
    """An entry resolves an earlier one, of a kind it may resolve."""
    for entry in ledger.entries:
        resolved = ledger.resolved(entry)
        if resolved is None and entry.resolves is None:
            if (entry.kind, None) not in EFFECTS:
                yield _fault("orphan", entry, f"a {entry.kind} that resolves nothing")
        elif resolved is None:
            yield _fault("orphan", entry, f"resolves entry {entry.resolves}, which is not there")
        elif (entry.kind, resolved.kind) not in EFFECTS:
            yield _fault("order", entry, f"a {entry.kind} may not resolve a {resolved.kind}")
        elif resolved.number >= entry.number:
            yield _fault("order", entry, f"resolves the later entry {resolved.number}")
        elif resolved.on > entry.on:
            yield _fault("order", entry, f"dated {entry.on}, before what it resolves")


_CARRIED = ("instalment", "pool", "budget_line", "fiscal_year")


def keeps_its_place(ledger: Ledger) -> Iterator[Fault]:
    """An entry stays with the enterprise, clause and instalment of the entry it resolves."""
    for entry in ledger.entries:
        resolved = ledger.resolved(entry)
        if resolved is None:
            continue
        kept = ["enterprise", "policy", "clause"]
        if resolved.kind is not Kind.HOLD:
            kept += _CARRIED
        for name in kept:
            if getattr(entry, name) != getattr(resolved, name):
                yield _fault("order", entry, f"{name} differs from what it resolves")


def paid_once(ledger: Ledger) -> Iterator[Fault]:
    """One instalment is paid once, under one payment number, for all that was reserved."""
    seen: set[tuple[int, int | None]] = set()
    numbers: set[str] = set()
    for entry in ledger.entries:
        if entry.kind is not Kind.PAY:
            continue
        reserved = ledger.resolved(entry)
        if reserved is not None and reserved.amount != entry.amount:
            yield _fault("balance", entry, f"pays {entry.amount} of {reserved.amount} reserved")
        place = (entry.case, entry.instalment)
        if place in seen:
            yield _fault("double pay", entry, f"instalment {entry.instalment} was paid before")
        if entry.payment_number is None:
            yield _fault("double pay", entry, "it has no payment number")
        elif entry.payment_number in numbers:
            yield _fault("double pay", entry, f"{entry.payment_number} was paid before")
        else:
            numbers.add(entry.payment_number)
        seen.add(place)


def reserved_once(ledger: Ledger) -> Iterator[Fault]:
    """One instalment has at most one open reservation, and none beside its payment."""
    standing: dict[tuple[int, int | None], int] = defaultdict(int)
    for entry in ledger.entries:
        reserved = entry.kind is Kind.RESERVE and ledger.left(entry) > NOTHING
        if not reserved and entry.kind is not Kind.PAY:
            continue
        standing[entry.case, entry.instalment] += 1
        if standing[entry.case, entry.instalment] > 1:
            yield _fault("balance", entry, f"instalment {entry.instalment} is covered twice")


def within_limits(ledger: Ledger) -> Iterator[Fault]:
    """No booking used more of a headroom than the limit it was booked under left."""
    used: dict[tuple[int | None, str], int] = defaultdict(int)
    for entry in sorted(ledger.entries, key=lambda entry: entry.id):
        for bearer, sign in ledger.uses(entry):
            for limit in bearer.limits:
                owner = None if limit.shared else entry.enterprise
                used[owner, limit.cap] += sign * entry.amount.fen
        for limit in entry.limits:
            owner = None if limit.shared else entry.enterprise
            if used[owner, limit.cap] > limit.amount.fen and not limit.exception:
                whose = "all enterprises" if owner is None else f"enterprise {owner}"
                spent = Money(used[owner, limit.cap])
                yield _fault("cap", entry, f"{limit.cap} of {whose}: {spent} of {limit.amount}")


CHECKS: tuple[Callable[[Ledger], Iterator[Fault]], ...] = (
    amounts,
    nothing_resolved_twice,
    in_order,
    keeps_its_place,
    reserved_once,
    paid_once,
    within_limits,
)
"""All of them look at whole cases; `within_limits` at all the entries of a cap."""


def faults(entries: Iterable[Entry]) -> tuple[Fault, ...]:
    """Every fault of these entries."""
    ledger = Ledger(entries)
    return tuple(fault for check in CHECKS for fault in check(ledger))
