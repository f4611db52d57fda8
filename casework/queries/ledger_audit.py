"""Everything that must hold of the money, asked of all that is kept: `casework verify-ledger`.

The rule book's checks run over the entries, case by case and enterprise by enterprise; here the
rest is held against them: chains, stored sums, instalments, payments, recoveries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.balances import balances, summed
from casework.queries.ledger import ENTRY, entries_sharing, entry, every_entry
from casework.queries.ledger_chain import broken_chains
from casework.records.award import Award
from casework.records.budget import BudgetLine, BudgetMovement, MovementKind
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.ledger_entry import LedgerEntry, SharedCapUse
from casework.records.payment_run import Answer, PaymentLine
from casework.records.pool import Pool
from casework.records.recovery import Recovery, RecoveryReceipt
from workflows.ledger import Entry, Ledger
from workflows.ledger_checks import CHECKS, Fault, within_limits
from workflows.money import Money

_BATCH = 5_000


def every_fault(session: Session) -> Iterator[Fault]:
    """Every fault of the ledger and of what is kept beside it; none for a sound one."""
    references: dict[int, str] = {}
    for check in AUDITS:
        for fault in check(session):
            yield _named(session, fault, references)


def of_the_entries(session: Session) -> Iterator[Fault]:
    """The rule book's checks, case by case."""
    for _, entries in groupby(every_entry(session), key=lambda one: one.case):
        ledger = Ledger(entries)
        for check in CHECKS:
            if check is not within_limits:
                yield from check(ledger)


def of_the_caps(session: Session) -> Iterator[Fault]:
    """No cap was used beyond its limit: an enterprise's own, and those that many share."""
    yield from _of_groups(_by_enterprise(session))
    shared = session.scalars(sa.select(SharedCapUse.cap).distinct().order_by(SharedCapUse.cap))
    yield from _of_groups(entries_sharing(session, cap) for cap in shared.all())


def of_the_chains(session: Session) -> Iterator[Fault]:
    """No entry was changed, removed, inserted or reordered."""
    for reference, broken in broken_chains(session):
        where = f"case {reference} entry {broken.number}"
        yield Fault("chain", where, f"{broken.fault.value}: {broken.how}")


def of_pools_and_lines(session: Session) -> Iterator[Fault]:
    """What is stored beside the entries equals their sum; a line holds what its documents say."""
    drawn = (summed("committed") + summed("paid")).label("drawn")
    for kept, name in ((Pool, LedgerEntry.pool_id), (BudgetLine, LedgerEntry.budget_line_id)):
        rows = session.execute(
            sa.select(kept.id, kept.used_fen, drawn)
            .outerjoin(LedgerEntry, name == kept.id)
            .group_by(kept.id, kept.used_fen)
        )
        for of, used, sums in rows:
            if used != sums:
                where = f"{kept.__tablename__} {of}"
                yield Fault("balance", where, f"keeps {Money(used)}, entries say {Money(sums)}")
    signed = sa.case(
        *(
            (BudgetMovement.kind == kind, BudgetMovement.amount_fen * kind.sign)
            for kind in MovementKind
        )
    )
    rows = session.execute(
        sa.select(
            BudgetLine.number,
            BudgetLine.total_fen,
            sa.cast(sa.func.coalesce(sa.func.sum(signed), 0), sa.BigInteger),
        )
        .outerjoin(BudgetMovement, BudgetMovement.budget_line_id == BudgetLine.id)
        .group_by(BudgetLine.number, BudgetLine.total_fen)
    )
    for number, total, moved in rows:
        if total != moved:
            how = f"keeps {Money(total)}, its documents say {Money(moved)}"
            yield Fault("balance", f"budget line {number}", how)


def of_instalments(session: Session) -> Iterator[Fault]:
    """An open instalment is committed in full, a paid one paid, a cancelled one neither."""
    kept = (
        *(Instalment.case_id, Instalment.number, Instalment.state, Instalment.amount_fen),
        *(Instalment.committed_fen, Instalment.paid_fen, Instalment.recovered_fen),
    )
    rows = session.execute(
        sa.select(*kept, *balances())
        .outerjoin(
            LedgerEntry,
            sa.and_(
                LedgerEntry.case_id == Instalment.case_id,
                LedgerEntry.instalment == Instalment.number,
            ),
        )
        .group_by(*kept),
        execution_options={"yield_per": _BATCH},
    )
    for row in rows:
        wanted = (0, 0)
        if row.state == "paid":
            wanted = (0, row.amount_fen)
        elif row.state != "cancelled":
            wanted = (row.amount_fen, 0)
        stored = (row.committed_fen, row.paid_fen, row.recovered_fen)
        if stored != (row.committed, row.paid, row.recovered):
            where = f"case {row.case_id} instalment {row.number}"
            sums = ", ".join(str(Money(fen)) for fen in stored)
            yield Fault("balance", where, f"keeps {sums}; its entries say otherwise")
        if (row.committed, row.paid) != wanted:
            where = f"case {row.case_id} instalment {row.number}"
            found = f"committed {Money(row.committed)}, paid {Money(row.paid)}"
            yield Fault("order", where, f"{row.state} of {Money(row.amount_fen)}, but {found}")


