"""Approval: what must be true before money is promised, and how a proposal to decline ends."""

from __future__ import annotations

from workflows.definition import Capacity
from workflows.facts import CaseFacts
from workflows.guards.filing import time_over
from workflows.guards.meeting import (
    government_result_complete,
    meeting_agreed,
    minutes_issued,
)
from workflows.money import NOTHING
from workflows.refusals import Refusal
from workflows.roles import Actor


def resolved_as_the_route_demands(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Meeting and government have resolved where the route wants them; neither can be skipped."""
    if not facts.goes_to_meeting:
        return None
    missing = meeting_agreed(facts, actor) or minutes_issued(facts, actor)
    if missing is None and facts.goes_to_government:
        return government_result_complete(facts, actor)
    return missing


def amount_is_something(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """An award is more than nothing."""
    amount = facts.decided_amount
    if amount is not None and amount <= NOTHING:
        return Refusal("award_is_nothing")
    return None


def within_what_was_agreed(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Nobody approves above the ceiling, the meeting's or the government's figure."""
    amount = facts.decided_amount
    figures = (
        None if facts.assessment is None else facts.assessment.ceiling,
        None if facts.meeting is None else facts.meeting.amount,
        None if facts.government is None else facts.government.amount,
    )
    limits = [figure for figure in figures if figure is not None]
    if amount is None or not limits or amount <= min(limits):
        return None
    return Refusal("above_ceiling", {"amount": amount, "ceiling": min(limits)})


def lower_amount_explained(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """A decision below the recommendation has a reason (ruling 29)."""
    recommended = facts.proposed_amount
    if facts.amount is None or recommended is None or facts.amount >= recommended:
        return None
    if facts.remarks.strip():
        return None
    return Refusal("lower_amount_unexplained", {"amount": facts.amount, "recommended": recommended})


def within_every_cap(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """No strict cap is broken (rulings 14 to 17)."""
    return Refusal("over_cap", {"caps": facts.over_caps}) if facts.over_caps else None


def pool_covers(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The pool covers the amount; a partial award up to its balance is possible (ruling 17)."""
    amount, balance = facts.decided_amount, facts.pool_balance
    if balance is None or amount is None or amount <= balance:
        return None
    return Refusal("pool_short", {"amount": amount, "balance": balance})


def within_authority(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The amount lies within what this approver may decide."""
    amount, limit = facts.decided_amount, facts.authority_limit
    if limit is None or amount is None or amount <= limit:
        return None
    return Refusal("beyond_authority", {"amount": amount, "limit": limit})


def flags_answered(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Every review flag has its recorded legal answer (ruling 31)."""
    return Refusal("flags_open", {"flags": facts.flags_open}) if facts.flags_open else None


def implementing_document_in_hand(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Where money needs an implementing document, it is recorded, or the government decided."""
    if not facts.implementing_document_wanted or facts.implementing_document_recorded:
        return None
    if facts.goes_to_government:
        return None
    return Refusal("implementing_document_missing")


def answer_heard(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The enterprise has answered the proposal to decline, or its time to do so is over."""
    return None if facts.answered else time_over(facts, actor)


def answer_outstanding(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The enterprise has not answered yet."""
    return Refusal("answered_already") if facts.answered else None


def approved_by_another(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Who takes an approval back has not given it."""
    if actor.persons & facts.involved.acted.get(Capacity.APPROVING, frozenset()):
        return Refusal("own_approval")
    return None


def wants_notice(facts: CaseFacts) -> bool:
    """Branch: the clause has a public notice (ruling 27)."""
    return facts.notice_days > 0


def wants_no_notice(facts: CaseFacts) -> bool:
    """Branch: the clause's public notice is set to 0 days."""
    return facts.notice_days <= 0
