"""The ledger of awards: what an entry says, and every balance that is computed from entries.

Two-phase, single-sided, added to only. A reservation is never edited: another entry resolves it,
wholly or in part. `EFFECTS` is the one table that says what an entry does to a balance; Python
sums, SQL sums and the checks are all made from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from workflows.money import NOTHING, Money


class Kind(StrEnum):
    """What an entry books."""

    HOLD = "hold"
    """预占: a submitted case keeps its computed ceiling free (ruling 17)."""
    RESERVE = "reserve"
    """占用: approval commits one instalment, for one budget year."""
    PAY = "pay"
    """拨付: money left."""
    RELEASE = "release"
    """释放: it will not be paid."""
    RECOVER = "recover"
    """追回: money came back."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One ceiling an entry was booked under: whose headroom it uses, and how much there is.

    `cap` names the headroom, e.g. `xifagai-2023-71/6#0/lifetime`; a yearly one ends in its year.
    A `shared` headroom counts for every enterprise together: one building, one pool of a project.
    """

    cap: str
    amount: Money
    shared: bool = False
    exception: str = ""
    """The minutes of the recorded decision to go over a limit that holds in principle (ruling 18);
    what was booked so still counts, but was not stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger; `number` counts within its case and `resolves` is such a number.

    `id` counts over the whole ledger: among entries that share a headroom it is their order.
    """

    id: int
    case: int
    number: int
    kind: Kind
    amount: Money
    enterprise: int
    policy: str
    clause: str
    on: date
    year: int
    """The calendar year whose caps it counts against: that of the decision (ruling 15)."""
    fiscal_year: int
    """The budget year it is paid from."""
    matter_group: str | None = None
    matter_subject: str | None = None
    pool: str | None = None
    budget_line: int | None = None
    instalment: int | None = None
    payment_number: str | None = None
    resolves: int | None = None
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What one fen of an entry adds to each balance."""

    held: int = 0
    committed: int = 0
    paid: int = 0
    recovered: int = 0


EFFECTS: Mapping[tuple[Kind, Kind | None], Effect] = MappingProxyType(
    {
        (Kind.HOLD, None): Effect(held=1),
        (Kind.RESERVE, Kind.HOLD): Effect(held=-1, committed=1),
        (Kind.PAY, Kind.RESERVE): Effect(committed=-1, paid=1),
        (Kind.RELEASE, Kind.HOLD): Effect(held=-1),
        (Kind.RELEASE, Kind.RESERVE): Effect(committed=-1),
        (Kind.RECOVER, Kind.PAY): Effect(recovered=1),
    }
)
"""By what is booked and what it resolves; any other pair is a fault."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the money stands; every total that is shown, exported or checked is one of these."""

    held: Money = NOTHING
    committed: Money = NOTHING
    paid: Money = NOTHING
    recovered: Money = NOTHING

    @property
    def scheduled(self) -> Money:
        """What was decided and not given up: still to be paid, or paid.

        It is also what a budget line or a pool has given: recovered money returns to the treasury.
        """
        return self.committed + self.paid

    @property
    def net_paid(self) -> Money:
        """What the enterprise has and keeps."""
        return self.paid - self.recovered

    @property
    def used(self) -> Money:
        """What counts against a cap: held, decided and paid, net of recoveries (ruling 17)."""
        return self.held + self.committed + self.net_paid

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.held + other.held,
            self.committed + other.committed,
            self.paid + other.paid,
            self.recovered + other.recovered,
        )


Booked = tuple[Kind, Kind | None, Money]
"""A kind, the kind it resolves, and a sum of such entries."""


def balance_of(sums: Iterable[Booked]) -> Balance:
    """The balance of sums by kind and resolved kind, from wherever they were added up."""
    held = committed = paid = recovered = 0
    for kind, resolved, amount in sums:
        effect = EFFECTS[kind, resolved]
        held += effect.held * amount.fen
        committed += effect.committed * amount.fen
        paid += effect.paid * amount.fen
        recovered += effect.recovered * amount.fen
    return Balance(Money(held), Money(committed), Money(paid), Money(recovered))


class Ledger:
    """The entries of one or more cases, with what each has left to be resolved."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_number = {(entry.case, entry.number): entry for entry in self.entries}
        self._open = {place: entry.amount.fen for place, entry in self._by_number.items()}
        for entry in self.entries:
            if entry.resolves is not None and (entry.case, entry.resolves) in self._open:
                self._open[entry.case, entry.resolves] -= entry.amount.fen

    def resolved(self, entry: Entry) -> Entry | None:
        """The entry this one resolves; None where it resolves none, or one that is not there."""
        return None if entry.resolves is None else self._by_number.get((entry.case, entry.resolves))

    def left(self, entry: Entry) -> Money:
        """What of an entry no other has resolved yet; negative in a faulty ledger."""
        return Money(self._open[entry.case, entry.number])

    def open(self, kind: Kind, *, instalment: int | None = None) -> tuple[Entry, ...]:
        """Entries of a kind with something left, oldest first; of one instalment if it is named."""
        return tuple(
            entry
            for entry in self.entries
            if entry.kind is kind
            and self.left(entry)
            and (instalment is None or entry.instalment == instalment)
        )

    def balance(self, *, instalment: int | None = None) -> Balance:
        """The balance of these entries, or of one instalment's."""
        return balance_of(
            (entry.kind, self._kind_resolved(entry), entry.amount)
            for entry in self.entries
            if instalment is None or entry.instalment == instalment
        )

    def used(self, limit: Limit) -> Money:
        """What these entries use of a headroom; each counts under the limits it was booked with.

        A hold counts as far as it is open. A reservation counts until it is released, and stays
        when it is paid until the money is recovered.
        """
        used = 0
        for entry in self.entries:
            for bearer, sign in self.uses(entry):
                if any(one.cap == limit.cap for one in bearer.limits):
                    used += sign * entry.amount.fen
        return Money(used)

    def headroom(self, limit: Limit) -> Money:
        """What a limit still allows, never below nothing."""
        return max(limit.amount - self.used(limit), NOTHING)

    def uses(self, entry: Entry) -> Iterator[tuple[Entry, int]]:
        """The holds and reservations whose use of their caps this entry begins or takes back."""
        if entry.kind in (Kind.HOLD, Kind.RESERVE):
            yield entry, 1
        taken_back = self.resolved(entry)
        if entry.kind is Kind.RECOVER and taken_back is not None:
            taken_back = self.resolved(taken_back)
        if entry.kind is not Kind.PAY and taken_back is not None:
            yield taken_back, -1

    def _kind_resolved(self, entry: Entry) -> Kind | None:
        resolved = self.resolved(entry)
        return None if resolved is None else resolved.kind
