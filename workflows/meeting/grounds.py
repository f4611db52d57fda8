"""Why a case comes to the meeting, read from the codes its assessment gave for its route."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.meeting.settings import Ground

_OF_CODE = {
    "route_one_case_one_policy": Ground.ONE_CASE_ONE_POLICY,
    "route_written": Ground.DISCRETIONARY,
    "route_discretionary": Ground.DISCRETIONARY,
    "route_several_departments": Ground.SEVERAL_DEPARTMENTS,
    "route_above_department": Ground.LIMIT_OF_AUTHORITY,
    "route_above_meeting": Ground.LIMIT_OF_AUTHORITY,
    "route_exception": Ground.LIMIT_OF_AUTHORITY,
    "route_pool_short": Ground.BUDGET_SHORTAGE,
}


def grounds(
    codes: Iterable[str], *, one_case: bool, objection_upheld: bool, flagged: bool
) -> tuple[Ground, ...]:
    """Every ground, the one that decides how the item is voted on first.

    A code nobody knows is an overlap somebody referred (ruling 21).
    """
    found = {_OF_CODE.get(code, Ground.OVERLAP) for code in codes}
    if one_case:
        found.add(Ground.ONE_CASE_ONE_POLICY)
    if objection_upheld:
        found.add(Ground.OBJECTION_UPHELD)
    if flagged:
        found.add(Ground.FLAG)
    return tuple(ground for ground in Ground if ground in found) or (Ground.DISCRETIONARY,)