def of_awards(session: Session) -> Iterator[Fault]:
    """Nothing is committed or paid beyond the decision that stands."""
    stands = (
        sa.select(Award.case_id, sa.func.max(Award.number).label("number"))
        .group_by(Award.case_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Award.case_id, Award.amount_fen, summed("committed"), summed("paid"))
        .join(stands, sa.and_(stands.c.case_id == Award.case_id, stands.c.number == Award.number))
        .outerjoin(LedgerEntry, LedgerEntry.case_id == Award.case_id)
        .group_by(Award.case_id, Award.amount_fen),
        execution_options={"yield_per": _BATCH},
    )
    for case_id, amount, committed, paid in rows:
        if committed + paid > amount:
            how = f"awarded {Money(amount)}, committed and paid {Money(committed + paid)}"
            yield Fault("cap", f"case {case_id}", how)
    without = sa.select(LedgerEntry.case_id).where(
        LedgerEntry.kind != "hold",
        LedgerEntry.resolves_kind != "hold",
        ~sa.exists().where(Award.case_id == LedgerEntry.case_id),
    )
    for case_id in session.scalars(without.distinct()):
        yield Fault("orphan", f"case {case_id}", "money is committed without a decision")


def of_payments(session: Session) -> Iterator[Fault]:
    """Whatever the treasury paid is booked once, whatever is booked was paid."""
    paid = sa.and_(PaymentLine.answer == Answer.PAID, PaymentLine.taken_out_at.is_(None))
    booked = sa.and_(
        LedgerEntry.kind == "pay", LedgerEntry.payment_number == PaymentLine.payment_number
    )
    for number in session.scalars(
        sa.select(PaymentLine.payment_number).where(paid, ~sa.exists().where(booked))
    ):
        yield Fault("orphan", f"payment {number}", "the treasury paid it, and it is not booked")
    rows = session.execute(
        sa.select(PaymentLine.payment_number, PaymentLine.amount_fen, LedgerEntry.amount_fen)
        .join(LedgerEntry, booked)
        .where(paid, PaymentLine.amount_fen != LedgerEntry.amount_fen)
    )
    for number, sent, entered in rows:
        how = f"sent as {Money(sent)}, booked as {Money(entered)}"
        yield Fault("double pay", f"payment {number}", how)


def of_recoveries(session: Session) -> Iterator[Fault]:
    """What came in from recoveries is what the ledger says came back."""
    receipts = (
        sa.select(
            Recovery.case_id,
            sa.func.sum(RecoveryReceipt.principal_fen).label("principal"),
        )
        .join(Recovery, Recovery.id == RecoveryReceipt.recovery_id)
        .group_by(Recovery.case_id)
        .subquery()
    )
    entries = (
        sa.select(LedgerEntry.case_id, summed("recovered").label("recovered"))
        .where(LedgerEntry.kind == "recover")
        .group_by(LedgerEntry.case_id)
        .subquery()
    )
    received = sa.cast(sa.func.coalesce(receipts.c.principal, 0), sa.BigInteger)
    rows = session.execute(
        sa.select(Case.id, received, sa.func.coalesce(entries.c.recovered, 0))
        .outerjoin(receipts, receipts.c.case_id == Case.id)
        .outerjoin(entries, entries.c.case_id == Case.id)
        .where(received != sa.func.coalesce(entries.c.recovered, 0))
    )
    for case_id, principal, recovered in rows:
        how = f"{Money(principal)} came in, {Money(recovered)} is booked as recovered"
        yield Fault("balance", f"case {case_id}", how)


AUDITS: tuple[Callable[[Session], Iterable[Fault]], ...] = (
    of_the_entries,
    of_the_caps,
    of_the_chains,
    of_pools_and_lines,
    of_instalments,
    of_awards,
    of_payments,
    of_recoveries,
)


def _of_groups(groups: Iterable[Iterable[Entry]]) -> Iterator[Fault]:
    seen: set[Fault] = set()
    for entries in groups:
        for fault in within_limits(Ledger(entries)):
            if fault not in seen:
                seen.add(fault)
                yield fault


def _by_enterprise(session: Session) -> Iterator[list[Entry]]:
    rows = session.execute(
        sa.select(*ENTRY.columns).order_by(ENTRY.c.enterprise_id, ENTRY.c.id),
        execution_options={"yield_per": _BATCH},
    ).mappings()
    for _, of_one in groupby(rows, key=lambda row: row["enterprise_id"]):
        yield [entry(row) for row in of_one]


def _named(session: Session, fault: Fault, known: dict[int, str]) -> Fault:
    """The fault with the case's reference instead of its number in the table."""
    words = fault.where.split(" ")
    if words[0] != "case" or not words[1].isdigit():
        return fault
    case_id = int(words[1])
    if case_id not in known:
        reference = session.scalar(sa.select(Case.reference).where(Case.id == case_id))
        known[case_id] = reference or f"id {case_id}"
    return Fault(fault.check, " ".join(["case", known[case_id], *words[2:]]), fault.how)


def figures(session: Session) -> Mapping[str, Any]:
    """How much the ledger holds: entries, cases and every balance."""
    row = session.execute(
        sa.select(
            sa.func.count().label("entries"),
            sa.func.count(LedgerEntry.case_id.distinct()).label("cases"),
            *balances(),
        ).select_from(LedgerEntry)
    ).one()
    return dict(row._mapping)
