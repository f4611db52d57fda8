"""A decision changed: a further decision by another person; the first stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.award import undo_award
from casework.commands.disburse import settle_if_done
from casework.commands.numbering import decision_number
from casework.commands.step import Taken, record_act
from casework.queries.dossier import Dossier, take_up
from casework.queries.examination import examine, figures_of
from casework.queries.facts import UNDER_WAY, case_facts
from casework.queries.ledger import ledger_of_case
from casework.records.award import Award
from casework.records.instalment import Instalment
from workflows import instalment
from workflows.facts import CaseFacts
from workflows.guards import decision
from workflows.money import NOTHING, Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date


class Unpaid(NamedTuple):
    """A part of the earlier decision that is not paid: its place in the plan is kept."""

    name: str
    amount: Money
    fiscal_year: int
    due_on: Any
    conditions: Sequence[str]


def change_award(
    session: Session,
    *,
    reference: str,
    seen: int | None,
    amount: Money,
    remarks: str,
    actor: Actor,
    at: datetime,
    conditions: str = "",
) -> Award:
    """Decide the award anew at another amount, with a reason.

    What was paid stays paid; what was not is given up, and the rest of the new amount is laid out
    on the same days in the same proportions. Below what was paid one goes by a recovery only.
    """
    dossier = take_up(session, reference, seen=seen)
    case, on = dossier.case, civil_date(at)
    book.lock_enterprise(session, case.enterprise_id)
    before = _stands(session, case.id)
    paid = ledger_of_case(session, case.id).balance().paid
    _, examined = examine(
        session, dossier, on=on, figures=figures_of(session, dossier), decided=amount
    )
    facts = case_facts(dossier, on=on, examined=examined, remarks=remarks, amount=amount)
    refusals = _refusals(dossier, facts, before, paid, actor)
    if refusals:
        raise Refused(*refusals)
    number = decision_number(session, prefix=reference.split("-")[0], year=on.year)
    taken = record_act(
        session,
        dossier,
        "change_award",
        actor=actor,
        at=at,
        remarks=remarks,
        particulars={
            "decision": number,
            "amount_fen": amount,
            "before": before.decision_number,
            "before_fen": before.amount_fen,
        },
    )
    unpaid = _unpaid(session, dossier)
    undo_award(session, dossier, taken, actor=actor, at=at)
    award = _after(before, amount, number=number, taken=taken, actor=actor, at=at)
    award.reason, award.conditions = remarks.strip(), conditions.strip() or before.conditions
    parts = _parts(dossier, unpaid, amount - paid, taken.number, on)
    _keep(session, award, parts)
    if parts:
        book.reserve(
            session,
            case,
            parts,
            event=taken.number,
            actor=actor,
            at=at,
            basis=number,
            limits=examined.limits,
        )
    settle_if_done(session, reference=reference, at=at)
    return award


def _after(
    before: Award, amount: Money, *, number: str, taken: Taken, actor: Actor, at: datetime
) -> Award:
    """The further decision on the same case, still without its reason, conditions and plan."""
    on = civil_date(at)
    return Award(
        case_id=before.case_id,
        number=before.number + 1,
        decision_number=number,
        enterprise_id=before.enterprise_id,
        clause_id=before.clause_id,
        assessment_id=before.assessment_id,
        amount_fen=amount.fen,
        recommended_fen=before.recommended_fen,
        fiscal_year=on.year,
        plan=[],
        event_number=taken.number,
        decided_by_id=actor.user_id,
        decided_at=at,
        decided_on=on,
    )


def _keep(session: Session, award: Award, parts: Sequence[Instalment]) -> None:
    """Write the award with its plan, and then the instalments that carry its number."""
    award.plan = [_planned(part) for part in parts]
    session.add(award)
    session.flush()
    for part in parts:
        part.award_id = award.id
    session.add_all(parts)
    session.flush()


def _refusals(
    dossier: Dossier, facts: CaseFacts, before: Award, paid: Money, actor: Actor
) -> list[Refusal]:
    """Everything that speaks against the new decision."""
    amount = facts.amount or NOTHING
    found = [
        decision.within_every_cap(facts, actor),
        decision.within_what_was_agreed(facts, actor),
    ]
    if not facts.remarks.strip():
        found.append(Refusal("reason_wanted"))
    if before.decided_by_id in actor.persons:
        found.append(Refusal("own_decision"))
    if amount.fen == before.amount_fen:
        found.append(Refusal("award_unchanged", {"amount": amount}))
    if amount < paid:
        found.append(Refusal("award_below_paid", {"amount": amount, "paid": paid}))
    under_way = [part.number for part in dossier.instalments if part.state in UNDER_WAY]
    if under_way:
        found.append(Refusal("payments_under_way", {"count": len(under_way)}))
    return [refusal for refusal in found if refusal is not None]


def _stands(session: Session, case_id: int) -> Award:
    """The decision that stands; Refused where there is none."""
    award = session.scalars(
        sa.select(Award).where(Award.case_id == case_id).order_by(Award.number.desc()).limit(1)
    ).first()
    if award is None:
        raise Refused(Refusal("award_missing"))
    return award


def _unpaid(session: Session, dossier: Dossier) -> list[Unpaid]:
    final = instalment.VERSIONS[instalment.CURRENT].workflow.final
    rows = session.scalars(
        sa.select(Instalment)
        .where(Instalment.case_id == dossier.case.id, Instalment.state.not_in(sorted(final)))
        .order_by(Instalment.number)
    )
    return [
        Unpaid(row.name, Money(row.amount_fen), row.fiscal_year, row.due_on, row.conditions)
        for row in rows
    ]


def _parts(
    dossier: Dossier, unpaid: Sequence[Unpaid], rest: Money, event: int, on: Any
) -> list[Instalment]:
    """The rest of the new amount in the proportions and on the days of what was not paid."""
    if not rest:
        return []
    places = unpaid or [Unpaid("", rest, on.year, on, ())]
    amounts = rest.spread([place.amount.fen for place in places])
    process = instalment.VERSIONS[instalment.CURRENT].workflow
    first = 1 + max((part.number for part in dossier.instalments), default=0)
    laid_out = [(place, sum_) for place, sum_ in zip(places, amounts, strict=True) if sum_]
    return [
        Instalment(
            case_id=dossier.case.id,
            number=number,
            name=place.name,
            amount_fen=sum_.fen,
            fiscal_year=place.fiscal_year,
            due_on=place.due_on,
            conditions=list(place.conditions),
            process_version=process.version,
            state=process.initial,
            last_event=event,
        )
        for number, (place, sum_) in enumerate(laid_out, start=first)
    ]


def _planned(part: Instalment) -> dict[str, Any]:
    return {
        "number": part.number,
        "name": part.name,
        "amount_fen": part.amount_fen,
        "due_on": part.due_on.isoformat(),
        "conditions": list(part.conditions),
    }
