"""Every chain of hashes and every rule of the ledger, asked anew (verify-history, verify-ledger).

The seal is over the whole office, as `casework verify-history` prints it; of what is broken only
what a person may see is named, the rest is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries import chains
from casework.queries.ledger_audit import every_fault
from casework.queries.red_flags.finding import Within
from casework.records.case import Case
from casework.records.people import Enterprise
from workflows.history import BrokenChain
from workflows.ledger_checks import Fault

_MOST = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """What came out."""

    cases: int
    events: int
    seal: str
    broken: tuple[tuple[str, BrokenChain], ...]
    meetings: tuple[tuple[str, BrokenChain], ...]
    """Broken chains of meetings."""
    elsewhere: int
    """Broken chains of cases the person may not see."""
    strays: int
    """Events whose case is gone."""
    ledger: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not (self.broken or self.meetings or self.elsewhere or self.strays or self.ledger)


def verify(session: Session, within: Within) -> Verified:
    """Walk every chain and ask every rule; memory stays the same however many there are."""
    seal = chains.Seal()
    found: list[tuple[str, BrokenChain]] = []
    meetings: list[tuple[str, BrokenChain]] = []
    for chain in chains.every(session):
        seal.add(chain)
        of = found if chain.is_of_a_case else meetings
        of += [(chain.reference, fault) for fault in chain.faults()]
    seen = _seen(session, within, {reference for reference, _ in found})
    return Verified(
        cases=seal.cases,
        events=seal.events,
        seal=seal.hash,
        broken=tuple(one for one in found if one[0] in seen)[:_MOST],
        meetings=tuple(meetings)[:_MOST],
        elsewhere=len({reference for reference, _ in found} - seen),
        strays=len(list(chains.strays(session))),
        ledger=tuple(every_fault(session))[:_MOST],
    )


def _seen(session: Session, within: Within, references: set[str]) -> set[str]:
    return set(
        session.scalars(
            sa.select(Case.reference)
            .join(Enterprise, Enterprise.id == Case.enterprise_id)
            .where(Case.reference.in_(sorted(references)), within.cases())
        )
    )
