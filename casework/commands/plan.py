"""The plan of payments of one case, changed before approval, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from casework.commands.step import Taken, record_act
from casework.queries.dossier import take_up
from workflows.policy.limits import Plan
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor


def change_plan(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    parts: Sequence[Mapping[str, Any]],
    remarks: str,
    actor: Actor,
    at: datetime,
) -> Taken:
    """Lay the award of this case out otherwise than its clause: shares, years, conditions.

    `parts` are written as in a policy file: share ("50%"), name, after_years, conditions. Refused
    without a reason, or where the shares do not add up to 100 %.
    """
    dossier = take_up(session, reference, seen=seen)
    if not remarks.strip():
        raise Refused(Refusal("reason_wanted"))
    plan = _read(parts)
    return record_act(
        session,
        dossier,
        "change_plan",
        actor=actor,
        at=at,
        remarks=remarks,
        particulars={"plan": plan},
        changes={"plan": plan},
    )


def _read(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    try:
        plan = Plan.model_validate({"kind": "shares", "part": tuple(parts)})
    except ValidationError as wrong:
        where = {str(fault["loc"][1]) for fault in wrong.errors() if len(fault["loc"]) > 1}
        numbers = tuple(str(int(place) + 1) for place in sorted(where))
        refusal = Refusal("plan_part_wrong", {"parts": numbers}) if numbers else Refusal("plan_sum")
        raise Refused(refusal) from wrong
    return plan.model_dump(mode="json", exclude_defaults=True)
