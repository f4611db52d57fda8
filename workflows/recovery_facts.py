"""What is true of one recovery at one moment: all its guards may look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.facts import Involvement
from workflows.interest import NO_INTEREST, Interest
from workflows.money import NOTHING, Money


@dataclass(frozen=True, slots=True)
class LegalGround:
    """What a claim for repayment rests on (ruling 30): no ground, no claim."""

    kind: str
    """signed_commitment, decision_condition or finding"""
    document: str
    """Number of the commitment, the decision letter or the finding."""
    dated: date
    says_interest: bool = False
    says_set_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryFacts:
    """Everything the recovery process may ask."""

    today: date
    involved: Involvement
    amount: Money
    """What is claimed back, without interest."""
    paid: Money
    """What the case was paid and has not given back yet, other open recoveries aside."""
    outstanding: Money
    """What of this recovery, interest included, has not come in yet."""
    ground: LegalGround | None = None
    interest: Interest = NO_INTEREST
    answer_until: date | None = None
    """The last day on which the enterprise may answer the notice."""
    answered: bool = False
    due_on: date | None = None
    received: Money = NOTHING
    """What the actor books now."""
    set_off: bool = False
    found_by: frozenset[int] = frozenset()
    """Who proposed the recovery."""
    remarks: str = ""
