"""Other cases and payments of the same enterprise over all policies and departments.

Every officer who handles a case sees these, so that nothing is paid twice; the case itself opens
only to those who may see it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.records.case import Case
from casework.records.ledger_entry import LedgerEntry
from workflows.ledger import Balance, Booked, Kind, balance_of
from workflows.money import Money
from workflows.roles import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class OtherCase:
    """One other case of the enterprise, and what it holds and was paid."""

    reference: str
    clause_id: str
    department_id: str
    state: str
    claim_year: int
    filed_on: date | None
    opens: bool
    """Whether the person may see the case itself."""
    same_matter: bool
    balance: Balance


def other_cases(session: Session, case: Case, actor: Actor) -> tuple[OtherCase, ...]:
    """The filed cases of the enterprise but this one, the latest first."""
    return cases_of(
        session,
        case.enterprise_id,
        actor,
        besides=case.id,
        matter=(case.matter_group, case.matter_subject),
    )


def cases_of(
    session: Session,
    enterprise_id: int,
    actor: Actor,
    *,
    besides: int = 0,
    matter: tuple[str | None, str | None] = (None, None),
) -> tuple[OtherCase, ...]:
    """The filed cases of an enterprise, the latest first, with what each holds and was paid."""
    opens = permissions.visible_cases(actor).label("opens")
    rows = session.execute(
        sa.select(
            *(Case.id, Case.reference, Case.clause_id, Case.department_id, Case.state),
            *(Case.claim_year, Case.filed_on, opens, Case.matter_group, Case.matter_subject),
        )
        .where(
            Case.enterprise_id == enterprise_id,
            Case.id != besides,
            Case.filed_on.is_not(None),
        )
        .order_by(Case.id.desc())
        .limit(MOST)
    ).all()
    balances = _balances(session, [row.id for row in rows])
    return tuple(
        OtherCase(
            *(row.reference, row.clause_id, row.department_id, row.state, row.claim_year),
            *(row.filed_on, bool(row.opens)),
            same_matter=None not in matter and (row.matter_group, row.matter_subject) == matter,
            balance=balances.get(row.id, Balance()),
        )
        for row in rows
    )


def _balances(session: Session, cases: Sequence[int]) -> dict[int, Balance]:
    rows = session.execute(
        sa.select(
            *(LedgerEntry.case_id, LedgerEntry.kind, LedgerEntry.resolves_kind),
            sa.func.sum(LedgerEntry.amount_fen),
        )
        .where(LedgerEntry.case_id.in_(cases))
        .group_by(LedgerEntry.case_id, LedgerEntry.kind, LedgerEntry.resolves_kind)
    )
    sums: dict[int, list[Booked]] = defaultdict(list)
    for case_id, kind, resolved, fen in rows:
        resolves = None if resolved is None else Kind(resolved)
        sums[case_id].append((Kind(kind), resolves, Money(int(fen))))
    return {case_id: balance_of(booked) for case_id, booked in sums.items()}
