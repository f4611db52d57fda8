"""Claiming money back: only what was paid, on a linked ground, after the enterprise was heard."""

from __future__ import annotations

from workflows.money import NOTHING
from workflows.recovery_facts import RecoveryFacts
from workflows.refusals import Refusal
from workflows.roles import Actor

GROUNDS = ("signed_commitment", "decision_condition", "finding")


def only_what_was_paid(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """Never more than was paid and has not come back (ruling 30)."""
    if NOTHING < facts.amount <= facts.paid:
        return None
    return Refusal("recovery_above_paid", {"amount": facts.amount, "paid": facts.paid})


def ground_linked(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """A legal ground with its document; having moved away is none (ruling 30)."""
    ground = facts.ground
    if ground is None or ground.kind not in GROUNDS or not ground.document.strip():
        return Refusal("ground_missing")
    return None


def interest_as_the_ground_says(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """Interest only where the ground names it, with rate, source and first day."""
    says = facts.ground is not None and facts.ground.says_interest
    found = facts.interest.faults(ground_says_interest=says)
    return found[0] if found else None


def enterprise_heard(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """It has answered the notice, or its time to do so is over."""
    if facts.answered or (facts.answer_until is not None and facts.answer_until < facts.today):
        return None
    return Refusal("enterprise_not_heard", {"until": facts.answer_until})


def decided_by_another(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """Whoever proposed the recovery does not decide it."""
    return Refusal("own_recovery") if actor.persons & facts.found_by else None


def within_what_is_due(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """No more comes in than is due."""
    if NOTHING < facts.received <= facts.outstanding:
        return None
    return Refusal("receipt_above_due", {"amount": facts.received, "due": facts.outstanding})


def set_off_decided(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """Kept back from a payment only where the decision says so."""
    if facts.set_off and (facts.ground is None or not facts.ground.says_set_off):
        return Refusal("set_off_not_decided")
    return None


def overdue(facts: RecoveryFacts, actor: Actor) -> Refusal | None:
    """Its day has passed."""
    if facts.due_on is not None and facts.due_on < facts.today:
        return None
    return Refusal("recovery_not_overdue", {"due_on": facts.due_on})


def repays_all(facts: RecoveryFacts) -> bool:
    """Branch: nothing is left to come in."""
    return facts.received >= facts.outstanding


def repays_part(facts: RecoveryFacts) -> bool:
    """Branch: something is left to come in."""
    return facts.received < facts.outstanding
