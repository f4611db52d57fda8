"""Whether a person may see a case at all: asked before anything of it is shown or done."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.records.case import Case
from workflows.roles import Actor


def sees(session: Session, actor: Actor, reference: str) -> bool:
    """Whether there is such a case and the actor may see it."""
    return reference in seen_of(session, actor, (reference,))


def seen_of(session: Session, actor: Actor, references: Iterable[str]) -> frozenset[str]:
    """Those of these cases that the actor may see."""
    return frozenset(
        session.scalars(
            sa.select(Case.reference).where(
                Case.reference.in_(sorted(set(references))), permissions.visible_cases(actor)
            )
        )
    )
