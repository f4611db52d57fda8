"""What an officer finds of a condition before an instalment is paid."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.commands import disburse
from casework.commands.step import Taken, record_act
from casework.queries.dossier import take_up
from casework.records.payment_check import ConditionCheck
from workflows.payment_conditions import SEEN_BY_ITSELF
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor


def record_condition(
    session: Session,
    *,
    reference: str,
    number: int,
    condition: str,
    met: bool,
    basis: str,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    valid_until: date | None = None,
) -> Taken:
    """Record what was found of one condition of an instalment that has fallen due."""
    dossier = take_up(session, reference, seen=seen)
    row = disburse.row_of(session, dossier, number)
    refusals = []
    if condition not in row.conditions or condition in SEEN_BY_ITSELF:
        refusals.append(Refusal("condition_not_asked", {"condition": condition}))
    if not basis.strip():
        refusals.append(Refusal("condition_basis_missing"))
    if row.state != "check":
        refusals.append(Refusal("condition_not_due", {"instalment": number}))
    if refusals:
        raise Refused(*refusals)
    said = {"instalment": number, "condition": condition, "met": met, "valid_until": valid_until}
    taken = record_act(
        session,
        dossier,
        "record_condition",
        actor=actor,
        at=at,
        remarks=basis,
        particulars=said,
    )
    session.add(
        ConditionCheck(
            case_id=dossier.case.id,
            instalment=number,
            condition=condition,
            met=met,
            basis=basis.strip(),
            valid_until=valid_until,
            event_number=taken.number,
            checked_by_id=actor.user_id,
            checked_at=at,
        )
    )
    session.flush()
    return taken
