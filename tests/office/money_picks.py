"""What a random act is done on: one of what is there; Refused where nothing is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.payment_run import PaymentLine, PaymentRun, RunState
from tests.office.runs import HEAD
from workflows.money import Money
from workflows.refusals import Refusal, Refused


def parts(session: Session, state: str | None) -> list[dict[str, Any]]:
    """The cases and numbers of all instalments, or of those in a state."""
    asked = sa.select(Case.reference, Instalment.number).join(Case, Case.id == Instalment.case_id)
    if state is not None:
        asked = asked.where(Instalment.state == state)
    rows = session.execute(asked.order_by(Instalment.id))
    return [{"reference": reference, "number": number} for reference, number in rows]


def one_of(found: Sequence[Any], which: int) -> Any:
    """One of them, always the same for the same number."""
    if not found:
        raise Refused(Refusal("nothing_there"))
    return found[which % len(found)]


def answers(
    session: Session, which: int, result: str, slip: int, on: date, *, wrong: bool
) -> bytes:
    """What the treasury says of some payments; `wrong` has a sum that was never sent."""
    sent = session.execute(
        sa.select(PaymentLine.payment_number, PaymentLine.amount_fen)
        .join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
        .where(PaymentRun.state == RunState.SENT, PaymentLine.taken_out_at.is_(None))
        .order_by(PaymentLine.id)
    ).all()
    latest = dict((number, fen) for number, fen in sent)
    some = random.Random(which)
    chosen = [one for one in sorted(latest.items()) if some.random() < 0.6]
    lines, paid = [], Money(0)
    for number, fen in chosen:
        amount = Money(fen + wrong)
        paid += amount if result == "paid" else Money(0)
        lines.append(f"{number},{result},{amount.in_yuan},HD{slip % 3},{on},退回")
    return "\n".join([HEAD, *lines, f"total,{len(lines)},{paid.in_yuan},,,", ""]).encode()
