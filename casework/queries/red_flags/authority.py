"""Decided by somebody whose power ends below the amount, or cut up so as to stay below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import Found, Within, named
from casework.queries.rule_book import book
from casework.records.award import Award
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.delegation import Delegation
from casework.records.review import Finding
from workflows.facts import Result, Route
from workflows.money import yuan
from workflows.payment_levels import payment_levels
from workflows.policy.document import Policy
from workflows.roles import Role

NEAR = 90
"""Per cent of a limit from which an award counts as just below it."""
WITHIN_DAYS = timedelta(days=90)

_AGREED = (Result.AGREED.value, Result.AGREED_WITH_CHANGES.value)


def over_authority(session: Session, within: Within) -> Iterator[Found]:
    """13 · An award above the power of who decided: department, meeting, or deputy."""
    yield from _above_a_level(session, within)
    yield from _above_a_deputys_limit(session, within)


def _above_a_level(session: Session, within: Within) -> Iterator[Found]:
    of = aliased(Case)

    def decided_by(kind: str) -> sa.ColumnElement[bool]:
        results = _AGREED if kind == "district_government" else (*_AGREED, "referred")
        return sa.exists().where(
            Finding.case_id == of.id,
            Finding.kind == kind,
            Finding.result.in_(results),
            Finding.event_number < Award.event_number,
        )

    rows = sa.select(
        of.id.label("case_id"),
        Award.amount_fen,
        Award.decided_on,
        of.policy_id.label("policy"),
        of.route,
        decided_by("joint_meeting").label("met"),
        decided_by("district_government").label("governed"),
    ).join(Award, Award.case_id == of.id)
    above_department = [
        sa.and_(of.policy_id == policy, Award.amount_fen > limit)
        for policy, limit in _limits("department_limit_yuan").items()
    ]
    rows = rows.where(sa.or_(of.route != Route.DEPARTMENT.value, *above_department))
    for found in named(session, within, rows):
        facts = found.facts
        why, limit = _level(facts)
        if why:
            yield found.saying(
                why=why,
                amount_fen=facts["amount_fen"],
                limit_fen=limit,
                decided_on=facts["decided_on"],
            )


def _level(facts: Mapping[str, Any]) -> tuple[str, int | None]:
    """Which level is missing in the decision; empty where none is."""
    of_department = _limits("department_limit_yuan").get(facts["policy"])
    of_meeting = _limits("meeting_limit_yuan").get(facts["policy"])
    amount = facts["amount_fen"]
    to_government = facts["route"] == Route.DISTRICT_GOVERNMENT.value or (
        of_meeting is not None and amount > of_meeting
    )
    if to_government and not facts["governed"]:
        return "no_government_decision", of_meeting
    to_meeting = facts["route"] != Route.DEPARTMENT.value or (
        of_department is not None and amount > of_department
    )
    if to_meeting and not facts["met"]:
        return "no_meeting_result", of_department
    return "", None


def _above_a_deputys_limit(session: Session, within: Within) -> Iterator[Found]:
    covering = sa.and_(
        Delegation.deputy_id == CaseEvent.actor_id,
        Delegation.grantor_id == CaseEvent.acting_for_id,
        Delegation.role == Role.APPROVER.value,
        Delegation.starts_on <= Award.decided_on,
        Delegation.until > Award.decided_on,
        sa.or_(Delegation.revoked_at.is_(None), Delegation.revoked_at > Award.decided_at),
        sa.or_(Delegation.limit_fen.is_(None), Delegation.limit_fen >= Award.amount_fen),
    )
    largest = (
        sa.select(sa.func.max(Delegation.limit_fen))
        .where(
            Delegation.deputy_id == CaseEvent.actor_id,
            Delegation.grantor_id == CaseEvent.acting_for_id,
        )
        .scalar_subquery()
    )
    rows = (
        sa.select(Award.case_id, Award.amount_fen, Award.decided_on, largest.label("limit_fen"))
        .join(
            CaseEvent,
            sa.and_(CaseEvent.case_id == Award.case_id, CaseEvent.number == Award.event_number),
        )
        .where(CaseEvent.acting_for_id.is_not(None), ~sa.exists().where(covering))
    )
    for found in named(session, within, rows):
        yield found.saying(why="beyond_deputys_limit", **found.facts)


def split_awards(session: Session, within: Within) -> Iterator[Found]:
    """14 · Several awards to one enterprise within 90 days, each just below a limit."""
    for limit, policies in _steps().items():
        yield from _split_below(session, within, limit, policies)


def _split_below(
    session: Session, within: Within, limit: int, policies: frozenset[str] | None
) -> Iterator[Found]:
    rows = sa.select(
        Award.case_id, Award.amount_fen, Award.decided_on, Award.enterprise_id.label("whose")
    ).where(Award.amount_fen <= limit, Award.amount_fen * 100 >= limit * NEAR)
    if policies is not None:
        of = aliased(Case)
        rows = rows.join(of, of.id == Award.case_id).where(of.policy_id.in_(policies))
    groups: dict[int, list[Found]] = defaultdict(list)
    for found in named(session, within, rows):
        groups[found.facts["whose"]].append(found)
    for group in groups.values():
        for found in group:
            near = [one for one in group if one.case != found.case and _close(one, found)]
            if near:
                yield found.saying(
                    limit_fen=limit,
                    amount_fen=found.facts["amount_fen"],
                    decided_on=found.facts["decided_on"],
                    together_fen=sum(one.facts["amount_fen"] for one in (*near, found)),
                    others=", ".join(str(one.case) for one in near),
                )


def _close(one: Found, other: Found) -> bool:
    distance: timedelta = abs(one.facts["decided_on"] - other.facts["decided_on"])
    return distance <= WITHIN_DAYS


def _steps() -> Mapping[int, frozenset[str] | None]:
    """Each limit in fen, and the policies it holds for; None for all."""
    steps: dict[int, frozenset[str] | None] = {}
    for name in ("department_limit_yuan", "meeting_limit_yuan"):
        for policy, limit in _limits(name).items():
            steps[limit] = (steps.get(limit) or frozenset()) | {policy}
    for level in payment_levels():
        if level.up_to is not None:
            steps[level.up_to.fen] = None
    return steps


@cache
def _limits(name: str) -> Mapping[str, int]:
    """The limits of one name that a policy sets, in fen, by policy."""

    def limit(policy: Policy) -> int | None:
        found: int | None = getattr(policy.routing, name)
        return found

    return {
        policy.id: yuan(limit(policy) or 0).fen
        for policy in book().policies
        if limit(policy) is not None
    }
