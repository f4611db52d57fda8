"""Payment of one instalment: re-checked whenever money comes closer to leaving."""

from __future__ import annotations

from workflows.facts import InstalmentFacts
from workflows.refusals import Refusal
from workflows.roles import Actor
from workflows.term import fiscal_year


def fallen_due(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Its day has come."""
    return None if is_due(facts) else Refusal("not_due", {"due_on": facts.due_on})


def conditions_met(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Every condition of the payment is met."""
    if facts.conditions_unmet:
        return Refusal("conditions_unmet", {"conditions": facts.conditions_unmet})
    return None


def conditions_known(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Every condition of the payment was looked at; an unknown one is not met."""
    if facts.conditions_unknown:
        return Refusal("conditions_unknown", {"conditions": facts.conditions_unknown})
    return None


def case_disbursing(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Its case is being disbursed: approved, notice over, not stopped."""
    return None if facts.case_state == "disbursing" else Refusal("case_not_disbursing")


def no_objection_open(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """No objection to its case is open."""
    if facts.objections_open:
        return Refusal("objection_open", {"count": facts.objections_open})
    return None


def not_held(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Nobody holds it back."""
    return None if facts.hold is None else Refusal("held_back")


def not_paid_elsewhere(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """The same matter was not paid by another case (ruling 20)."""
    if facts.duplicates:
        return Refusal("already_supported", {"cases": facts.duplicates})
    return None


def not_paid_yet(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Its payment number was never paid."""
    return Refusal("paid_already") if facts.paid_already else None


def account_is_own(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """The account bears the enterprise's own name."""
    return None if facts.account_is_own else Refusal("account_name_differs")


def account_confirmed(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """A corrected account was confirmed by a second person."""
    return None if facts.account_confirmed else Refusal("account_unconfirmed")


def budget_line_covers(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """It is bound to a budget line, of this year, with enough left."""
    if facts.budget_line is None:
        return Refusal("budget_line_missing")
    if facts.year != fiscal_year(facts.today):
        return Refusal("budget_year_differs", {"year": facts.year})
    if not facts.line_covers:
        return Refusal("budget_line_short", {"line": facts.budget_line, "amount": facts.amount})
    return None


def requested_by_another(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Maker and checker of a payment are two people."""
    return Refusal("own_request") if actor.persons & facts.requested_by else None


def within_authority(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """The amount lies within what this checker may order."""
    if facts.authority_limit is None or facts.amount <= facts.authority_limit:
        return None
    return Refusal("beyond_authority", {"amount": facts.amount, "limit": facts.authority_limit})


def set_off_decided(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """A recovery decision allows it to be kept back."""
    return None if facts.set_off_decided else Refusal("set_off_not_decided")


def in_a_batch(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """It is part of a numbered batch."""
    return None if facts.batch else Refusal("batch_missing")


def release_not_agreed_by_self(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Nobody agrees twice to the release of one hold."""
    if facts.hold is not None and actor.persons & facts.hold.release_agreed:
        return Refusal("release_agreed_already")
    return None


def release_agreed_by_another(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """A hold is released by two persons."""
    agreed = frozenset[int]() if facts.hold is None else facts.hold.release_agreed
    return None if agreed - actor.persons else Refusal("release_needs_two")


def year_over(facts: InstalmentFacts, actor: Actor) -> Refusal | None:
    """Its budget year is over."""
    if fiscal_year(facts.today) > facts.year:
        return None
    return Refusal("budget_year_running", {"year": facts.year})


def is_due(facts: InstalmentFacts) -> bool:
    """Branch: a released payment is checked at once."""
    return facts.today >= facts.due_on


def is_not_due(facts: InstalmentFacts) -> bool:
    """Branch: a released payment waits for its day."""
    return facts.today < facts.due_on
