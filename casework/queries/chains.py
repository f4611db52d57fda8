"""The histories of all cases as chains: streamed, checked, and written out for an auditor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.case_event import CaseEvent
from workflows.history import BrokenChain, Link, broken
from workflows.term import utc_text

_BATCH = 5_000
_SAID = tuple(
    column.name
    for column in CaseEvent.__table__.columns
    if column.name not in ("id", "case_id", "hash")
)


@dataclass(frozen=True, slots=True)
class Chain:
    """The history of one case, and the end that the case row keeps."""

    reference: str
    links: tuple[Link, ...]
    last_number: int
    last_hash: str

    def faults(self) -> Iterator[BrokenChain]:
        """Everything that is wrong with it."""
        return broken(self.links, last_number=self.last_number, last_hash=self.last_hash)


def every(session: Session) -> Iterator[Chain]:
    """Every case's history, in the order of the cases; memory stays the same however many."""
    event = CaseEvent.__table__.c
    rows = session.execute(
        sa.select(Case.reference, Case.last_event, Case.last_hash, event.hash)
        .add_columns(*(event[name] for name in _SAID))
        .outerjoin(CaseEvent, CaseEvent.case_id == Case.id)
        .order_by(Case.id, CaseEvent.number),
        execution_options={"yield_per": _BATCH},
    ).mappings()
    for reference, of_case in groupby(rows, key=itemgetter("reference")):
        kept = list(of_case)
        yield Chain(
            reference=reference,
            links=tuple(_link(row) for row in kept if row["number"] is not None),
            last_number=kept[0]["last_event"],
            last_hash=kept[0]["last_hash"],
        )


def strays(session: Session) -> list[int]:
    """Ids of events whose case does not exist: possible only where references were cut by hand."""
    lost = sa.select(CaseEvent.id).where(~sa.exists().where(Case.id == CaseEvent.case_id))
    return list(session.scalars(lost))


@dataclass
class Seal:
    """One hash over the ends of all chains: noted down today, it proves tomorrow that all stand."""

    cases: int = 0
    events: int = 0

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, chain: Chain) -> None:
        """Take one more chain in; the order is that of the cases."""
        self.cases += 1
        self.events += chain.last_number
        self._digest.update(f"{chain.reference} {chain.last_number} {chain.last_hash}\n".encode())

    @property
    def hash(self) -> str:
        """SHA-256 of one line for each case: reference, last number, last hash."""
        return self._digest.hexdigest()


def as_line(chain: Chain) -> Mapping[str, Any]:
    """One case's history as an auditor takes it away: every hashed value, and the hashes."""
    return {
        "case": chain.reference,
        "last_number": chain.last_number,
        "last_hash": chain.last_hash,
        "events": [{**link.content, "hash": link.hash} for link in chain.links],
    }


def _link(row: Mapping[Any, Any]) -> Link:
    content = {name: row[name] for name in _SAID}
    return Link({"case": row["reference"], **content, "at": utc_text(content["at"])}, row["hash"])
