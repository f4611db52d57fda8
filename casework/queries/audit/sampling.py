"""A sample by a seed: put every case in the order of a hash and take the first (审计抽样).

The order is SHA-256 of `seed`, a line feed and the reference, in UTF-8. Anybody with the list of
references and the seed draws the same sample with a pocket program; nothing random is left over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.red_flags.finding import Within
from casework.records.audit_sample import AuditSample
from casework.records.award import Award
from casework.records.case import Case
from casework.records.people import Enterprise
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample and the frame it comes from."""

    frame_size: int
    frame_hash: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampledCase:
    """One case of a sample as its list shows it."""

    reference: str
    enterprise: str
    clause: str
    state: str
    filed_on: date | None
    awarded_fen: int | None


def draw(session: Session, within: Within, *, seed: str, size: int) -> Drawn:
    """Draw so many of the cases that are looked at, all of them where there are fewer."""
    frame = session.scalars(
        sa.select(Case.reference)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(within.cases())
        .order_by(Case.reference)
    ).all()
    return Drawn(len(frame), frame_hash(frame), tuple(in_order_of(seed, frame)[:size]))


def in_order_of(seed: str, references: Iterable[str]) -> list[str]:
    """References in the order a seed gives them."""
    return sorted(
        references, key=lambda one: (hashlib.sha256(f"{seed}\n{one}".encode()).hexdigest(), one)
    )


def frame_hash(references: Iterable[str]) -> str:
    """SHA-256 over references, one a line, in their own order."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(references)).encode()).hexdigest()


def samples_of(session: Session, actor: Actor) -> Sequence[AuditSample]:
    """The samples a person drew, the latest first."""
    return session.scalars(
        sa.select(AuditSample)
        .where(AuditSample.drawn_by_id == actor.user_id)
        .order_by(AuditSample.id.desc())
        .limit(50)
    ).all()


def by_id(session: Session, sample_id: int, actor: Actor) -> AuditSample:
    """A sample of this person; Refused where there is none."""
    found = session.get(AuditSample, sample_id)
    if found is None or found.drawn_by_id != actor.user_id:
        raise Refused(Refusal("not_found"))
    return found


def cases_of(session: Session, sample: AuditSample, within: Within) -> Sequence[SampledCase]:
    """The cases of a sample in the order they were drawn; what is out of sight is left out."""
    awarded = (
        sa.select(Award.amount_fen)
        .where(Award.case_id == Case.id)
        .order_by(Award.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            Case.reference, Enterprise.name, Case.clause_id, Case.state, Case.filed_on, awarded
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(Case.reference.in_(sample.drawn), within.cases())
    )
    found = {row[0]: SampledCase(*row) for row in rows}
    return [found[one] for one in sample.drawn if one in found]
