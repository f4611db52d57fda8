"""Granted without an application (免申即享): who should have had it, and who should not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.red_flags.finding import NEVER_SUPPORTED, PAY, Found, Within, named
from casework.queries.red_flags.registers import Registers
from casework.queries.rule_book import book
from casework.records.case import Case
from casework.records.ledger_entry import LedgerEntry
from casework.records.people import Enterprise, EnterpriseFact
from workflows.fact_values import Known, Value, read_facts
from workflows.matching import Fit, match_clause
from workflows.matters import RECIPIENT
from workflows.prepared import PreparedClause, prepare

_BATCH = 2_000


def missed_or_wrong(session: Session, within: Within) -> Iterator[Found]:
    """29 · The registers meet a clause that needs no application and nothing was paid, or not met.

    The source list is what the registers say of an enterprise; who lacks a fact is on no list.
    """
    clauses = [
        one
        for one in prepare(book()).clauses.values()
        if one.clause.no_application == "yes" and one.term.covers(within.on)
    ]
    if not within.is_narrowed:
        yield from _missed(session, within, clauses)
    yield from _wrong(session, within)


def _missed(session: Session, within: Within, clauses: list[PreparedClause]) -> Iterator[Found]:
    had = _had(session, [one.clause.id for one in clauses])
    for enterprise, known in _registered(session, within):
        for one in clauses:
            if (enterprise.id, one.clause.id) in had:
                continue
            if match_clause(book(), one, known, frozenset()).fit is Fit.MAY_GET:
                yield Found(
                    None,
                    enterprise.name,
                    enterprise.credit_code,
                    None,
                    {"why": "not_given", "clause": one.clause.id},
                )


def _had(session: Session, clauses: list[str]) -> set[tuple[int, str]]:
    rows = session.execute(
        sa.select(Case.enterprise_id, Case.clause_id)
        .where(Case.clause_id.in_(clauses), Case.state.not_in(NEVER_SUPPORTED))
        .distinct()
    )
    return {(enterprise_id, clause_id) for enterprise_id, clause_id in rows}


def _registered(session: Session, within: Within) -> Iterator[tuple[Any, Known]]:
    """Every enterprise of the district with what the registers say of it today."""
    rows = session.execute(
        sa.select(
            Enterprise.id,
            Enterprise.name,
            Enterprise.credit_code,
            EnterpriseFact.fact,
            EnterpriseFact.value,
        )
        .join(EnterpriseFact, EnterpriseFact.enterprise_id == Enterprise.id)
        .where(Enterprise.district_id == within.actor.district, EnterpriseFact.as_of <= within.on)
        .order_by(Enterprise.id, EnterpriseFact.as_of, EnterpriseFact.id),
        execution_options={"yield_per": _BATCH},
    )
    enterprise: Any = None
    facts: dict[str, Any] = {}
    for row in rows:
        if enterprise is not None and row.id != enterprise.id:
            yield enterprise, _known(enterprise, facts)
            facts = {}
        enterprise = row
        facts[row.fact] = row.value
    if enterprise is not None:
        yield enterprise, _known(enterprise, facts)


def _known(enterprise: Any, facts: dict[str, Any]) -> Known:
    read = read_facts(book().facts, facts)
    recipient: dict[str, Value] = {RECIPIENT: enterprise.credit_code}
    return Known({**read.values, **recipient}, read.faults)


def _wrong(session: Session, within: Within) -> Iterator[Found]:
    """Paid under such a clause though the registers say that its conditions are not met."""
    without = [one.id for one in book().clauses.values() if one.no_application == "yes"]
    paid = sa.select(LedgerEntry.enterprise_id).where(PAY, LedgerEntry.clause_id.in_(without))
    registers = Registers(session, EnterpriseFact.enterprise_id.in_(paid))
    rows = sa.select(
        LedgerEntry.case_id,
        LedgerEntry.case_id.label("id"),
        LedgerEntry.clause_id.label("clause"),
        LedgerEntry.enterprise_id.label("whose"),
        LedgerEntry.booked_on.label("paid_on"),
        LedgerEntry.amount_fen,
    ).where(PAY, LedgerEntry.clause_id.in_(without))
    for found in named(session, within, rows):
        facts = found.facts
        if registers.unmet(
            facts["clause"],
            enterprise_id=facts["whose"],
            case_id=facts["id"],
            day=facts["paid_on"],
        ):
            yield found.saying(
                why="wrongly_given",
                clause=facts["clause"],
                amount_fen=facts["amount_fen"],
                paid_on=facts["paid_on"],
            )
