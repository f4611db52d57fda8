"""Recoveries as read: where each stands, what is still due, and what the rule book may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.dossier import Dossier
from casework.queries.facts import involvement
from casework.queries.ledger import ledger_of_case
from casework.queries.rule_book import terms_of
from casework.records.recovery import Recovery, RecoveryAct, RecoveryReceipt
from workflows import recovery
from workflows.interest import NO_INTEREST, Interest, InterestRule
from workflows.money import NOTHING, Money
from workflows.recovery_facts import LegalGround, RecoveryFacts
from workflows.refusals import Refusal, Refused
from workflows.repayment import Receipt, Repayment, standing

FINAL = sorted({name for process in recovery.VERSIONS.values() for name in process.workflow.final})


@dataclass(frozen=True, slots=True)
class Claim:
    """What a notice or a decision says: how much, on which ground, with which interest."""

    amount: Money
    ground: LegalGround | None = None
    interest: Interest = NO_INTEREST

    def said(self) -> dict[str, Any]:
        """As an act keeps it."""
        ground, interest = self.ground, self.interest
        return {
            "amount_fen": self.amount.fen,
            "ground": None
            if ground is None
            else {
                "kind": ground.kind,
                "document": ground.document,
                "dated": ground.dated.isoformat(),
                "says_interest": ground.says_interest,
                "says_set_off": ground.says_set_off,
            },
            "interest": {
                "rule": interest.rule.value,
                "yearly_rate": str(interest.yearly_rate),
                "rate_source": interest.rate_source,
                "since": None if interest.since is None else interest.since.isoformat(),
            },
        }


def claim_of(said: dict[str, Any]) -> Claim:
    """The claim an act kept."""
    ground, interest = said["ground"], said["interest"]
    return Claim(
        amount=Money(said["amount_fen"]),
        ground=None
        if ground is None
        else LegalGround(
            kind=ground["kind"],
            document=ground["document"],
            dated=date.fromisoformat(ground["dated"]),
            says_interest=ground["says_interest"],
            says_set_off=ground["says_set_off"],
        ),
        interest=Interest(
            rule=InterestRule(interest["rule"]),
            yearly_rate=Fraction(interest["yearly_rate"]),
            rate_source=interest["rate_source"],
            since=None if interest["since"] is None else date.fromisoformat(interest["since"]),
        ),
    )


def by_number(session: Session, case_id: int, number: int) -> Recovery:
    """A recovery of a case, locked; Refused where there is none."""
    found = session.scalars(
        sa.select(Recovery)
        .where(Recovery.case_id == case_id, Recovery.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise Refused(Refusal("recovery_unknown", {"number": number}))
    return found


def of_case(session: Session, case_id: int) -> Sequence[Recovery]:
    """The recoveries of a case, in order."""
    return session.scalars(
        sa.select(Recovery).where(Recovery.case_id == case_id).order_by(Recovery.number)
    ).all()


def acts_of(session: Session, recovery_id: int) -> Sequence[RecoveryAct]:
    """What was done in a recovery, in order."""
    return session.scalars(
        sa.select(RecoveryAct)
        .where(RecoveryAct.recovery_id == recovery_id)
        .order_by(RecoveryAct.number)
    ).all()


def recovery_open(session: Session, case_id: int) -> bool:
    """Whether money of this case is being claimed back."""
    found = sa.select(Recovery.id).where(Recovery.case_id == case_id, Recovery.state.not_in(FINAL))
    return session.execute(found.limit(1)).first() is not None


def latest_claim(acts: Sequence[RecoveryAct]) -> Claim:
    """What is claimed: the decision's figure, else the notice's, else the finding's."""
    claims = [act for act in acts if "amount_fen" in act.said]
    return claim_of(claims[-1].said)


def repayment(session: Session, found: Recovery, *, on: date) -> Repayment:
    """What of a recovery is still to come in on a day, with the formula of its interest."""
    claim = latest_claim(acts_of(session, found.id))
    receipts = session.scalars(
        sa.select(RecoveryReceipt).where(RecoveryReceipt.recovery_id == found.id)
    )
    came_in = [
        Receipt(one.received_on, Money(one.principal_fen), Money(one.interest_fen))
        for one in receipts
    ]
    return standing(claim.amount, claim.interest, came_in, on=on)


def facts_of(
    session: Session,
    dossier: Dossier,
    found: Recovery,
    *,
    on: date,
    remarks: str,
    claim: Claim | None = None,
    received: Money = NOTHING,
    received_on: date | None = None,
    set_off: bool = False,
) -> RecoveryFacts:
    """What is true of a recovery; `claim` is what the actor is about to notify or decide."""
    acts = acts_of(session, found.id)
    stands = claim or latest_claim(acts)
    left = repayment(session, found, on=received_on or on)
    return RecoveryFacts(
        today=on,
        involved=involvement(dossier, terms_of(dossier.case)),
        amount=stands.amount,
        paid=_recoverable(session, dossier.case.id, besides=found.id, on=on),
        outstanding=left.outstanding,
        ground=stands.ground,
        interest=stands.interest,
        answer_until=found.notified_on,
        answered=any(act.action == "hear" for act in acts),
        due_on=found.due_on,
        received=received,
        set_off=set_off,
        found_by=frozenset(act.actor_id for act in acts if act.action in ("find", "notify")),
        remarks=remarks,
    )


def _recoverable(session: Session, case_id: int, *, besides: int, on: date) -> Money:
    """What the case was paid and has not given back, less what other recoveries claim already."""
    balance = ledger_of_case(session, case_id).balance()
    others = [
        repayment(session, one, on=on).principal
        for one in of_case(session, case_id)
        if one.id != besides and one.state not in FINAL
    ]
    return balance.net_paid - Money.total(others)
