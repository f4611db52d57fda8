"""An award laid out in instalments, and taken back where a decision falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import book
from casework.commands.step import Taken, take_instalment_step
from casework.queries.dossier import Dossier, Part
from casework.queries.facts import UNDER_WAY, involvement
from casework.queries.rule_book import plan_of, terms_of
from casework.records.award import Award
from casework.records.instalment import Instalment
from workflows import application, instalment, schedule
from workflows.claims import PlanPart
from workflows.facts import InstalmentFacts
from workflows.ledger import Limit
from workflows.money import Money
from workflows.roles import Actor, Role
from workflows.term import civil_date


def lay_out(
    session: Session,
    dossier: Dossier,
    taken: Taken,
    decided: Money,
    *,
    recommended: Money,
    number: str,
    conditions: str,
    reason: str,
    limits: Sequence[Limit],
    actor: Actor,
    at: datetime,
) -> Award:
    """Write the award and its instalments by the clause's plan, and commit them in the ledger."""
    case, on = dossier.case, civil_date(at)
    sums = dossier.calculation
    assert sums is not None
    first = 1 + max((part.number for part in dossier.instalments), default=0)
    parts = schedule.spread(decided, plan_of(case))
    award = Award(
        case_id=case.id,
        number=1 + _decisions(session, case.id),
        decision_number=number,
        enterprise_id=case.enterprise_id,
        clause_id=case.clause_id,
        assessment_id=sums.id,
        amount_fen=decided.fen,
        recommended_fen=recommended.fen,
        fiscal_year=on.year,
        plan=[_planned(part, on) for part in parts],
        conditions=conditions.strip(),
        reason=reason.strip(),
        event_number=taken.number,
        decided_by_id=actor.user_id,
        decided_at=at,
        decided_on=on,
    )
    session.add(award)
    session.flush()
    process = instalment.VERSIONS[instalment.CURRENT].workflow
    rows = [
        Instalment(
            case_id=case.id,
            award_id=award.id,
            number=first + place,
            name=part.name,
            amount_fen=part.amount.fen,
            fiscal_year=on.year + part.after_years,
            due_on=_years_later(on, part.after_years),
            conditions=list(part.conditions),
            process_version=process.version,
            state=process.initial,
            last_event=taken.number,
        )
        for place, part in enumerate(parts)
    ]
    session.add_all(rows)
    session.flush()
    book.reserve(
        session, case, rows, event=taken.number, actor=actor, at=at, basis=number, limits=limits
    )
    return award


def _planned(part: PlanPart, on: date) -> Mapping[str, Any]:
    return {
        "number": part.number,
        "name": part.name,
        "amount_fen": part.amount.fen,
        "due_on": _years_later(on, part.after_years).isoformat(),
        "conditions": list(part.conditions),
    }


def _years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def undo_award(
    session: Session, dossier: Dossier, taken: Taken, *, actor: Actor, at: datetime
) -> None:
    """Cancel what was laid out and not paid; its money is freed, the award stays readable."""
    following = replace(actor, roles=frozenset({Role.SYSTEM}))
    final = instalment.VERSIONS[instalment.CURRENT].workflow.final
    for part in list(dossier.instalments):
        if part.state not in final and part.state not in UNDER_WAY:
            take_instalment_step(
                session,
                dossier,
                part,
                "cancel",
                facts=_unpaid(dossier, part, taken, on=civil_date(at)),
                actor=following,
                at=at,
                particulars={"because_of": taken.number},
            )
    book.release_case(session, dossier.case, event=taken.number, actor=actor, at=at)


def _unpaid(dossier: Dossier, part: Part, taken: Taken, *, on: date) -> InstalmentFacts:
    """What is true of an instalment that falls with its case: it is not paid, that is enough."""
    process = application.VERSIONS[dossier.case.process_version].workflow
    steps = process.branches(taken.source, taken.action)
    return InstalmentFacts(
        today=on,
        involved=involvement(dossier, terms_of(dossier.case)),
        case_state=dossier.case.state,
        amount=Money(part.amount_fen),
        due_on=on,
        year=on.year,
        conditions_unmet=(),
        conditions_unknown=(),
        hold=None,
        objections_open=dossier.objections_open,
        duplicates=(),
        paid_already=False,
        account_is_own=True,
        budget_line=None,
        line_covers=True,
        remarks=steps[0].label if steps else taken.action,
    )


def _decisions(session: Session, case_id: int) -> int:
    count = sa.select(sa.func.count()).select_from(Award).where(Award.case_id == case_id)
    return int(session.execute(count).scalar_one())
