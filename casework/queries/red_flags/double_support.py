"""Supported twice: one matter in several cases, more than one entitlement, a special deal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from fractions import Fraction
from math import floor
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import (
    NEVER_SUPPORTED,
    PAY,
    Found,
    Rows,
    Within,
    named,
)
from casework.queries.rule_book import book
from casework.queries.system_facts import SPECIAL_DEAL
from casework.records.assessment import Assessment
from casework.records.case import Attachment, Case
from casework.records.ledger_entry import LedgerEntry
from workflows.facts import Route
from workflows.matters import Matter, is_yearly

_NET_PAID = sa.func.sum(
    sa.case(
        (LedgerEntry.kind == "pay", LedgerEntry.amount_fen),
        (LedgerEntry.kind == "recover", -LedgerEntry.amount_fen),
        else_=0,
    )
)


def claimed_more_than_once(session: Session, within: Within) -> Iterator[Found]:
    """1 · One matter, or one paper's number, of one enterprise in several cases."""
    yield from _same_matter(session, within)
    yield from _same_number(session, within)


def _same_matter(session: Session, within: Within) -> Iterator[Found]:
    """Each case that is looked at beside every other of its enterprise with the same matter."""
    one, other = aliased(Case), aliased(Case)
    pairs = (
        sa.select(
            one.id.label("case_id"),
            one.matter_subject.label("subject"),
            *_of_matter("one", one),
            *_of_matter("other", other),
            other.reference.label("others"),
        )
        .join(
            other,
            sa.and_(
                other.enterprise_id == one.enterprise_id,
                other.matter_group == one.matter_group,
                other.matter_subject == one.matter_subject,
                other.id != one.id,
            ),
        )
        .where(one.state.not_in(NEVER_SUPPORTED), other.state.not_in(NEVER_SUPPORTED))
    )
    same: dict[Hashable, list[Found]] = defaultdict(list)
    for pair in named(session, within, pairs):
        if _matter("one", pair).same(_matter("other", pair)):
            same[pair.case].append(pair)
    for group in same.values():
        others = ", ".join(sorted(pair.facts["others"] for pair in group))
        first = group[0]
        yield first.saying(why="same_matter", subject=first.facts["subject"], others=others)


def _of_matter(which: str, case: Any) -> Iterator[sa.ColumnElement[Any]]:
    names = ("clause_id", "claim_year", "matter_group", "matter_subject")
    return (getattr(case, name).label(f"{which}_{name}") for name in names)


def _matter(which: str, pair: Found) -> Matter:
    """The matter of a case; of yearly support the year belongs to it (ruling 20)."""
    clause, group, subject = (
        pair.facts[f"{which}_{name}"] for name in ("clause_id", "matter_group", "matter_subject")
    )
    yearly = clause in book().clauses and is_yearly(book().clause(clause))
    return Matter(group, subject, (pair.facts[f"{which}_claim_year"],) if yearly else None)


def _same_number(session: Session, within: Within) -> Iterator[Found]:
    of = aliased(Case)
    used = sa.and_(Attachment.number != "", Attachment.taken_out_at.is_(None))
    live = of.state.not_in(NEVER_SUPPORTED)
    several = (
        sa.select(of.enterprise_id, Attachment.number)
        .join(Attachment, Attachment.case_id == of.id)
        .where(used, live)
        .group_by(of.enterprise_id, Attachment.number)
        .having(sa.func.count(of.clause_id.distinct()) > 1)
        .subquery()
    )
    rows = (
        sa.select(of.id.label("case_id"), of.enterprise_id.label("whose"), Attachment.number)
        .join(Attachment, Attachment.case_id == of.id)
        .join(
            several,
            sa.and_(
                several.c.enterprise_id == of.enterprise_id, several.c.number == Attachment.number
            ),
        )
        .where(used, live)
        .distinct()
    )
    groups: dict[Hashable, list[Found]] = defaultdict(list)
    for found in named(session, within, rows):
        groups[found.facts["whose"], found.facts["number"]].append(found)
    for group in groups.values():
        for found in group:
            others = ", ".join(str(one.case) for one in group if one is not found)
            yield found.saying(why="same_number", subject=found.facts["number"], others=others)


