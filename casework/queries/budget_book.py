"""The budget as finance reads it: lines, floors, what waits for money, and what is short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.balances import available, summed
from casework.queries.budget import payers
from casework.queries.rule_book import book
from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.budget import BudgetLine, BudgetMovement, MovementKind, Programme
from casework.records.case import IN_HAND, Case
from casework.records.instalment import Instalment
from casework.records.ledger_entry import LedgerEntry
from casework.records.pool import Pool, PoolBase
from workflows.money import NOTHING, Money
from workflows.shortage import Allotted, Wanting, WhenShort, allot


@dataclass(frozen=True, slots=True)
class LineStanding:
    """One line: what its documents brought, what is committed and paid, and what is available."""

    number: str
    programme: str
    fiscal_year: int
    moved: dict[MovementKind, Money]
    total: Money
    committed: Money
    paid: Money

    @property
    def available(self) -> Money:
        """What may still be committed."""
        return available(self.total, self.committed, self.paid)


@dataclass(frozen=True, slots=True)
class Floor:
    """A sum that shall at least be set aside in a year, watched and not enforced (ruling 19)."""

    pool: str
    fiscal_year: int
    wanted: Money | None
    """None while the figure it is counted from is not recorded."""
    budgeted: Money
    drawn: Money

    @property
    def reached(self) -> bool | None:
        """Whether the budget reaches the floor; None while nobody can tell."""
        return None if self.wanted is None else self.budgeted >= self.wanted


@dataclass(frozen=True, slots=True)
class Shortage:
    """Cases before the approver that a programme's year does not cover, and what each would get."""

    programme: str
    when_short: WhenShort
    available: Money
    wanted: Money
    allotted: Sequence[Allotted]

    @property
    def is_short(self) -> bool:
        """Whether there is not enough for all."""
        return self.wanted > self.available


def lines(session: Session, *, fiscal_year: int | None = None) -> Sequence[LineStanding]:
    """Every line, or those of one year."""
    asked = sa.select(BudgetLine, Programme.name).join(
        Programme, Programme.id == BudgetLine.programme_id
    )
    if fiscal_year is not None:
        asked = asked.where(BudgetLine.fiscal_year == fiscal_year)
    rows = session.execute(asked.order_by(BudgetLine.fiscal_year, BudgetLine.number)).all()
    moved = _moved(session)
    drawn = {
        line: (Money(committed), Money(paid))
        for line, committed, paid in session.execute(
            sa.select(LedgerEntry.budget_line_id, summed("committed"), summed("paid"))
            .where(LedgerEntry.budget_line_id.in_([line.id for line, _ in rows]))
            .group_by(LedgerEntry.budget_line_id)
        )
    }
    return [
        LineStanding(
            line.number,
            name,
            line.fiscal_year,
            moved.get(line.id, {}),
            Money(line.total_fen),
            *drawn.get(line.id, (NOTHING, NOTHING)),
        )
        for line, name in rows
    ]


def programmes(session: Session, district: str | None) -> list[tuple[str, str]]:
    """The programmes of a district: id and name."""
    rows = session.execute(
        sa.select(Programme.id, Programme.name)
        .where(Programme.district_id == district)
        .order_by(Programme.id)
    )
    return [(programme, name) for programme, name in rows]


def floors(session: Session, *, fiscal_year: int) -> Sequence[Floor]:
    """The floors the policies name, for one year."""
    found = []
    for pool in book().pools.values():
        if pool.kind != "floor" or pool.rate is None:
            continue
        base = session.scalar(
            sa.select(PoolBase.base_fen)
            .where(PoolBase.policy_pool == pool.id, PoolBase.fiscal_year == fiscal_year)
            .order_by(PoolBase.id.desc())
            .limit(1)
        )
        drawn = session.scalar(
            sa.select(Pool.used_fen).where(
                Pool.policy_pool == pool.id, Pool.fiscal_year == fiscal_year
            )
        )
        found.append(
            Floor(
                pool.id,
                fiscal_year,
                None if base is None else Money(base).share(pool.rate),
                _budgeted(session, pool.id, fiscal_year),
                Money(drawn or 0),
            )
        )
    return found


def shortage(session: Session, programme_id: str, *, fiscal_year: int) -> Shortage:
    """What the cases before the approver want of a programme's year, and the rule it follows."""
    programme = session.get_one(Programme, programme_id)
    return _shortage(
        programme, lines(session, fiscal_year=fiscal_year), _before_the_approver(session)
    )


