"""Granted without an application (免申即享): who should have had it, and who should not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.red_flags.finding import NEVER_SUPPORTED, PAY, Found, Within, named
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
    prepared = prepare(book()).clauses
    without = [one for one in book().clauses.values() if one.no_application == "yes"]
    rows = (
        sa.select(
            LedgerEntry.case_id,
            LedgerEntry.clause_id.label("clause"),
            LedgerEntry.enterprise_id.label("whose"),
            LedgerEntry.booked_on.label("paid_on"),
            LedgerEntry.amount_fen,
        )
        .where(PAY, LedgerEntry.clause_id.in_([one.id for one in without]))
        .order_by(LedgerEntry.id)
    )
    said = _said(session, [one.id for one in without])
    for found in named(session, within, rows.order_by(None)):
        facts = found.facts
        on = {
            fact: value for as_of, fact, value in said[facts["whose"]] if as_of <= facts["paid_on"]
        }
        known = Known(read_facts(book().facts, on).values, {})
        clause = prepared[facts["clause"]]
        _, reasons = clause.conditions.judge(known, frozenset())
        if any(one.fact in known.values and one.code != "fact_missing" for one in reasons):
            yield found.saying(
                why="wrongly_given",
                clause=clause.clause.id,
                amount_fen=facts["amount_fen"],
                paid_on=facts["paid_on"],
            )


def _said(session: Session, clauses: list[str]) -> dict[int, list[tuple[date, str, Any]]]:
    paid = sa.select(LedgerEntry.enterprise_id).where(PAY, LedgerEntry.clause_id.in_(clauses))
    rows = session.execute(
        sa.select(
            EnterpriseFact.enterprise_id,
            EnterpriseFact.as_of,
            EnterpriseFact.fact,
            EnterpriseFact.value,
        )
        .where(EnterpriseFact.enterprise_id.in_(paid))
        .order_by(EnterpriseFact.as_of, EnterpriseFact.id)
    )
    found: dict[int, list[tuple[date, str, Any]]] = defaultdict(list)
    for enterprise_id, as_of, fact, value in rows:
        found[enterprise_id].append((as_of, fact, value))
    return found