def paid_above_entitlement(session: Session, within: Within) -> Iterator[Found]:
    """2 · All that was paid for one matter, or on one ladder, is more than the best of it alone."""
    groups: dict[Hashable, list[Found]] = defaultdict(list)
    for found in named(session, within, _paid_with_answers()):
        for key in _keys(found):
            groups[key].append(found)
    for key, group in groups.items():
        paid = sum(one.facts["paid_fen"] for one in group)
        best = max(_alone(one.facts["answer"], one.facts["amount_fen"]) for one in group)
        if paid <= best:
            continue
        why = "ladder" if key[0] == "ladder" else "highest_only"  # type: ignore[index]
        for one in group:
            yield one.saying(
                why=why,
                paid_fen=one.facts["paid_fen"],
                together_fen=paid,
                best_fen=best,
                others=", ".join(str(other.case) for other in group if other is not one),
            )


def _paid_with_answers() -> Rows:
    """Every case with net payments, and the calculation it was decided on."""
    last = aliased(Assessment)
    paid = (
        sa.select(LedgerEntry.case_id, _NET_PAID.label("paid_fen"))
        .where(LedgerEntry.kind.in_(("pay", "recover")))
        .group_by(LedgerEntry.case_id)
        .having(_NET_PAID > 0)
        .subquery()
    )
    newest = (
        sa.select(sa.func.max(last.number)).where(last.case_id == paid.c.case_id).scalar_subquery()
    )
    of = aliased(Case)
    return (
        sa.select(
            paid.c.case_id,
            paid.c.paid_fen,
            of.enterprise_id.label("whose"),
            of.clause_id.label("clause"),
            of.claim_year,
            of.matter_group,
            of.matter_subject,
            Assessment.answer,
            sa.func.coalesce(Assessment.amount_fen, 0).label("amount_fen"),
        )
        .join(of, of.id == paid.c.case_id)
        .join(Assessment, sa.and_(Assessment.case_id == of.id, Assessment.number == newest))
        .where(
            sa.or_(
                of.enterprise_id.in_(_paid_in_several_cases()),
                paid.c.paid_fen > sa.func.coalesce(Assessment.amount_fen, 0),
            )
        )
    )


def _paid_in_several_cases() -> Rows:
    return (
        sa.select(LedgerEntry.enterprise_id)
        .where(PAY)
        .group_by(LedgerEntry.enterprise_id)
        .having(sa.func.count(LedgerEntry.case_id.distinct()) > 1)
    )


def _keys(found: Found) -> Iterator[Hashable]:
    """The matter and the ladder a payment belongs to."""
    facts = found.facts
    clause = book().clauses.get(facts["clause"])
    if facts["matter_subject"] is not None:
        year = facts["claim_year"] if clause is not None and is_yearly(clause) else None
        yield "matter", facts["whose"], facts["matter_group"], facts["matter_subject"], year
    if clause is not None and clause.ladder is not None:
        yield "ladder", facts["whose"], clause.ladder.name


def _alone(answer: Any, amount_fen: int) -> int:
    """What a case comes to by itself, in fen: before what others had is taken off."""
    taken_off = [
        line["before"]
        for line in answer.get("lines", ())
        if line["kind"] in ("difference", "ladder") and line.get("before") is not None
    ]
    return max([amount_fen, *(floor(Fraction(one) * 100) for one in taken_off)])


def barred_by_special_deal(session: Session, within: Within) -> Iterator[Found]:
    """27 · A general measure taken while one case, one policy support of the enterprise ran."""
    barred = [
        clause.id
        for policy in book().policies
        for clause in policy.clause
        if any(
            one.fact == SPECIAL_DEAL and one.is_ is False
            for one in (*(policy.requires if clause.asks_document else ()), *clause.requires)
        )
    ]
    of, deal = aliased(Case), aliased(Case)
    rows = (
        sa.select(
            of.id.label("case_id"),
            deal.reference.label("others"),
            deal.decided_on,
            of.filed_on,
        )
        .join(deal, sa.and_(deal.enterprise_id == of.enterprise_id, deal.id != of.id))
        .where(
            of.clause_id.in_(barred),
            of.state.not_in(NEVER_SUPPORTED),
            deal.state.not_in(NEVER_SUPPORTED),
            sa.or_(deal.one_case_one_policy, deal.route == Route.DISTRICT_GOVERNMENT.value),
            deal.decided_on <= sa.func.coalesce(of.decided_on, sa.literal(within.on, sa.Date())),
            sa.or_(deal.closed_on.is_(None), deal.closed_on > of.filed_on),
        )
    )
    yield from named(session, within, rows)
