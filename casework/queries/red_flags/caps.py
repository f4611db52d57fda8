"""Above what a clause allows: caps counted anew from the ledger, and matched money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import Found, Rows, Within, named
from casework.queries.rule_book import book
from casework.records.award import Award
from casework.records.case import Case
from casework.records.ledger_entry import LedgerEntry
from casework.records.review import CaseFact
from workflows.fact_values import read_value
from workflows.money import Money, yuan
from workflows.policy.benefit import Share
from workflows.policy.document import Clause
from workflows.policy.limits import Cap, Scope

_COMMITTED = sa.func.sum(
    sa.case(
        (LedgerEntry.kind == "reserve", LedgerEntry.amount_fen),
        (LedgerEntry.kind == "recover", -LedgerEntry.amount_fen),
        (
            sa.and_(LedgerEntry.kind == "release", LedgerEntry.resolves_kind == "reserve"),
            -LedgerEntry.amount_fen,
        ),
        else_=0,
    )
)
"""What was decided and neither given up nor paid back, in fen."""


def over_cap(session: Session, within: Within) -> Iterator[Found]:
    """3 · What was decided under a cap that is a sum exceeds it; the ledger is added up anew."""
    groups: dict[Hashable, list[tuple[Found, int]]] = defaultdict(list)
    limits: dict[Hashable, tuple[str, int]] = {}
    for found in named(session, within, _committed()):
        clause = book().clauses.get(found.facts["clause"])
        for place, cap in enumerate(() if clause is None else clause.cap):
            assert clause is not None
            for key in _spans(clause, place, cap, found):
                groups[key].append((found, found.facts["fen"]))
                limits[key] = (cap.words, yuan(cap.amount_yuan or 0).fen)
    for key, group in groups.items():
        words, limit = limits[key]
        together = sum(fen for _, fen in group)
        if together <= limit:
            continue
        for found, fen in group:
            yield found.saying(
                cap=words,
                limit_fen=limit,
                together_fen=together,
                amount_fen=fen,
                cases=len({one.case for one, _ in group}),
            )


def _committed() -> Rows:
    of = aliased(Case)
    sums = (
        sa.select(LedgerEntry.case_id, LedgerEntry.year, _COMMITTED.label("fen"))
        .where(LedgerEntry.kind != "hold")
        .group_by(LedgerEntry.case_id, LedgerEntry.year)
        .having(_COMMITTED > 0)
        .subquery()
    )
    return sa.select(
        sums.c.case_id,
        sums.c.year,
        sums.c.fen,
        of.clause_id.label("clause"),
        of.enterprise_id.label("whose"),
        of.matter_keys,
    ).join(of, of.id == sums.c.case_id)


def _spans(clause: Clause, place: int, cap: Cap, found: Found) -> Iterator[Hashable]:
    """What this commitment is counted into under a cap: the name of a sum."""
    if cap.amount_yuan is None or not cap.strict or cap.scope in (Scope.UNIT_AREA, Scope.POOL):
        return
    facts = found.facts
    name = cap.shared or f"{clause.id}#{place}"
    item = tuple(str(facts["matter_keys"].get(fact)) for fact in cap.item)
    match cap.scope:
        case Scope.AWARD:
            yield name, "award", found.case
        case Scope.ITEM:
            yield name, "item", item
        case Scope.YEAR:
            yield name, "year", facts["whose"], facts["year"], item
        case Scope.LIFETIME:
            yield name, "lifetime", facts["whose"]
        case Scope.YEARS:
            for first in range(facts["year"] - (cap.years or 1) + 1, facts["year"] + 1):
                yield name, "years", facts["whose"], first


def matched_above_verified(session: Session, within: Within) -> Iterator[Found]:
    """12 · Matching money above the ratio of what an officer verified as received (ruling 12)."""
    ratios = {clause.id: _ratio(clause) for clause in book().clauses.values()}
    matching = {clause: share for clause, share in ratios.items() if share is not None}
    verified = _verified(session, matching.values())
    of = aliased(Case)
    last = aliased(Award)
    newest = sa.select(sa.func.max(last.number)).where(last.case_id == of.id).scalar_subquery()
    rows = (
        sa.select(of.id.label("case_id"), of.id.label("id"), of.clause_id, Award.amount_fen)
        .join(Award, sa.and_(Award.case_id == of.id, Award.number == newest))
        .where(of.clause_id.in_(matching))
    )
    for found in named(session, within, rows):
        share = matching[found.facts["clause_id"]]
        known = [verified.get((found.facts["id"], fact)) for fact in share.of.names]
        sums = [one for one in known if one is not None]
        base = Money(sum(sums) if share.of.take == "sum" else max(sums, default=0))
        allowed = base.share(share.rate)
        if found.facts["amount_fen"] > allowed.fen:
            yield found.saying(
                why="not_verified" if not sums else "above_ratio",
                amount_fen=found.facts["amount_fen"],
                verified_fen=base.fen if sums else None,
                allowed_fen=allowed.fen,
            )


def _ratio(clause: Clause) -> Share | None:
    benefit = clause.benefit
    return benefit if isinstance(benefit, Share) and benefit.kind == "match" else None


def _verified(session: Session, shares: Iterable[Share]) -> dict[tuple[int, str], int]:
    """What officers found of these facts, in fen; the latest finding of a case stands."""
    names = {name for share in shares for name in share.of.names}
    rows = session.execute(
        sa.select(CaseFact.case_id, CaseFact.fact, CaseFact.value)
        .where(CaseFact.fact.in_(names))
        .order_by(CaseFact.id)
    )
    found = {}
    for case_id, fact, value in rows:
        read = read_value(book().facts[fact], value)
        if isinstance(read, int):
            found[case_id, fact] = read
    return found
