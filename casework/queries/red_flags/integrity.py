"""History and ledger tampered with, and papers that came after a case was closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries import chains, ledger_chain
from casework.queries.red_flags.finding import Found, Within, named
from casework.records.assessment import Assessment
from casework.records.case import Attachment, Case
from casework.records.case_event import CaseEvent
from casework.records.review import CaseFact, Finding
from workflows.history import BrokenChain


def log_gap(session: Session, within: Within) -> Iterator[Found]:
    """32 · A chain of hashes that is broken, or something recorded after the case was closed."""
    broken: dict[str, list[tuple[str, BrokenChain]]] = {}
    for chain in chains.every(session):
        for fault in chain.faults():
            if not chain.is_of_a_case:
                if not within.is_narrowed:
                    yield _without_case("history", fault.fault.value, fault.number)
                continue
            broken.setdefault(chain.reference, []).append(("history", fault))
    for reference, fault in ledger_chain.broken_chains(session):
        broken.setdefault(reference, []).append(("ledger", fault))
    of = aliased(Case)
    rows = sa.select(of.id.label("case_id")).where(of.reference.in_(list(broken)))
    for found in named(session, within, rows):
        for why, fault in broken[str(found.case)]:
            yield found.saying(why=why, entry=fault.number, fault=fault.fault.value)
    if not within.is_narrowed:
        for event in chains.strays(session):
            yield _without_case("history", "stray", event)
    yield from _after_closing(session, within)


def _without_case(why: str, fault: str, entry: int) -> Found:
    """Of a meeting, or of a case that is gone."""
    return Found(None, None, None, None, {"why": why, "fault": fault, "entry": entry})


def _after_closing(session: Session, within: Within) -> Iterator[Found]:
    closed = _closed()
    for why, record, at in (
        ("paper_after_closing", Attachment, Attachment.attached_at),
        ("fact_after_closing", CaseFact, CaseFact.recorded_at),
        ("finding_after_closing", Finding, Finding.recorded_at),
        ("assessment_after_closing", Assessment, Assessment.assessed_at),
    ):
        late: Any = record
        rows = (
            sa.select(late.case_id, closed.c.closed_at, at.label("at"))
            .join(closed, closed.c.case_id == late.case_id)
            .where(at > closed.c.closed_at)
        )
        for found in named(session, within, rows):
            yield found.saying(why=why, at=found.facts["at"], closed_at=found.facts["closed_at"])


def _closed() -> sa.Subquery:
    """When each closed case came to its end."""
    of = aliased(Case)
    return (
        sa.select(CaseEvent.case_id, sa.func.max(CaseEvent.at).label("closed_at"))
        .join(of, of.id == CaseEvent.case_id)
        .where(
            of.closed_on.is_not(None),
            CaseEvent.instalment.is_(None),
            CaseEvent.target == of.state,
            CaseEvent.source != CaseEvent.target,
        )
        .group_by(CaseEvent.case_id)
        .subquery()
    )
