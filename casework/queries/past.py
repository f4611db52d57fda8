"""What an enterprise has been given so far, as the ledger knows it, for the next assessment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.rule_book import terms_of
from casework.records.case import CLOSED, Case
from casework.records.ledger_entry import LedgerEntry
from casework.records.people import Enterprise
from casework.records.pool import Pool
from workflows.claims import ClaimAssessment, PastAward, Standing
from workflows.ledger import Balance, Booked, Kind, balance_of
from workflows.money import Money

_DECIDED = ("public_notice", "objection", "disbursing", *CLOSED)


def awards(
    session: Session,
    enterprise: Enterprise,
    *,
    besides: int,
    subject: tuple[str, str] | None = None,
) -> tuple[PastAward, ...]:
    """Every award and hold of the enterprise but one case's own, net of releases and recoveries.

    With a `subject` (group and subject of a matter), also what others had for the same one: a cap
    on a building counts whoever renovates it.
    """
    whose: sa.ColumnElement[bool] = Case.enterprise_id == enterprise.id
    if subject is not None:
        same = sa.and_(Case.matter_group == subject[0], Case.matter_subject == subject[1])
        whose = sa.or_(whose, same)
    booked = _booked(session, sa.and_(whose, Case.id != besides))
    if not booked:
        return ()
    rows = session.execute(
        sa.select(Case, Enterprise.credit_code)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(Case.id.in_(list(booked)))
        .order_by(Case.id)
    )
    return tuple(
        award
        for case, credit_code in rows
        for award in _past(case, credit_code, enterprise, balance_of(booked[case.id]))
    )


def in_hand(session: Session, case: Case, claim: ClaimAssessment) -> tuple[str, ...]:
    """The enterprise's other cases for the same matter under the same clause, not decided yet.

    They count even while nothing is known of their amount, so that nothing is held (ruling 20).
    What is supported more than once is the same matter only within one year.
    """
    clause = terms_of(case).clause
    if claim.group is None or claim.subject is None:
        return ()
    if not claim.subject and clause.repeat not in ("one_time", "annual"):
        return ()
    same = sa.and_(
        Case.enterprise_id == case.enterprise_id,
        Case.id != case.id,
        Case.clause_id == case.clause_id,
        Case.matter_group == claim.group,
        Case.matter_subject == claim.subject,
        Case.state.not_in(("draft", *_DECIDED)),
    )
    if clause.repeat != "one_time":
        same = sa.and_(same, Case.claim_year == case.claim_year)
    return tuple(session.scalars(sa.select(Case.reference).where(same).order_by(Case.id)))


def pool_balances(session: Session, pool: str | None, *, on: date) -> Mapping[str, Money]:
    """What is left in the pool of a clause; nothing where no limited pool is kept for it."""
    if pool is None:
        return {}
    left = session.scalar(
        sa.select(Pool.total_fen - Pool.used_fen)
        .where(Pool.policy_pool == pool, Pool.fiscal_year.is_(None) | (Pool.fiscal_year == on.year))
        .order_by(Pool.fiscal_year.desc())
        .limit(1)
    )
    return {} if left is None else {pool: Money(left)}


def _booked(session: Session, cases: sa.ColumnElement[bool]) -> Mapping[int, list[Booked]]:
    """Sums of entries by kind and resolved kind, by case."""
    columns: Any = (LedgerEntry.case_id, LedgerEntry.kind, LedgerEntry.resolves_kind)
    rows: Any = session.execute(
        sa.select(*columns, sa.func.sum(LedgerEntry.amount_fen))
        .join(Case, Case.id == LedgerEntry.case_id)
        .where(cases)
        .group_by(*columns)
    )
    sums: dict[int, list[Booked]] = defaultdict(list)
    for case_id, kind, resolved, fen in rows:
        resolves = None if resolved is None else Kind(resolved)
        sums[case_id].append((Kind(kind), resolves, Money(int(fen))))
    return sums


def _past(
    case: Case, credit_code: str, enterprise: Enterprise, balance: Balance
) -> Iterator[PastAward]:
    for standing, amount in (
        (Standing.HELD, balance.held),
        (Standing.DECIDED, balance.committed),
        (Standing.PAID, balance.net_paid),
    ):
        if amount > Money(0):
            filed = case.filed_on or case.drafted_at.date()
            yield PastAward(
                reference=case.reference,
                clause=case.clause_id,
                standing=standing,
                amount=amount,
                decided_on=filed if standing is Standing.HELD else case.decided_on or filed,
                enterprise=None if case.enterprise_id == enterprise.id else credit_code,
                subject=case.matter_subject,
                facts=case.matter_keys,
                years=(case.claim_year,),
            )
