"""An officer's referral: a case goes up though nothing computed sends it there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands.step import Taken, record_act
from casework.queries.dossier import take_up
from casework.queries.rule_book import terms_of
from workflows.facts import Route
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor

_UPWARD = tuple(Route)


def refer(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    remarks: str,
    actor: Actor,
    at: datetime,
    one_case_one_policy: bool = False,
) -> Taken:
    """Refer a case to the joint meeting; as 一事一议 on to the district government as well.

    A calculation made before is outdated by it. Refused without a reason, or where the clause
    leaves no room for 一事一议.
    """
    dossier = take_up(session, reference, seen=seen)
    case = dossier.case
    if not remarks.strip():
        raise Refused(Refusal("reason_wanted"))
    if one_case_one_policy and terms_of(case).clause.one_case_one_policy == "never":
        raise Refused(Refusal("one_case_one_policy_closed", {"clause": case.clause_id}))
    up = Route.DISTRICT_GOVERNMENT if one_case_one_policy else Route.JOINT_MEETING
    route = max(Route(case.route), up, key=_UPWARD.index)
    changes: dict[str, Any] = {"route": route.value}
    if one_case_one_policy:
        changes["one_case_one_policy"] = True
    return record_act(
        session,
        dossier,
        "refer",
        actor=actor,
        at=at,
        remarks=remarks,
        particulars={"route": route, "one_case_one_policy": one_case_one_policy},
        changes=changes,
    )
