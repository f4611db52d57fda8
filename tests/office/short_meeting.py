"""Results of the meeting and the government laid into a dossier without a sitting.

Only for walks over the whole process; the office itself has no such short way.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.commands.papers import lay_down
from casework.commands.step import Taken, take_step
from casework.queries.dossier import take_up
from casework.queries.facts import case_facts
from workflows.facts import Result
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date

_STEP_OF = {
    Result.AGREED: "endorse",
    Result.AGREED_WITH_CHANGES: "endorse",
    Result.REFERRED: "endorse",
    Result.POSTPONED: "postpone",
    Result.NOT_AGREED: "not_agreed",
}


def record_resolution(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    result: Result,
    number: str,
    held_on: date,
    actor: Actor,
    at: datetime,
    amount: Money | None = None,
    file_sha256: str | None = None,
    remarks: str = "",
) -> Taken:
    """Record what the joint meeting resolved, with the number of its minutes (ruling 26)."""
    dossier = take_up(session, reference, seen=seen)
    lay_down(
        session,
        dossier,
        kind="joint_meeting",
        result=result.value,
        number=number,
        dated=held_on,
        actor=actor,
        at=at,
        amount=amount,
        file_sha256=file_sha256,
        words=remarks,
    )
    return take_step(
        session,
        dossier,
        _STEP_OF[result],
        facts=case_facts(dossier, on=civil_date(at), remarks=remarks),
        actor=actor,
        at=at,
        particulars={"result": result, "number": number, "held_on": held_on, "amount_fen": amount},
    )


def record_government_result(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    result: Result,
    number: str,
    decided_on: date,
    file_sha256: str,
    actor: Actor,
    at: datetime,
    amount: Money | None = None,
    remarks: str = "",
) -> Taken:
    """Record what the district government decided: not before the meeting, not without a file."""
    dossier = take_up(session, reference, seen=seen)
    if result is Result.REFERRED:
        raise Refused(Refusal("government_cannot_refer"))
    lay_down(
        session,
        dossier,
        kind="district_government",
        result=result.value,
        number=number,
        dated=decided_on,
        actor=actor,
        at=at,
        amount=amount,
        file_sha256=file_sha256 or None,
        words=remarks,
    )
    return take_step(
        session,
        dossier,
        "record_government_result",
        facts=case_facts(dossier, on=civil_date(at), remarks=remarks),
        actor=actor,
        at=at,
        particulars={
            "result": result,
            "number": number,
            "decided_on": decided_on,
            "amount_fen": amount,
        },
    )
