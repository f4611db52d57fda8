"""How far up a case has to go, and what must be recorded before anyone may approve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows import figures
from workflows.claims import InForce, Reason
from workflows.examination import Examined
from workflows.facts import Route
from workflows.money import Money
from workflows.working_out import WorkedOut

Step = tuple[Route, Reason]


def route(
    worked: WorkedOut, claimed_twice: Iterable[Reason], sum_: Money | None
) -> tuple[Route, tuple[Reason, ...]]:
    """The farthest body any reason calls for, with all the reasons (rulings 18, 21 and 26)."""
    referred = ((Route.JOINT_MEETING, reason) for reason in claimed_twice)
    steps = (*_steps(worked, sum_), *referred)
    order = list(Route)
    farthest = max((body for body, _ in steps), key=order.index, default=Route.DEPARTMENT)
    return farthest, tuple(reason for _, reason in steps)


def before_approval(examined: Examined) -> tuple[Reason, ...]:
    """What is still wanted: an effective implementing document (rulings 7 and 9)."""
    if figures.needs_document(examined):
        return (Reason("implementing_document_needed", examined.prepared.clause.article),)
    return ()


def notes(worked: WorkedOut) -> tuple[Reason, ...]:
    """What an officer should see beside the calculation."""
    examined = worked.examined
    article = examined.prepared.clause.article
    found = list(worked.notes)
    if examined.in_force is InForce.CONTINUING:
        last = examined.prepared.term.last_day
        particulars = {"last_day": "" if last is None else last.isoformat()}
        found.insert(0, Reason("support_continues", article, None, particulars))
    if examined.claim.one_case_one_policy and not figures.is_one_case(examined):
        found.append(Reason("one_case_one_policy_not_open", article))
    return tuple(found)


def _steps(worked: WorkedOut, sum_: Money | None) -> Iterator[Step]:
    prepared = worked.examined.prepared
    clause, rules, article = prepared.clause, prepared.policy.routing, prepared.clause.article
    if figures.is_one_case(worked.examined):
        yield Route.DISTRICT_GOVERNMENT, Reason("route_one_case_one_policy", article)
    if clause.route != "department":
        yield Route(clause.route), Reason("route_written", article)
    if rules.several_departments_to_meeting and len(clause.departments) > 1:
        particulars = {"departments": ", ".join(clause.departments)}
        yield Route.JOINT_MEETING, Reason("route_several_departments", article, None, particulars)
    if rules.discretionary_to_meeting and prepared.formula.officer_sets != "nothing":
        yield Route.JOINT_MEETING, Reason("route_discretionary", article)
    yield from _above_limits(worked, sum_)
    if worked.calculation is not None and worked.calculation.lifted:
        yield Route.JOINT_MEETING, Reason("route_exception", article)
    for reason in worked.referred:
        yield Route.JOINT_MEETING, reason


def _above_limits(worked: WorkedOut, sum_: Money | None) -> Iterator[Step]:
    prepared = worked.examined.prepared
    rules, article = prepared.policy.routing, prepared.clause.article
    for code, body, limit in (
        ("route_above_department", Route.JOINT_MEETING, rules.department_limit_yuan),
        ("route_above_meeting", Route.DISTRICT_GOVERNMENT, rules.meeting_limit_yuan),
    ):
        if limit is not None and sum_ is not None and sum_.fen > limit * 100:
            yield body, Reason(code, article, None, {"limit": str(limit)})
