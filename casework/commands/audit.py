"""What an auditor leaves behind: samples, so that others can draw them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.queries.audit.sampling import draw
from casework.queries.red_flags import Within
from casework.records.audit_sample import AuditSample
from workflows.refusals import Refusal, refuse_any
from workflows.roles import Role

MOST = 1_000


def draw_sample(
    session: Session,
    *,
    within: Within,
    name: str,
    seed: str,
    size: int,
    filters: Mapping[str, Any],
    at: datetime,
) -> AuditSample:
    """Draw a sample of the cases that are looked at and keep it; Refused without seed or cases."""
    actor = within.actor
    if Role.AUDITOR not in actor.roles:
        refuse_any([Refusal("not_your_step", {"roles": (Role.AUDITOR,)})])
    drawn = draw(session, within, seed=seed.strip(), size=size)
    found = []
    if not seed.strip():
        found.append(Refusal("sample_without_seed"))
    if not 1 <= size <= MOST:
        found.append(Refusal("sample_size", {"most": MOST}))
    if not drawn.references:
        found.append(Refusal("sample_of_nothing"))
    refuse_any(found)
    sample = AuditSample(
        name=name.strip() or seed.strip(),
        seed=seed.strip(),
        filters=dict(filters),
        frame_size=drawn.frame_size,
        frame_hash=drawn.frame_hash,
        size=len(drawn.references),
        drawn=list(drawn.references),
        drawn_by_id=actor.user_id,
        drawn_at=at,
    )
    session.add(sample)
    session.flush()
    return sample
