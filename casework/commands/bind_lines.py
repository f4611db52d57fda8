"""Instalments that wait for money are bound to a line as soon as one covers them, in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands import book, disburse
from casework.commands.step import record_act
from casework.queries import budget_book
from casework.queries.budget import line_for
from casework.queries.dossier import take_up
from workflows.refusals import Refused
from workflows.roles import Actor


def bind_next(
    session: Session, *, programme: str, fiscal_year: int, actor: Actor, at: datetime
) -> str | None:
    """Bind the first instalment that waits, and only the first: nobody overtakes it.

    Its case and number, or None where nothing waits or no line covers what waits first.
    """
    waiting = budget_book.waiting_for_a_line(session, programme, fiscal_year=fiscal_year)
    if not waiting:
        return None
    reference, number, amount = waiting[0]
    dossier = take_up(session, reference)
    case = dossier.case
    book.lock_enterprise(session, case.enterprise_id)
    try:
        line = line_for(session, case.clause_id, fiscal_year, amount.fen)
    except Refused:
        return None
    if line is None:
        return None
    taken = record_act(
        session,
        dossier,
        "bind_line",
        actor=actor,
        at=at,
        particulars={"instalment": number, "line": line},
    )
    row = disburse.row_of(session, dossier, number)
    book.rebook(session, case, row, event=taken.number, actor=actor, at=at)
    return f"{reference}-{number:02d}"
