"""Paid too early, too late, to the wrong account, twice, or while held back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import PAY, Found, Within, named
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.instalment import Instalment
from casework.records.ledger_entry import LedgerEntry
from casework.records.payment_check import AccountCorrection, ConditionCheck
from casework.records.payment_run import Answer, PaymentAlarm, PaymentLine
from casework.records.people import Enterprise, EnterpriseContact
from workflows.accounts import same_name
from workflows.payment_conditions import SEEN_BY_ITSELF
from workflows.term import civil_date
from workflows.workdays import official_calendar

READY_DAYS, ORDERED_DAYS = 10, 30
"""Working days after which money that could be requested, or was ordered, is late."""
ACCOUNT_DAYS = timedelta(days=30)

_ON_THE_WAY = ("ready", "requested", "ordered", "sent")
_FINAL = ("paid", "cancelled")


def paid_early(session: Session, within: Within) -> Iterator[Found]:
    """20 · Requested while a condition was not verified, or before the day it was due."""
    requested = aliased(CaseEvent)
    rows = (
        sa.select(
            Instalment.case_id,
            Instalment.case_id.label("id"),
            Instalment.number.label("instalment"),
            Instalment.amount_fen,
            Instalment.conditions,
            Instalment.due_on,
            requested.number.label("event"),
            requested.at.label("requested_at"),
        )
        .join(
            requested,
            sa.and_(
                requested.case_id == Instalment.case_id,
                requested.instalment == Instalment.number,
                requested.action == "request",
            ),
        )
        .where(Instalment.state.not_in(("cancelled", "pending")))
    )
    checks = _checks(session)
    for found in named(session, within, rows):
        facts = found.facts
        on = civil_date(facts["requested_at"])
        met = {
            check.condition
            for check in checks.get((facts["id"], facts["instalment"]), ())
            if check.met
            and check.event_number < facts["event"]
            and (check.valid_until is None or check.valid_until >= on)
        }
        unverified = [
            one for one in facts["conditions"] if one not in SEEN_BY_ITSELF and one not in met
        ]
        why = "condition_unverified" if unverified else "before_due" if on < facts["due_on"] else ""
        if why:
            yield found.saying(
                why=why,
                instalment=facts["instalment"],
                amount_fen=facts["amount_fen"],
                conditions=", ".join(unverified),
                due_on=facts["due_on"],
                requested_at=facts["requested_at"],
            )


def _checks(session: Session) -> dict[tuple[int, int], list[Any]]:
    found: dict[tuple[int, int], list[Any]] = {}
    columns: tuple[Any, ...] = (
        ConditionCheck.case_id,
        ConditionCheck.instalment,
        ConditionCheck.condition,
        ConditionCheck.met,
        ConditionCheck.valid_until,
        ConditionCheck.event_number,
    )
    for row in session.execute(sa.select(*columns).where(ConditionCheck.met)):
        found.setdefault((row.case_id, row.instalment), []).append(row)
    return found


def paid_late(session: Session, within: Within) -> Iterator[Found]:
    """21 · Ready for ten, ordered for thirty working days and not paid; or left over the year."""
    moved = aliased(CaseEvent)
    rows = sa.select(
        Instalment.case_id,
        Instalment.number.label("instalment"),
        Instalment.amount_fen,
        Instalment.state.label("stands"),
        Instalment.fiscal_year,
        sa.select(sa.func.max(moved.at))
        .where(
            moved.case_id == Instalment.case_id,
            moved.instalment == Instalment.number,
            moved.action.in_(("verify", "request", "order")),
        )
        .scalar_subquery()
        .label("since"),
    ).where(
        Instalment.state.not_in(_FINAL),
        sa.or_(Instalment.state.in_(_ON_THE_WAY), Instalment.fiscal_year < within.on.year),
    )
    calendar = official_calendar()
    for found in named(session, within, rows):
        facts = found.facts
        since = None if facts["since"] is None else civil_date(facts["since"])
        days = 0 if since is None else calendar.workdays_between(since, within.on)
        allowed = READY_DAYS if facts["stands"] == "ready" else ORDERED_DAYS
        late = facts["stands"] in _ON_THE_WAY and days > allowed
        if late or facts["fiscal_year"] < within.on.year:
            yield found.saying(
                why="waiting" if late else "left_over_the_year",
                instalment=facts["instalment"],
                amount_fen=facts["amount_fen"],
                since=since,
                days=days if late else None,
                fiscal_year=facts["fiscal_year"],
            )


def payee_problem(session: Session, within: Within) -> Iterator[Found]:
    """23 · Paid to another name, to a person, or to an account changed shortly before."""
    changed_at = (
        sa.select(sa.func.max(AccountCorrection.decided_at))
        .where(
            AccountCorrection.enterprise_id == Enterprise.id,
            AccountCorrection.confirmed.is_(True),
            AccountCorrection.previous_number != "",
            sa.or_(
                PaymentLine.answered_at.is_(None),
                AccountCorrection.decided_at <= PaymentLine.answered_at,
            ),
        )
        .scalar_subquery()
        .correlate(Enterprise, PaymentLine)
    )
    rows = (
        sa.select(
            PaymentLine.case_id,
            PaymentLine.payment_number,
            PaymentLine.amount_fen,
            PaymentLine.account_name,
            PaymentLine.answered_at,
            Enterprise.name.label("its_name"),
            Enterprise.legal_person,
            sa.func.coalesce(EnterpriseContact.contact_name, "").label("contact_name"),
            changed_at.label("changed_at"),
        )
        .join(Case, Case.id == PaymentLine.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .outerjoin(EnterpriseContact, EnterpriseContact.enterprise_id == Enterprise.id)
        .where(PaymentLine.taken_out_at.is_(None))
        .where(
            sa.or_(PaymentLine.account_name != Enterprise.name, changed_at.is_not(None)),
        )
    )
    for found in named(session, within, rows):
        why = _payee_fault(found.facts, within.on)
        if why:
            yield found.saying(
                why=why,
                payment=found.facts["payment_number"],
                amount_fen=found.facts["amount_fen"],
                account_name=found.facts["account_name"],
                changed_at=found.facts["changed_at"],
            )


def _payee_fault(facts: Any, today: date) -> str:
    name = facts["account_name"]
    if any(same_name(name, person) for person in (facts["legal_person"], facts["contact_name"])):
        return "personal_account"
    if not same_name(name, facts["its_name"]):
        return "other_name"
    changed, answered = facts["changed_at"], facts["answered_at"]
    if changed is None:
        return ""
    paid_on = today if answered is None else civil_date(answered)
    return "account_changed" if paid_on - civil_date(changed) <= ACCOUNT_DAYS else ""


def paid_twice(session: Session, within: Within) -> Iterator[Found]:
    """24 · Two payments of one instalment, or a second success or a return the treasury reports."""
    booked = (
        sa.select(
            LedgerEntry.case_id,
            LedgerEntry.instalment,
            sa.func.count().label("times"),
            sa.func.sum(LedgerEntry.amount_fen).label("amount_fen"),
        )
        .where(PAY)
        .group_by(LedgerEntry.case_id, LedgerEntry.instalment)
        .having(sa.func.count() > 1)
    )
    answered = (
        sa.select(
            PaymentLine.case_id,
            PaymentLine.instalment,
            sa.func.count().label("times"),
            sa.func.sum(PaymentLine.amount_fen).label("amount_fen"),
        )
        .where(PaymentLine.answer == Answer.PAID)
        .group_by(PaymentLine.case_id, PaymentLine.instalment)
        .having(sa.func.count() > 1)
    )
    alarmed = sa.select(
        PaymentAlarm.case_id,
        PaymentAlarm.payment_number.label("payment"),
        PaymentAlarm.kind.label("kind"),
        PaymentAlarm.amount_fen,
        PaymentAlarm.settled_at,
    )
    for why, statement in (("booked_twice", booked), ("answered_twice", answered)):
        for found in named(session, within, statement):
            yield found.saying(why=why, **found.facts)
    for found in named(session, within, alarmed):
        facts = dict(found.facts)
        yield found.saying(why=facts.pop("kind").value, **facts)


def paid_while_held(session: Session, within: Within) -> Iterator[Found]:
    """25 · Money left while the instalment was held back or the case suspended."""
    stopped, freed = aliased(CaseEvent), aliased(CaseEvent)
    for why, stop, free, same in (
        ("held", "hold", "release", True),
        ("suspended", "suspend", "resume", False),
    ):
        of_part = stopped.instalment == LedgerEntry.instalment if same else sa.true()
        also = freed.instalment == stopped.instalment if same else sa.true()
        released = sa.exists().where(
            freed.case_id == stopped.case_id,
            also,
            freed.action == free,
            freed.number > stopped.number,
            freed.number < LedgerEntry.event_number,
        )
        rows = (
            sa.select(
                LedgerEntry.case_id,
                LedgerEntry.instalment,
                LedgerEntry.amount_fen,
                stopped.at.label("stopped_at"),
                LedgerEntry.booked_on.label("paid_on"),
            )
            .join(
                stopped,
                sa.and_(
                    stopped.case_id == LedgerEntry.case_id,
                    of_part,
                    stopped.action == stop,
                    stopped.number < LedgerEntry.event_number,
                ),
            )
            .where(PAY, ~released)
        )
        for found in named(session, within, rows):
            yield found.saying(why=why, **found.facts)
