"""Public notices that are missing or short, and payments over an open objection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import PAY, Found, Rows, Within, named
from casework.queries.rule_book import book, terms
from casework.records.award import Award
from casework.records.case import Case
from casework.records.ledger_entry import LedgerEntry
from casework.records.public_notice import Objection, PublicNotice


def notice_missing_or_short(session: Session, within: Within) -> Iterator[Found]:
    """18 · Paid, or about to be, without a whole notice: missing, short, unproved, other sum."""
    for found in named(session, within, _noticed()):
        for why in _faults(found.facts):
            yield found.saying(
                why=why,
                wanted_days=found.facts["wanted"],
                posted_days=found.facts["working_days"],
                last_day=found.facts["last_day"],
                paid_on=found.facts["paid_on"],
                noticed_fen=found.facts["noticed_fen"],
                amount_fen=found.facts["amount_fen"],
            )


def _faults(facts: Mapping[str, Any]) -> Iterator[str]:
    if facts["posted_on"] is None:
        yield "notice_missing"
        return
    if facts["working_days"] < facts["wanted"]:
        yield "notice_short"
    if facts["paid_on"] is not None and facts["paid_on"] <= facts["last_day"]:
        yield "paid_before_end"
    if facts["proof_sha256"] is None:
        yield "notice_unproved"
    if facts["noticed_fen"] != facts["amount_fen"]:
        yield "notice_other_amount"


def _noticed() -> Rows:
    """The first decision of each case that went on to be paid, with the last notice before that."""
    of, later = aliased(Case), aliased(PublicNotice)
    wanted = sa.case(
        {clause: terms(clause).notice_days for clause in book().clauses},
        value=of.clause_id,
        else_=0,
    )
    paid_on = (
        sa.select(sa.func.min(LedgerEntry.booked_on))
        .where(PAY, LedgerEntry.case_id == of.id)
        .scalar_subquery()
    )
    last = sa.select(sa.func.max(later.id)).where(later.case_id == of.id).scalar_subquery()
    last_award = aliased(Award)
    standing = (
        sa.select(sa.func.max(last_award.number))
        .where(
            last_award.case_id == of.id,
            sa.or_(
                PublicNotice.posted_event.is_(None),
                last_award.event_number < PublicNotice.posted_event,
            ),
        )
        .scalar_subquery()
        .correlate(of, PublicNotice)
    )
    return (
        sa.select(
            of.id.label("case_id"),
            wanted.label("wanted"),
            paid_on.label("paid_on"),
            Award.amount_fen,
            PublicNotice.posted_on,
            PublicNotice.working_days,
            PublicNotice.last_day,
            PublicNotice.proof_sha256,
            PublicNotice.amount_fen.label("noticed_fen"),
        )
        .select_from(of)
        .outerjoin(PublicNotice, PublicNotice.id == last)
        .join(Award, sa.and_(Award.case_id == of.id, Award.number == standing))
        .where(wanted > 0, of.state.in_(("disbursing", "settled", "terminated")))
    )


def paid_over_objection(session: Session, within: Within) -> Iterator[Found]:
    """19 · Money left while an objection that stops the case was open."""
    rows = (
        sa.select(
            Objection.case_id,
            Objection.received_on,
            Objection.settled_at,
            LedgerEntry.booked_on.label("paid_on"),
            LedgerEntry.amount_fen,
        )
        .join(LedgerEntry, LedgerEntry.case_id == Objection.case_id)
        .where(
            PAY,
            Objection.stops_case,
            LedgerEntry.booked_on >= Objection.received_on,
            sa.or_(Objection.settled_at.is_(None), Objection.settled_at > LedgerEntry.booked_at),
        )
    )
    yield from named(session, within, rows)
