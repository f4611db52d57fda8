"""Money claimed back that did not come, or came without its interest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.red_flags.finding import Found, Within, named
from casework.records.recovery import Recovery, RecoveryAct, RecoveryReceipt

_OWED = ("due", "partial", "referred")
_OVER = ("repaid", "closed")


def recovery_unpaid(session: Session, within: Within) -> Iterator[Found]:
    """26 · A recovery past its day, or closed with less principal or interest than was due."""
    received = (
        sa.select(
            RecoveryReceipt.recovery_id,
            sa.func.sum(RecoveryReceipt.principal_fen).label("principal"),
            sa.func.sum(RecoveryReceipt.interest_fen).label("interest"),
        )
        .group_by(RecoveryReceipt.recovery_id)
        .subquery()
    )
    rows = (
        sa.select(
            Recovery.case_id,
            Recovery.id.label("id"),
            Recovery.number.label("recovery"),
            Recovery.state.label("stands"),
            Recovery.due_on,
            sa.func.coalesce(received.c.principal, 0).label("principal"),
            sa.func.coalesce(received.c.interest, 0).label("interest"),
        )
        .outerjoin(received, received.c.recovery_id == Recovery.id)
        .where(Recovery.state.in_((*_OWED, *_OVER)))
    )
    claims = _claims(session)
    for found in named(session, within, rows):
        facts = found.facts
        claim = claims.get(facts["id"], {})
        principal, interest = claim.get("amount_fen") or 0, claim.get("interest_fen") or 0
        yield from _faults(found, within, int(principal), int(interest))


def _faults(found: Found, within: Within, principal: int, interest: int) -> Iterator[Found]:
    facts = found.facts
    said = {
        "recovery": facts["recovery"],
        "claimed_fen": principal + interest,
        "received_fen": int(facts["principal"] + facts["interest"]),
        "due_on": facts["due_on"],
    }
    overdue = facts["due_on"] is not None and facts["due_on"] < within.on
    if facts["stands"] in _OWED and overdue:
        yield found.saying(why="past_its_day", **said)
    if facts["stands"] in _OVER and facts["principal"] < principal:
        yield found.saying(why="principal_short", **said)
    if facts["stands"] in _OVER and facts["interest"] < interest:
        yield found.saying(why="interest_short", **said)


def _claims(session: Session) -> Mapping[int, Mapping[str, Any]]:
    """What each recovery claims by its decision, the last one of it."""
    rows = session.execute(
        sa.select(RecoveryAct.recovery_id, RecoveryAct.said)
        .where(RecoveryAct.action == "decide")
        .order_by(RecoveryAct.id)
    )
    return {recovery_id: said for recovery_id, said in rows}
