"""Named situations of an instalment: one thing at a time is not in order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.rules.situations import (
    ACTORS,
    EVERYBODY,
    INVOLVED,
    TODAY,
    TOMORROW,
    everybody_acted,
)
from workflows.definition import Capacity
from workflows.facts import HoldFacts, InstalmentFacts
from workflows.money import wan
from workflows.roles import Role


def an_instalment(**changed: Any) -> InstalmentFacts:
    """An instalment that is due and in order."""
    return replace(DUE, **changed)


DUE = InstalmentFacts(
    today=TODAY,
    involved=INVOLVED,
    case_state="disbursing",
    amount=wan(10),
    due_on=TODAY,
    year=2026,
    conditions_unmet=(),
    conditions_unknown=(),
    hold=None,
    objections_open=0,
    duplicates=(),
    paid_already=False,
    account_is_own=True,
    budget_line="2026-high-tech",
    line_covers=True,
    remarks="as recorded",
    batch="2026-001",
)

INSTALMENTS = {
    "due, everything in order": DUE,
    "not due yet": an_instalment(due_on=TOMORROW),
    "a condition is not met": an_instalment(conditions_unmet=("certificate valid",)),
    "a condition is unknown": an_instalment(conditions_unknown=("still operating",)),
    "a recovery decision allows a set-off": an_instalment(set_off_decided=True),
    "the case is at its public notice": an_instalment(case_state="public_notice"),
    "an objection to the case is open": an_instalment(objections_open=1),
    "somebody holds it": an_instalment(hold=HoldFacts(by=900)),
    "somebody holds it, another agreed to release": an_instalment(
        hold=HoldFacts(by=900, release_agreed=frozenset({901}))
    ),
    "a release was agreed before its day": an_instalment(
        due_on=TOMORROW, hold=HoldFacts(by=900, release_agreed=frozenset({901}))
    ),
    "the finance officer agreed to release": an_instalment(
        hold=HoldFacts(by=900, release_agreed=frozenset({ACTORS[Role.FINANCE].user_id}))
    ),
    "the matter is paid elsewhere": an_instalment(duplicates=("A-1",)),
    "it was paid before": an_instalment(paid_already=True),
    "the account has another name": an_instalment(account_is_own=False),
    "a corrected account is unconfirmed": an_instalment(account_confirmed=False),
    "no budget line": an_instalment(budget_line=None),
    "the budget line is short": an_instalment(line_covers=False),
    "bound to last year's budget": an_instalment(year=2025),
    "everybody requested it": an_instalment(requested_by=EVERYBODY),
    "beyond the checker's authority": an_instalment(authority_limit=wan(5)),
    "in no batch": an_instalment(batch=None),
    "everybody has applied": an_instalment(involved=everybody_acted(Capacity.APPLYING)),
    "everybody has reviewed": an_instalment(involved=everybody_acted(Capacity.REVIEWING)),
    "everybody has approved": an_instalment(involved=everybody_acted(Capacity.APPROVING)),
    "everybody has paid": an_instalment(involved=everybody_acted(Capacity.PAYING)),
    "everybody is recused": an_instalment(involved=replace(INVOLVED, recused=EVERYBODY)),
    "another department's case": an_instalment(involved=replace(INVOLVED, departments=frozenset())),
    "no reason is given": an_instalment(remarks=""),
}
