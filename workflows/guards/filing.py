"""Filing, acceptance and correction."""

from __future__ import annotations

from workflows.facts import CaseFacts
from workflows.refusals import Refusal
from workflows.roles import Actor, Role


def clause_in_force(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The clause is in force on the day of first filing (ruling 1)."""
    filed = facts.first_filed_on or facts.today
    if filed < facts.in_force.starts:
        return Refusal("clause_not_yet_in_force", {"starts": facts.in_force.starts})
    if not facts.in_force.covers(filed):
        return Refusal("clause_expired", {"last_day": facts.in_force.last_day})
    return None


def clause_over(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The clause can no longer be filed under, so that a draft may lapse."""
    if facts.in_force.until is None or facts.today < facts.in_force.until:
        return Refusal("still_open_for_filing")
    return None


def facts_complete(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Every fact the clause asks for is given; none counts as 0 (ruling 8)."""
    if facts.facts_missing:
        return Refusal("facts_missing", {"facts": facts.facts_missing})
    return None


def materials_complete(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Every required material is handed in, or its later delivery was accepted."""
    if facts.materials_missing:
        return Refusal("materials_missing", {"materials": facts.materials_missing})
    return None


def promised_materials_supplied(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """What was accepted to follow later has come in."""
    if facts.materials_promised:
        return Refusal("materials_promised", {"materials": facts.materials_promised})
    return None


def not_supported_elsewhere(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """No other case supports the same matter with as much, or asks for it already (ruling 20)."""
    if facts.filed_already:
        return Refusal("filed_already", {"cases": facts.filed_already})
    if facts.duplicates:
        return Refusal("already_supported", {"cases": facts.duplicates})
    return None


def silence_only_when_overdue(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The system accepts by silence only after the time for acceptance is over."""
    return time_over(facts, actor) if actor.is_system else None


def time_over(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The time the state allows is over, by an official calendar (ruling 28)."""
    if facts.due is None or not facts.due.passed(facts.today):
        return Refusal("time_not_over", {"due": "" if facts.due is None else facts.due.on})
    if facts.due.provisional:
        return Refusal("due_date_provisional", {"due": facts.due.on})
    return None


def correction_left(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Defects are named once; a further return is for the second reviewer, with a reason."""
    if facts.corrections_used < facts.corrections_allowed or Role.SECOND_REVIEWER in actor.roles:
        return None
    return Refusal("corrections_used", {"used": facts.corrections_used})


def already_accepted(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The case was accepted, so it is declined by decision and not at the window."""
    return None if facts.accepted else Refusal("not_accepted_yet")


def not_yet_accepted(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The case was not accepted yet, so the window may still decline acceptance."""
    return Refusal("accepted_already") if facts.accepted else None


def was_accepted(facts: CaseFacts) -> bool:
    """Branch: a corrected case goes back to review."""
    return facts.accepted


def was_not_accepted(facts: CaseFacts) -> bool:
    """Branch: a corrected case goes back to the window."""
    return not facts.accepted
