"""Recoveries as read."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.recovery import Recovery
from workflows import recovery


def recovery_open(session: Session, case_id: int) -> bool:
    """Whether money of this case is being claimed back."""
    final = {name for process in recovery.VERSIONS.values() for name in process.workflow.final}
    found = sa.select(Recovery.id).where(
        Recovery.case_id == case_id, Recovery.state.not_in(sorted(final))
    )
    return session.execute(found.limit(1)).first() is not None
