"""Money claimed back that did not come, or was called repaid before all of it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.recoveries import Claim, claim_of
from casework.queries.red_flags.finding import Found, Within, named
from casework.records.recovery import Recovery, RecoveryAct, RecoveryReceipt
from workflows.money import NOTHING, Money
from workflows.repayment import Receipt, standing

_OWED = ("due", "partial", "referred")
_REPAID = "repaid"


def recovery_unpaid(session: Session, within: Within) -> Iterator[Found]:
    """26 · A recovery past its day, or closed as repaid with principal or interest short."""
    rows = sa.select(
        Recovery.case_id,
        Recovery.id.label("id"),
        Recovery.number.label("recovery"),
        Recovery.state.label("stands"),
        Recovery.due_on,
    ).where(Recovery.state.in_((*_OWED, _REPAID)))
    claims, receipts = _claims(session), _receipts(session)
    for found in named(session, within, rows):
        facts = found.facts
        claim = claims.get(facts["id"], Claim(NOTHING))
        came_in = receipts.get(facts["id"], [])
        why = _why(found, within, claim, came_in)
        if why:
            yield found.saying(
                why=why,
                recovery=facts["recovery"],
                claimed_fen=claim.amount.fen,
                received_fen=sum(one.principal.fen + one.interest.fen for one in came_in),
                due_on=facts["due_on"],
            )


def _why(found: Found, within: Within, claim: Claim, came_in: list[Receipt]) -> str:
    due_on = found.facts["due_on"]
    if found.facts["stands"] in _OWED:
        return "past_its_day" if due_on is not None and due_on < within.on else ""
    last = max((one.on for one in came_in), default=within.on)
    left = standing(claim.amount, claim.interest, came_in, on=last)
    if left.principal > NOTHING:
        return "principal_short"
    return "interest_short" if left.interest > NOTHING else ""


def _claims(session: Session) -> Mapping[int, Claim]:
    """What each recovery claims by its decision."""
    rows = session.execute(
        sa.select(RecoveryAct.recovery_id, RecoveryAct.said)
        .where(RecoveryAct.action == "decide")
        .order_by(RecoveryAct.id)
    )
    return {recovery_id: claim_of(said) for recovery_id, said in rows}


def _receipts(session: Session) -> Mapping[int, list[Receipt]]:
    found: dict[int, list[Receipt]] = defaultdict(list)
    for one in session.scalars(sa.select(RecoveryReceipt).order_by(RecoveryReceipt.id)):
        found[one.recovery_id].append(
            Receipt(one.received_on, Money(one.principal_fen), Money(one.interest_fen))
        )
    return found
