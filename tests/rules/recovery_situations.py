"""Named situations of a recovery: one thing at a time is not in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from tests.rules.situations import ACTORS, INVOLVED, TODAY
from workflows.interest import Interest, InterestRule
from workflows.money import NOTHING, yuan
from workflows.recovery_facts import LegalGround, RecoveryFacts
from workflows.roles import Role

GROUND = LegalGround("signed_commitment", "commitment 2026-1", TODAY, says_interest=True)
LPR = Interest(InterestRule.LPR, Fraction(3, 100), "published 2026-05-20", TODAY)
YESTERDAY = TODAY - timedelta(days=1)


def a_recovery(**changed: Any) -> RecoveryFacts:
    """A recovery in order."""
    return replace(IN_ORDER, **changed)


IN_ORDER = RecoveryFacts(
    today=TODAY,
    involved=INVOLVED,
    amount=yuan(100_000),
    paid=yuan(300_000),
    outstanding=yuan(100_000),
    ground=GROUND,
    answer_until=YESTERDAY,
    due_on=YESTERDAY,
    received=yuan(100_000),
    remarks="as found",
)

RECOVERIES = {
    "everything in order": IN_ORDER,
    "more is claimed than was paid": a_recovery(amount=yuan(300_001)),
    "nothing is claimed": a_recovery(amount=NOTHING),
    "no ground is linked": a_recovery(ground=None),
    "the ground is only that it moved away": a_recovery(ground=replace(GROUND, kind="moved")),
    "interest, and the ground says nothing of it": a_recovery(
        ground=replace(GROUND, says_interest=False), interest=LPR
    ),
    "the enterprise may still answer": a_recovery(answer_until=TODAY),
    "it has answered early": a_recovery(answer_until=TODAY, answered=True),
    "the approver proposed it": a_recovery(found_by=ACTORS[Role.APPROVER].persons),
    "a part comes in": a_recovery(received=yuan(1)),
    "more comes in than is due": a_recovery(received=yuan(100_001)),
    "it is set off without a decision": a_recovery(set_off=True),
    "it is not overdue": a_recovery(due_on=TODAY),
    "no reason is written": a_recovery(remarks=" "),
}
