"""What time alone brings about: silence accepts an application, an unanswered correction lapses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands import close, review
from casework.commands.deadline import last_day, watch
from casework.records.case import Case
from workflows.refusals import Refused
from workflows.roles import SYSTEM
from workflows.term import civil_date


def act_if_over(session: Session, *, case_id: int, state: str, at: datetime) -> bool:
    """Accept or lapse as the system; False where a rule says no, e.g. the case has moved on.

    Where the end has moved meanwhile (a holiday announced later), it looks again then.
    """
    case = session.get_one(Case, case_id)
    if case.state != state:
        return False
    try:
        if state == "submitted":
            review.accept(session, reference=case.reference, seen=None, actor=SYSTEM, at=at)
        else:
            close.lapse(session, reference=case.reference, at=at)
    except Refused:
        last = last_day(case)
        if last is not None and last >= civil_date(at):
            watch(session, case)
        return False
    return True
