"""Who works on a case: assigned, handed over, taken back; every change is in the history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands.step import Taken, record_act
from casework.queries import people
from casework.queries.dossier import take_up
from casework.records.people import User
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role
from workflows.term import civil_date


def assign(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    to: int | None,
    actor: Actor,
    at: datetime,
    remarks: str = "",
) -> Taken:
    """Give a case to a reviewer of its department, hand it over, or take it back with None.

    Refused for somebody of another department, without the role, or recused; and without a reason
    where somebody has the case already.
    """
    dossier = take_up(session, reference, seen=seen)
    case = dossier.case
    if case.assigned_to_id not in (None, to) and not remarks.strip():
        raise Refused(Refusal("reason_wanted"))
    if to is not None:
        user = session.get(User, to)
        roles = people.roles_of(session, to, on=civil_date(at))
        if user is None or not roles & {Role.REVIEWER, Role.SECOND_REVIEWER}:
            raise Refused(Refusal("assignee_no_reviewer"))
        if user.department_id != case.department_id:
            raise Refused(Refusal("assignee_elsewhere", {"name": user.display_name}))
        if to in dossier.recused:
            raise Refused(Refusal("assignee_recused", {"name": user.display_name}))
    return record_act(
        session,
        dossier,
        "assign",
        actor=actor,
        at=at,
        remarks=remarks,
        particulars={"from": case.assigned_to_id, "to": to},
        changes={"assigned_to_id": to},
    )
