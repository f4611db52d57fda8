"""Faults in payments, budget and recoveries, planted straight into the tables."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.recoveries import Claim
from casework.records.budget import BudgetLine, BudgetMovement, MovementKind
from casework.records.payment_check import AccountCorrection
from casework.records.payment_run import AlarmKind, PaymentAlarm, PaymentLine
from casework.records.people import Enterprise
from casework.records.recovery import Recovery, RecoveryAct, RecoveryReceipt
from tests.cast import START
from tests.office.red_flags.clean_office import (
    CleanOffice,
    another_case,
    booked,
    case_of,
    copied,
    event_of,
    instalment_of,
    payment_of,
)
from workflows.interest import Interest, InterestRule
from workflows.money import yuan


def condition_never_verified(session: Session, office: CleanOffice) -> None:
    part = instalment_of(session, case_of(session, office.jia))
    part.conditions = [*part.conditions, "milestone_accepted"]


def requested_before_its_day(session: Session, office: CleanOffice) -> None:
    instalment_of(session, case_of(session, office.jia)).due_on = office.today


def left_over_the_year(session: Session, office: CleanOffice) -> None:
    instalment_of(session, case_of(session, office.jia), 2).fiscal_year = 2025


def waits_since_the_winter(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    instalment_of(session, case, 2).state = "ready"
    verified = event_of(session, case, "verify")
    copied(session, verified, number=0, instalment=2, at=START - timedelta(days=60))


def paid_without_a_line(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    other = another_case(session, case, 1, matter_subject="another")
    booked(session, other, payment_of(session, case), 100, paid=True, budget_line_id=None)


def more_used_than_given(session: Session, office: CleanOffice) -> None:
    line = session.scalars(sa.select(BudgetLine)).one()
    moved = session.scalars(sa.select(BudgetMovement)).one()
    withdrawn = {"kind": MovementKind.WITHDRAWN, "amount_fen": moved.amount_fen, "number": 2}
    copied(session, moved, budget_line_id=line.id, **withdrawn)


def carried_again_and_again(session: Session, office: CleanOffice) -> None:
    line = session.scalars(sa.select(BudgetLine)).one()
    for year in (2027, 2028, 2029):
        line = copied(
            session, line, number=f"结转{year}", fiscal_year=year, used_fen=0,
            carried_from_id=line.id,
        )  # fmt: skip


def to_another_name(session: Session, office: CleanOffice) -> None:
    _line(session, office).account_name = "另一示例有限公司"


def to_a_person(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    session.get_one(Enterprise, case.enterprise_id).legal_person = "张示例"
    _line(session, office).account_name = "张示例"


def account_changed_the_day_before(session: Session, office: CleanOffice) -> None:
    session.add(
        AccountCorrection(
            enterprise_id=case_of(session, office.jia).enterprise_id,
            account_name="甲示例科技有限公司",
            account_bank="示例银行",
            account_number="620099999999",
            previous_name="甲示例科技有限公司",
            previous_bank="示例银行",
            previous_number="620000000001",
            reason="更换账户",
            entered_by_id=office.cast.finance.user_id,
            entered_at=START,
            confirmed=True,
            decided_by_id=office.cast.finance_approver.user_id,
            decided_at=START,
        )
    )


def booked_twice(session: Session, office: CleanOffice) -> None:
    for index in ("instalment_paid", "payment_number", "reservation_resolved"):
        session.execute(sa.text(f"DROP INDEX uq_ledger_entries_{index}"))
    paid = payment_of(session, case_of(session, office.jia))
    copied(session, paid, number=900)


def reported_again(session: Session, office: CleanOffice) -> None:
    line = _line(session, office)
    session.add(
        PaymentAlarm(
            kind=AlarmKind.PAID_AGAIN,
            payment_number=line.payment_number,
            case_id=line.case_id,
            amount_fen=line.amount_fen,
            slip="HD-2",
            answered_on=office.today,
            raised_at=START,
        )
    )


def held_and_never_released(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    verified = event_of(session, case, "verify")
    copied(session, verified, number=0, action="hold", source="ready", target="held", capacity="")


def not_paid_back(session: Session, office: CleanOffice) -> None:
    _recovery(session, office, "due")


def closed_without_the_interest(session: Session, office: CleanOffice) -> None:
    recovery = _recovery(session, office, "repaid")
    session.add(
        RecoveryReceipt(
            recovery_id=recovery.id,
            slip="JK-1",
            principal_fen=10_000_000,
            interest_fen=0,
            set_off=False,
            received_on=office.today,
            booked_by_id=office.cast.finance.user_id,
            booked_at=START,
        )
    )


_INTEREST = Interest(
    InterestRule.LPR, Fraction(3, 100), "公布日2026-02-20", START.date() - timedelta(days=60)
)


def _line(session: Session, office: CleanOffice) -> PaymentLine:
    case = case_of(session, office.jia)
    return session.scalars(sa.select(PaymentLine).where(PaymentLine.case_id == case.id)).one()


def _recovery(session: Session, office: CleanOffice, state: str) -> Recovery:
    recovery = Recovery(
        case_id=case_of(session, office.jia).id,
        number=1,
        process_version=1,
        state=state,
        due_on=date(2026, 3, 3),
        opened_at=START,
    )
    session.add(recovery)
    session.flush()
    session.add(
        RecoveryAct(
            recovery_id=recovery.id,
            number=1,
            action="decide",
            source="notified",
            target="due",
            event_number=1,
            said=Claim(yuan(100_000), interest=_INTEREST).said(),
            actor_id=office.cast.approver.user_id,
            at=START,
        )
    )
    session.flush()
    return recovery
