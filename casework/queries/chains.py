"""Histories of all cases and meetings as chains: streamed, checked, written for an auditor."""

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
from casework.records.meeting.joint_meeting import JointMeeting, MeetingAct
from workflows.history import BrokenChain, Link, broken
from workflows.term import utc_text

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """What has a history: its table, the columns of its end, and the table of its entries."""

    word: str
    keeper: sa.FromClause
    last_number: str
    entries: sa.FromClause
    belongs_to: str

    def said(self) -> tuple[str, ...]:
        """The columns of an entry that are hashed as they are."""
        left_out = ("id", self.belongs_to, "hash")
        return tuple(one.name for one in self.entries.columns if one.name not in left_out)


_CASES = _Kind("case", Case.__table__, "last_event", CaseEvent.__table__, "case_id")
_MEETINGS = _Kind("meeting", JointMeeting.__table__, "last_act", MeetingAct.__table__, "meeting_id")


@dataclass(frozen=True, slots=True)
class Chain:
    """The history of one case or meeting, and the end that its row keeps."""

    kind: str
    """case or meeting."""
    reference: str
    links: tuple[Link, ...]
    last_number: int
    last_hash: str

    @property
    def is_of_a_case(self) -> bool:
        """Whether it is a case's."""
        return self.kind == _CASES.word

    def faults(self) -> Iterator[BrokenChain]:
        """Everything that is wrong with it."""
        return broken(self.links, last_number=self.last_number, last_hash=self.last_hash)


def every(session: Session) -> Iterator[Chain]:
    """Every case's history, then every meeting's; memory stays the same however many."""
    for kind in (_CASES, _MEETINGS):
        yield from _every(session, kind)


def _every(session: Session, kind: _Kind) -> Iterator[Chain]:
    keeper, entry, said = kind.keeper.c, kind.entries.c, kind.said()
    rows = session.execute(
        sa.select(keeper.reference, keeper[kind.last_number].label("end"), keeper.last_hash)
        .add_columns(entry.hash, *(entry[name] for name in said))
        .outerjoin_from(kind.keeper, kind.entries, entry[kind.belongs_to] == keeper.id)
        .order_by(keeper.id, entry.number),
        execution_options={"yield_per": _BATCH},
    ).mappings()
    for reference, of_one in groupby(rows, key=itemgetter("reference")):
        kept = list(of_one)
        yield Chain(
            kind=kind.word,
            reference=reference,
            links=tuple(_link(kind, said, row) for row in kept if row["number"] is not None),
            last_number=kept[0]["end"],
            last_hash=kept[0]["last_hash"],
        )


def strays(session: Session) -> list[int]:
    """Ids of entries whose case or meeting is gone: only where references were cut by hand."""
    lost = (
        sa.select(kind.entries.c.id).where(
            ~sa.exists().where(kind.keeper.c.id == kind.entries.c[kind.belongs_to])
        )
        for kind in (_CASES, _MEETINGS)
    )
    return list(session.scalars(sa.union_all(*lost)))


@dataclass
class Seal:
    """One hash over the ends of all chains: noted down today, it proves tomorrow that all stand."""

    cases: int = 0
    meetings: int = 0
    events: int = 0

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, chain: Chain) -> None:
        """Take one more chain in; the order is that of `every`."""
        self.cases += chain.is_of_a_case
        self.meetings += not chain.is_of_a_case
        self.events += chain.last_number
        self._digest.update(f"{chain.reference} {chain.last_number} {chain.last_hash}\n".encode())

    @property
    def hash(self) -> str:
        """SHA-256 of one line for each case and meeting: reference, last number, last hash."""
        return self._digest.hexdigest()

    def told(self) -> Mapping[str, Any]:
        """What it counted, and the hash."""
        counted = {"cases": self.cases, "meetings": self.meetings, "events": self.events}
        return {**counted, "seal": self.hash}


def as_line(chain: Chain) -> Mapping[str, Any]:
    """One history as an auditor takes it away: every hashed value, and the hashes."""
    return {
        chain.kind: chain.reference,
        "last_number": chain.last_number,
        "last_hash": chain.last_hash,
        "events": [{**link.content, "hash": link.hash} for link in chain.links],
    }


def _link(kind: _Kind, said: tuple[str, ...], row: Mapping[Any, Any]) -> Link:
    content = {name: row[name] for name in said}
    whole = {kind.word: row["reference"], **content, "at": utc_text(content["at"])}
    return Link(whole, row["hash"])
