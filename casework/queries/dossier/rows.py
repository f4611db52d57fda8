"""What a dossier holds: the case, and what was read with it in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from casework.records.case import Case
from workflows.refusals import Refusal, Refused


class Act(NamedTuple):
    """One event, as far as rules look at it."""

    number: int
    instalment: int | None
    action: str
    source: str
    target: str
    capacity: str
    actor_id: int
    acting_for_id: int | None

    @property
    def persons(self) -> frozenset[int]:
        """Who signed, and for whom."""
        return frozenset({self.actor_id, self.acting_for_id} - {None})  # type: ignore[arg-type]


class Found(NamedTuple):
    """A fact an officer recorded."""

    id: int
    fact: str
    value: Any
    recognition: bool
    basis: str
    recorded_by_id: int
    recorded_at: str
    event_number: int

    @property
    def recorded_on(self) -> str:
        """The day, as text."""
        return self.recorded_at[:10]


class Paper(NamedTuple):
    """A paper the case rests on."""

    id: int
    kind: str
    result: str
    number: str
    dated: str
    amount_fen: int | None
    file_sha256: str | None
    words: str
    event_number: int
    recorded_by_id: int

    @property
    def on(self) -> date:
        """The day it bears."""
        return date.fromisoformat(self.dated)


class Asked(NamedTuple):
    """An opinion asked of another department."""

    id: int
    department_id: str
    veto: bool
    verdict: str | None


class Answered(NamedTuple):
    """A legal answer to a flag."""

    id: int
    flag: str
    may_proceed: bool


class Calculation(NamedTuple):
    """An assessment without its lines."""

    id: int
    number: int
    outcome: str
    eligibility: str
    figure_stands: bool
    amount_fen: int | None
    ceiling_fen: int | None
    event_number: int
    assessed_by_id: int


class Posted(NamedTuple):
    """A public notice."""

    id: int
    posted_event: int
    posted_on: str
    last_day: str
    provisional: bool
    proof_sha256: str | None
    closed_at: str | None


class Part(NamedTuple):
    """An instalment."""

    id: int
    number: int
    state: str
    amount_fen: int
    award_id: int
    process_version: int


@dataclass(slots=True)
class Dossier:
    """A case and what was read with it; acts in this transaction are added as they are taken."""

    case: Case
    acts: list[Act]
    materials: frozenset[str]
    found: Sequence[Found]
    papers: list[Paper]
    opinions: Sequence[Asked]
    legal_answers: Sequence[Answered]
    calculation: Calculation | None
    notice: Posted | None
    objections_open: int
    objection_results: Sequence[tuple[int, str | None]]
    instalments: list[Part]
    recused: frozenset[int] = frozenset()

    def instalment(self, number: int) -> Part:
        """The instalment of a number; Refused where there is none."""
        for part in self.instalments:
            if part.number == number:
                return part
        raise Refused(Refusal("instalment_unknown", {"number": number}))

    def latest_paper(self, kind: str) -> Paper | None:
        """The latest paper of a kind."""
        return next((paper for paper in reversed(self.papers) if paper.kind == kind), None)

    def paper_since(self, kind: str, number: int) -> Paper | None:
        """The latest paper of a kind, if it was recorded after the event of this number."""
        paper = self.latest_paper(kind)
        return paper if paper is not None and paper.event_number > number else None

    def last_act(self, *actions: str) -> int:
        """Number of the latest event with one of these actions, 0 without."""
        own = (act for act in self.acts if act.instalment is None)
        return max((act.number for act in own if act.action in actions), default=0)