def shortages(
    session: Session, district: str | None, of_year: Sequence[LineStanding]
) -> Sequence[Shortage]:
    """The same for every programme of a district that anything is wanted of."""
    wanting = _before_the_approver(session)
    programmes = session.scalars(
        sa.select(Programme).where(Programme.district_id == district).order_by(Programme.id)
    )
    found = (_shortage(programme, of_year, wanting) for programme in programmes)
    return [one for one in found if one.wanted]


def _shortage(
    programme: Programme,
    of_year: Sequence[LineStanding],
    wanting: Mapping[str | None, Sequence[Wanting]],
) -> Shortage:
    claims = wanting.get(programme.id, ())
    available = Money.total(line.available for line in of_year if line.programme == programme.name)
    return Shortage(
        programme.name,
        programme.when_short,
        available,
        Money.total(claim.amount for claim in claims),
        allot(claims, available, programme.when_short),
    )


def _before_the_approver(session: Session) -> Mapping[str | None, Sequence[Wanting]]:
    """What each case that awaits approval wants by its latest assessment, by programme."""
    later = aliased(Assessment)
    outdone = sa.exists().where(
        later.case_id == Assessment.case_id, later.number > Assessment.number
    )
    rows = session.execute(
        sa.select(Case.reference, Case.clause_id, Assessment.amount_fen)
        .join(Assessment, Assessment.case_id == Case.id)
        .where(IN_HAND, Case.state == "awaiting_approval", Assessment.amount_fen > 0, ~outdone)
        .order_by(Case.filed_on, Case.id)
    )
    paid_from, found = payers(session), dict[str | None, list[Wanting]]()
    for reference, clause, fen in rows:
        found.setdefault(paid_from(clause), []).append(Wanting(reference, Money(fen or 0)))
    return found


def waiting_for_a_line(
    session: Session, programme_id: str, *, fiscal_year: int
) -> Sequence[tuple[str, int, Money]]:
    """Instalments of a year that no line covers yet, in order of their decision."""
    open_reservation = sa.and_(
        LedgerEntry.case_id == Instalment.case_id,
        LedgerEntry.instalment == Instalment.number,
        LedgerEntry.kind == "reserve",
        LedgerEntry.budget_line_id.is_(None),
        ~_resolved(),
    )
    rows = session.execute(
        sa.select(Case.reference, Instalment.number, Instalment.amount_fen, Case.clause_id)
        .join(Case, Case.id == Instalment.case_id)
        .join(Award, Award.id == Instalment.award_id)
        .join(LedgerEntry, open_reservation)
        .where(
            Instalment.fiscal_year == fiscal_year,
            Case.state.in_(("disbursing", "public_notice")),
        )
        .order_by(Award.decided_at, Award.id, Instalment.number)
    )
    paid_from = payers(session)
    return [
        (reference, number, Money(fen))
        for reference, number, fen, clause in rows
        if paid_from(clause) == programme_id
    ]


def _resolved() -> sa.Exists:
    """Whether another entry has resolved a reservation."""
    later = aliased(LedgerEntry)
    return sa.exists().where(
        later.case_id == LedgerEntry.case_id,
        later.resolves == LedgerEntry.number,
        later.resolves_kind == "reserve",
    )


def _moved(session: Session) -> dict[int, dict[MovementKind, Money]]:
    rows = session.execute(
        sa.select(
            BudgetMovement.budget_line_id,
            BudgetMovement.kind,
            sa.cast(sa.func.sum(BudgetMovement.amount_fen), sa.BigInteger),
        ).group_by(BudgetMovement.budget_line_id, BudgetMovement.kind)
    )
    found: dict[int, dict[MovementKind, Money]] = {}
    for line, kind, fen in rows:
        found.setdefault(line, {})[kind] = Money(fen)
    return found


def _budgeted(session: Session, pool: str, fiscal_year: int) -> Money:
    """What the programmes that pay the clauses of a pool have in a year."""
    paid_from = payers(session)
    programmes = {paid_from(one.id) for one in book().clauses.values() if one.pool == pool}
    fen = session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(BudgetLine.total_fen), 0)).where(
            BudgetLine.programme_id.in_([one for one in programmes if one is not None]),
            BudgetLine.fiscal_year == fiscal_year,
        )
    )
    return Money(int(fen or 0))
