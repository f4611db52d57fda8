"""Recoveries as officers look at them: a list, and one with its acts, its sums and its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries import recoveries
from casework.queries.dossier import take_up
from casework.queries.recoveries import Claim, claim_of
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.people import Enterprise, User
from casework.records.recovery import Recovery, RecoveryAct, RecoveryReceipt
from workflows import recovery
from workflows.machine import Option
from workflows.money import NOTHING, Money
from workflows.repayment import Repayment
from workflows.roles import Actor

ROWS = 50
"""How many rows a page shows."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list."""

    reference: str
    number: int
    enterprise: str
    state: str
    opened_at: datetime
    due_on: date | None
    claimed: Money
    received: Money
    """Interest included."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act with what it said."""

    action: str
    who: str
    at: datetime
    claim: Claim | None
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """One recovery and what may be done with it."""

    reference: str
    number: int
    enterprise: str
    clause_id: str
    state: str
    answer_until: date | None
    due_on: date | None
    claim: Claim
    """What is claimed: the decision's, else the notice's, else the finding's."""
    left: Repayment
    acts: Sequence[Act]
    receipts: Sequence[RecoveryReceipt]
    ready: Sequence[tuple[int, Money]]
    """Instalments of the case that could be kept against it."""
    options: Sequence[Option]


def listed(
    session: Session, actor: Actor, *, state: str | None = None, before: int | None = None
) -> tuple[Sequence[Listed], int | None]:
    """The recoveries this person may see, the newest first, and where the next page starts."""
    asked = (
        sa.select(Recovery, Case.reference, Enterprise.name)
        .join(Case, Case.id == Recovery.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(permissions.visible_cases(actor))
        .order_by(Recovery.id.desc())
        .limit(ROWS + 1)
    )
    if state is not None:
        asked = asked.where(Recovery.state == state)
    if before is not None:
        asked = asked.where(Recovery.id < before)
    rows = session.execute(asked).all()
    ids = [found.id for found, _, _ in rows[:ROWS]]
    claimed, received = _claimed(session, ids), _received(session, ids)
    found = [
        Listed(
            reference=reference,
            number=one.number,
            enterprise=enterprise,
            state=one.state,
            opened_at=one.opened_at,
            due_on=one.due_on,
            claimed=claimed[one.id],
            received=received.get(one.id, NOTHING),
        )
        for one, reference, enterprise in rows[:ROWS]
    ]
    return found, ids[-1] if len(rows) > ROWS else None


def counts(session: Session, actor: Actor) -> Mapping[str, int]:
    """How many recoveries this person may see stand in each state."""
    rows = session.execute(
        sa.select(Recovery.state, sa.func.count())
        .join(Case, Case.id == Recovery.case_id)
        .where(permissions.visible_cases(actor))
        .group_by(Recovery.state)
    )
    return {state: count for state, count in rows}


def of_case(session: Session, reference: str) -> Sequence[tuple[int, str]]:
    """Number and state of the recoveries of a case."""
    rows = session.execute(
        sa.select(Recovery.number, Recovery.state)
        .join(Case, Case.id == Recovery.case_id)
        .where(Case.reference == reference)
        .order_by(Recovery.number)
    )
    return [(number, state) for number, state in rows]


def view(session: Session, actor: Actor, reference: str, number: int, *, on: date) -> View:
    """One recovery as it stands on a day; Refused as unknown where there is none."""
    dossier = take_up(session, reference)
    found = recoveries.by_number(session, dossier.case.id, number)
    acts = recoveries.acts_of(session, found.id)
    facts = recoveries.facts_of(session, dossier, found, on=on, remarks="")
    return View(
        reference=reference,
        number=number,
        enterprise=session.get_one(Enterprise, dossier.case.enterprise_id).name,
        clause_id=dossier.case.clause_id,
        state=found.state,
        answer_until=found.notified_on,
        due_on=found.due_on,
        claim=recoveries.latest_claim(acts),
        left=recoveries.repayment(session, found, on=on),
        acts=_acts(session, acts),
        receipts=session.scalars(
            sa.select(RecoveryReceipt)
            .where(RecoveryReceipt.recovery_id == found.id)
            .order_by(RecoveryReceipt.id)
        ).all(),
        ready=_ready(session, dossier.case.id),
        options=recovery.VERSIONS[found.process_version].options(found.state, facts, actor),
    )


def _ready(session: Session, case_id: int) -> Sequence[tuple[int, Money]]:
    rows = session.execute(
        sa.select(Instalment.number, Instalment.amount_fen)
        .where(Instalment.case_id == case_id, Instalment.state == "ready")
        .order_by(Instalment.number)
    )
    return [(number, Money(fen)) for number, fen in rows]


def _acts(session: Session, acts: Sequence[RecoveryAct]) -> Sequence[Act]:
    people = sa.select(User.id, User.display_name).where(
        User.id.in_({one.actor_id for one in acts})
    )
    names = {user_id: name for user_id, name in session.execute(people)}
    return [
        Act(
            action=one.action,
            who=names[one.actor_id],
            at=one.at,
            claim=claim_of(one.said) if "amount_fen" in one.said else None,
            said=one.said,
        )
        for one in acts
    ]


def _claimed(session: Session, ids: Sequence[int]) -> Mapping[int, Money]:
    """What each claims, by its latest act that says an amount."""
    acts = session.scalars(
        sa.select(RecoveryAct)
        .where(RecoveryAct.recovery_id.in_(ids))
        .order_by(RecoveryAct.recovery_id, RecoveryAct.number)
    )
    return {one.recovery_id: claim_of(one.said).amount for one in acts if "amount_fen" in one.said}


def _received(session: Session, ids: Sequence[int]) -> Mapping[int, Money]:
    total = sa.func.sum(RecoveryReceipt.principal_fen + RecoveryReceipt.interest_fen)
    rows = session.execute(
        sa.select(RecoveryReceipt.recovery_id, total)
        .where(RecoveryReceipt.recovery_id.in_(ids))
        .group_by(RecoveryReceipt.recovery_id)
    )
    return {recovery_id: Money(int(fen)) for recovery_id, fen in rows}
