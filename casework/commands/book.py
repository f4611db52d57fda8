"""The one place that writes the ledger: hold, reserve, release, pay, recover.

Callers lock the enterprise first, take the step, and book last, so that the rows for which many
processes race (pools, budget lines) are locked for the shortest time, always in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands import draw
from casework.commands.keep_pages import keep_page, keep_pages, open_page, open_pages
from casework.commands.ledger_page import Signed
from casework.queries import budget
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.people import Enterprise
from workflows.ledger import Balance, Kind, Limit
from workflows.money import NOTHING, Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date

_ID = Enterprise.__table__.c.id
_LOCK = (
    sa.select(_ID)
    .where(_ID.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_ID)
    .with_for_update(key_share=True)
)


def lock_enterprise(session: Session, enterprise_id: int) -> None:
    """Let nobody else book for this enterprise until the transaction ends."""
    lock_enterprises(session, (enterprise_id,))


def lock_enterprises(session: Session, enterprise_ids: Iterable[int]) -> None:
    """Lock several enterprises, always in the same order, so that no two wait for each other."""
    session.execute(_LOCK, {"ids": sorted(set(enterprise_ids))}).all()


def hold(
    session: Session,
    case: Case,
    amount: Money,
    *,
    event: int,
    actor: Actor,
    at: datetime,
    limits: Sequence[Limit] = (),
) -> Balance:
    """Keep exactly this much free for the case against its caps (预占, ruling 17).

    Booked is the difference to what the case holds; nothing where there is none. Refused with
    the figures where a limit does not allow it.
    """
    page = open_page(session, case, Signed(event, actor, at))
    page.hold_exactly(amount, limits=tuple(limits))
    return keep_page(session, page)


def reserve(
    session: Session,
    case: Case,
    parts: Sequence[Instalment],
    *,
    event: int,
    actor: Actor,
    at: datetime,
    basis: str = "",
    limits: Sequence[Limit] = (),
) -> Balance:
    """Turn the hold into one commitment for each instalment, and free the rest (占用).

    Where the decision is above the hold, the difference is held first, under the limits. Each
    part is bound to a budget line of its year where one covers it. Refused with the figures where
    a limit, the pool, or a line of a programme that refers shortages does not allow it.
    """
    page = open_page(session, case, Signed(event, actor, at, basis))
    decided = Money.total(Money(part.amount_fen) for part in parts)
    page.hold_exactly(max(decided, page.held), limits=tuple(limits))
    pool = budget.pool_of(case.clause_id, on=civil_date(at))
    row = None if pool is None else pool[1]
    there, lines = budget.money_for(
        session,
        case.clause_id,
        [(part.fiscal_year, part.amount_fen) for part in parts],
        pool=row,
    )
    if pool is not None and not there:
        draw.open_pool(session, *pool)
    for part, line in zip(parts, lines, strict=True):
        page.reserve(
            Money(part.amount_fen),
            instalment=part.number,
            fiscal_year=part.fiscal_year,
            pool=row,
            budget_line=line,
            limits=tuple(limits),
        )
    page.hold_exactly(NOTHING)
    return keep_page(session, page)


def release_case(
    session: Session,
    case: Case,
    *,
    event: int,
    actor: Actor,
    at: datetime,
    basis: str = "",
    numbers: Iterable[int] | None = None,
) -> Balance:
    """Free whatever the case still holds and has committed (释放); with `numbers`, these parts."""
    page = open_page(session, case, Signed(event, actor, at, basis))
    if numbers is None:
        page.hold_exactly(NOTHING)
    for entry in page.ledger.open(Kind.RESERVE):
        if numbers is None or entry.instalment in set(numbers):
            page.release(entry)
    return keep_page(session, page)


def pay(
    session: Session,
    case: Case,
    part: Instalment,
    *,
    slip: str,
    event: int,
    actor: Actor,
    at: datetime,
) -> Balance:
    """Book that the money of an instalment has left (拨付), by the number of the bank's slip."""
    page = open_page(session, case, Signed(event, actor, at, slip))
    entry = page.open_reservation(part.number)
    page.resolve(Kind.PAY, entry, entry.amount, payment_number=payment_number(case, part.number))
    return keep_page(session, page)


def pay_many(session: Session, payments: Sequence[tuple[Case, int, Signed]]) -> None:
    """Book many payments, each of another case: the case, the instalment, and the slip as basis."""
    pages = open_pages(session, [(case, signed) for case, _, signed in payments])
    for page, (case, number, _) in zip(pages, payments, strict=True):
        entry = page.open_reservation(number)
        page.resolve(Kind.PAY, entry, entry.amount, payment_number=payment_number(case, number))
    keep_pages(session, pages)


def recover(
    session: Session,
    case: Case,
    number: int,
    amount: Money,
    *,
    basis: str,
    event: int,
    actor: Actor,
    at: datetime,
) -> Balance:
    """Book that money came back (追回): never more than was paid and has not come back yet."""
    page = open_page(session, case, Signed(event, actor, at, basis))
    paid = page.ledger.open(Kind.PAY, instalment=number)
    left = Money.total(page.ledger.left(entry) for entry in paid)
    if amount <= NOTHING or amount > left:
        raise Refused(Refusal("recovery_above_paid", {"amount": amount, "paid": left}))
    page.resolve(Kind.RECOVER, paid[0], amount)
    return keep_page(session, page)


def rebook(
    session: Session,
    case: Case,
    part: Instalment,
    *,
    event: int,
    actor: Actor,
    at: datetime,
    basis: str = "",
) -> Balance:
    """Commit an instalment anew, for its year and amount as they stand now (结转、调整).

    The old reservation is released, held and reserved again in one booking, so that nobody can
    come between; what the case uses of its caps stays as it was.
    """
    page = open_page(session, case, Signed(event, actor, at, basis))
    old = page.open_reservation(part.number)
    amount = Money(part.amount_fen)
    page.release(old)
    page.write(Kind.HOLD, amount, limits=old.limits, year=old.year)
    page.reserve(
        amount,
        instalment=part.number,
        fiscal_year=part.fiscal_year,
        pool=old.pool,
        budget_line=budget.line_for(
            session,
            case.clause_id,
            part.fiscal_year,
            part.amount_fen,
            freed=(old.budget_line, old.amount),
        ),
        limits=old.limits,
        year=old.year,
    )
    return keep_page(session, page)


def split(
    session: Session,
    case: Case,
    part: Instalment,
    parts: Sequence[Instalment],
    *,
    event: int,
    actor: Actor,
    at: datetime,
    basis: str = "",
) -> Balance:
    """Commit what was reserved for one instalment for several, adding up to the same sum.

    `part` is released; `parts` (which may hold it again) are reserved in its place, on its line.
    """
    page = open_page(session, case, Signed(event, actor, at, basis))
    old = page.open_reservation(part.number)
    assert Money.total(Money(one.amount_fen) for one in parts) == old.amount
    page.release(old)
    page.write(Kind.HOLD, old.amount, limits=old.limits, year=old.year)
    for one in parts:
        page.reserve(
            Money(one.amount_fen),
            instalment=one.number,
            fiscal_year=old.fiscal_year,
            pool=old.pool,
            budget_line=old.budget_line,
            limits=old.limits,
            year=old.year,
        )
    return keep_page(session, page)


def payment_number(case: Case, instalment: int) -> str:
    """The one number under which an instalment is ever paid, e.g. XC-2026-000123-02."""
    return f"{case.reference}-{instalment:02d}"
