"""A page of the ledger: the entries of one case, and those being written, kept all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.queries import ledger as kept
from casework.queries import ledger_chain as chain
from casework.records.case import Case
from workflows.ledger import Entry, Kind, Ledger, Limit
from workflows.money import NOTHING, Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date

_NOT_WRITTEN = 2**62
"""Entries that are being written stand after all that are kept."""

End = tuple[int, str]
"""Number and hash of the last entry of a chain."""
NO_END: End = (0, "")


@dataclass(frozen=True, slots=True)
class Signed:
    """With which act of the case, by whom, when and on what paper something is booked."""

    event: int
    actor: Actor
    at: datetime
    basis: str = ""


class Page:
    """What one case has in the ledger, and the entries this booking adds to it."""

    def __init__(self, case: Case, signed: Signed, before: Sequence[Entry], end: End) -> None:
        self._case, self._signed = case, signed
        self._before = tuple(before)
        self._last, self._last_hash = end
        self._new: list[Entry] = []
        self.ledger = Ledger(self._before)

    @property
    def open_hold(self) -> Entry | None:
        """What the case holds: at most one hold is open at a time."""
        found = self.ledger.open(Kind.HOLD)
        return found[0] if found else None

    @property
    def held(self) -> Money:
        """How much the case holds."""
        return Money.total(self.ledger.left(entry) for entry in self.ledger.open(Kind.HOLD))

    def open_reservation(self, instalment: int) -> Entry:
        """The reservation of an instalment; Refused where it has none, or is paid already."""
        found = self.ledger.open(Kind.RESERVE, instalment=instalment)
        if not found:
            raise Refused(Refusal("nothing_reserved", {"instalment": instalment}))
        return found[0]

    def write(self, kind: Kind, amount: Money, **more: Any) -> Entry:
        """Add an entry; `more` are its further fields, over those of the case."""
        on = civil_date(self._signed.at)
        number = self._last + len(self._new) + 1
        entry = Entry(
            **{
                "id": _NOT_WRITTEN + number,
                "case": self._case.id,
                "number": number,
                "enterprise": self._case.enterprise_id,
                "policy": self._case.policy_id,
                "clause": self._case.clause_id,
                "matter_group": self._case.matter_group,
                "matter_subject": self._case.matter_subject,
                "on": on,
                "year": on.year,
                "fiscal_year": on.year,
                **more,
            },
            kind=kind,
            amount=amount,
        )
        self._new.append(entry)
        self.ledger = Ledger((*self._before, *self._new))
        return entry

    def resolve(self, kind: Kind, entry: Entry, amount: Money, **more: Any) -> Entry:
        """Add an entry that resolves another, in the same place."""
        return self.write(
            kind,
            amount,
            resolves=entry.number,
            instalment=entry.instalment,
            pool=entry.pool,
            budget_line=entry.budget_line,
            year=entry.year,
            fiscal_year=entry.fiscal_year,
            **more,
        )

    def hold_exactly(self, amount: Money, **more: Any) -> None:
        """Make the hold this large: part of it is released, or a larger one takes its place."""
        entry, held = self.open_hold, self.held
        if entry is not None and amount != held:
            less = held - amount if amount < held else held
            self.resolve(Kind.RELEASE, entry, less)
        if amount > held:
            self.write(Kind.HOLD, amount, **more)

    def reserve(self, amount: Money, **more: Any) -> None:
        """Reserve out of what is held; there has to be enough."""
        entry = self.open_hold
        assert entry is not None, "a reservation resolves a hold"
        self.write(Kind.RESERVE, amount, resolves=entry.number, **more)

    def release(self, entry: Entry) -> None:
        """Free all of a reservation."""
        self.resolve(Kind.RELEASE, entry, entry.amount)

    @property
    def new(self) -> Sequence[Entry]:
        """The entries that are being written."""
        return self._new

    def refusals(self, session: Session) -> list[Refusal]:
        """The figures of every limit that these entries would break."""
        limits = {
            limit.cap: limit for entry in self._new for limit in entry.limits if not limit.exception
        }
        if not limits:
            return []
        own = kept.entries_of_enterprise(session, self._case.enterprise_id)
        refusals = []
        for limit in limits.values():
            others = kept.entries_sharing(session, limit.cap) if limit.shared else own
            others = tuple(entry for entry in others if entry.case != self._case.id)
            before = Ledger((*others, *self._before)).used(limit)
            after = Ledger((*others, *self.ledger.entries)).used(limit)
            if after > limit.amount and after > before:
                refusals.append(_cap_refusal(limit, before, after))
        return refusals

    @property
    def shared(self) -> list[dict[str, Any]]:
        """The headrooms shared with others that the new entries use."""
        return [
            {"cap": limit.cap, "case_id": entry.case, "number": entry.number}
            for entry in self._new
            for limit in entry.limits
            if limit.shared
        ]

    def rows(self) -> list[dict[str, Any]]:
        """The new entries as rows, each chained to the one before."""
        rows, previous = [], self._last_hash
        for entry in self._new:
            row = self._row(entry, previous)
            rows.append(row)
            previous = row["hash"]
        return rows

    def end(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Where the chain ends now, and where it did when this page was read."""
        return {
            "of": self._case.id,
            "reference": self._case.reference,
            "seen": self._last,
            "end": rows[-1]["number"],
            "end_hash": rows[-1]["hash"],
        }

    def standing(self) -> list[dict[str, int]]:
        """What each instalment this booking touches comes to now."""
        touched = sorted({entry.instalment for entry in self._new if entry.instalment is not None})
        return [
            {
                "of": self._case.id,
                "instalment": instalment,
                "committed": balance.committed.fen,
                "paid": balance.paid.fen,
                "recovered": balance.recovered.fen,
            }
            for instalment in touched
            for balance in (self.ledger.balance(instalment=instalment),)
        ]

    def _row(self, entry: Entry, previous: str) -> dict[str, Any]:
        signed, resolved = self._signed, self.ledger.resolved(entry)
        row = {
            "number": entry.number,
            "kind": entry.kind.value,
            "amount_fen": entry.amount.fen,
            "resolves": entry.resolves,
            "resolves_kind": None if resolved is None else resolved.kind.value,
            "enterprise_id": entry.enterprise,
            "policy_id": entry.policy,
            "clause_id": entry.clause,
            "matter_group": entry.matter_group,
            "matter_subject": entry.matter_subject,
            "instalment": entry.instalment,
            "payment_number": entry.payment_number,
            "pool_id": entry.pool,
            "budget_line_id": entry.budget_line,
            "year": entry.year,
            "fiscal_year": entry.fiscal_year,
            "limits": kept.limits_kept(entry.limits),
            "basis": signed.basis,
            "event_number": signed.event,
            "actor_id": signed.actor.user_id,
            "acting_for_id": signed.actor.deputizes_for,
            "booked_on": entry.on,
            "previous_hash": previous,
        }
        return {
            **row,
            "case_id": entry.case,
            "booked_at": signed.at,
            "hash": chain.hash_of_row(self._case.reference, {**row, "booked_at": signed.at}),
        }


def _cap_refusal(limit: Limit, before: Money, after: Money) -> Refusal:
    """Why a limit does not allow it, with the figures."""
    return Refusal(
        "cap_short",
        {
            "cap": limit.cap,
            "limit": limit.amount,
            "used": before,
            "left": max(limit.amount - before, NOTHING),
            "amount": after - before,
        },
    )
