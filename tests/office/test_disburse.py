"""Instalments on their way: due, checked, requested, held, returned, carried, paid."""

from __future__ import annotations

from datetime import date

import pytest

from casework.commands import accounts, conditions, disburse
from tests.office.desk import Desk
from tests.office.payments import (
    act,
    balance,
    fallen_due,
    ledger_faults,
    ready,
    state,
    with_money,
    years_later,
)
from workflows.ledger import Balance
from workflows.money import yuan
from workflows.refusals import Refused
from workflows.roles import Actor


def test_what_is_due_is_looked_at_again_before_it_may_be_requested(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    years_later(desk, 1)
    desk(disburse.fall_due, reference, by=desk.cast.finance, number=2)

    with pytest.raises(Refused, match="conditions_unknown"):
        desk(disburse.verify, reference, by=desk.cast.reviewer, number=2)

    assert state(desk, reference, 2) == "check"


def test_a_condition_that_is_not_met_stops_the_payment(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    years_later(desk, 1)
    fallen_due(desk, reference, 2)
    desk(
        conditions.record_condition,
        reference,
        by=desk.cast.reviewer,
        number=2,
        condition="still_operating",
        met=False,
        basis="现场核查",
    )

    with pytest.raises(Refused, match="conditions_unmet"):
        desk(disburse.verify, reference, by=desk.cast.reviewer, number=2)


def test_nobody_orders_the_payment_they_requested(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    act(desk, "request", reference, by=desk.cast.finance)

    with pytest.raises(Refused, match="not_your_step"):
        act(desk, "order", reference, by=desk.cast.finance)
    act(desk, "order", reference, by=desk.cast.finance_approver)

    assert state(desk, reference) == "ordered"


def test_a_reviewer_of_the_case_never_pays_it(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)

    with pytest.raises(Refused, match="not_your_step"):
        act(desk, "request", reference, by=desk.cast.reviewer)


def test_nothing_is_requested_without_a_budget_line(desk: Desk) -> None:
    with_money(desk, yuan(1))
    reference = desk.disbursing()
    ready(desk, reference)

    with pytest.raises(Refused, match="budget_line_missing"):
        act(desk, "request", reference, by=desk.cast.finance)


def test_nothing_is_paid_to_an_account_under_another_name(desk: Desk) -> None:
    with_money(desk)
    with desk.database.transaction() as session, pytest.raises(Refused, match="name_differs"):
        accounts.enter_correction(
            session,
            enterprise_id=desk.cast.jia.enterprise_id or 0,
            account_name="某某个人",
            account_bank="示例银行",
            account_number="62000000000000",
            reason="换户",
            actor=desk.cast.finance,
            at=desk.at,
        )


def test_a_corrected_account_waits_for_a_second_person(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    enterprise_id = desk.cast.jia.enterprise_id or 0
    with desk.database.transaction() as session:
        accounts.enter_correction(
            session,
            enterprise_id=enterprise_id,
            account_name="甲示例科技有限公司",
            account_bank="示例银行东城支行",
            account_number="6200 9999 0000 1111",
            reason="银行退票：账号错误",
            actor=desk.cast.finance,
            at=desk.at,
        )

    with pytest.raises(Refused, match="account_unconfirmed"):
        act(desk, "request", reference, by=desk.cast.finance)
    with desk.database.transaction() as session, pytest.raises(Refused, match="correction_own"):
        accounts.confirm_correction(
            session, enterprise_id=enterprise_id, actor=desk.cast.finance, at=desk.at
        )
    with desk.database.transaction() as session:
        accounts.confirm_correction(
            session, enterprise_id=enterprise_id, actor=desk.cast.finance_approver, at=desk.at
        )
    act(desk, "request", reference, by=desk.cast.finance)

    assert state(desk, reference) == "requested"


def test_one_person_holds_and_two_release_and_it_is_looked_at_at_once(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    years_later(desk, 1)
    ready(desk, reference, 2)
    act(desk, "hold", reference, by=desk.cast.finance, number=2, remarks="收到举报，核实中")

    def release(by: Actor, action: str = "release") -> None:
        act(desk, action, reference, by=by, number=2, remarks="查实无误")

    with pytest.raises(Refused, match="release_needs_two"):
        release(desk.cast.finance)
    release(desk.cast.finance, "agree_release")
    with pytest.raises(Refused, match="release_needs_two"):
        release(desk.cast.finance)
    release(desk.cast.approver)

    assert state(desk, reference, 2) == "check"
    with pytest.raises(Refused, match="conditions_unknown"):
        desk(disburse.verify, reference, by=desk.cast.reviewer, number=2)


def test_a_hold_needs_a_reason(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()

    with pytest.raises(Refused, match="reason_wanted"):
        act(desk, "hold", reference, by=desk.cast.finance)


def test_a_cancelled_instalment_frees_what_it_had_committed(desk: Desk) -> None:
    line = with_money(desk)
    reference = desk.disbursing()
    desk(disburse.cancel, reference, by=desk.cast.approver, number=3, remarks="企业书面放弃第三期")

    assert balance(desk, reference) == Balance(committed=yuan(200_000))
    assert state(desk, reference, 3) == "cancelled"
    assert ledger_faults(desk) == ()
    assert line.number


def test_an_unpaid_instalment_is_carried_into_the_next_budget(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    with pytest.raises(Refused, match="budget_year_running"):
        desk(disburse.carry, reference, by=desk.cast.finance, number=1)
    years_later(desk, 1)
    desk(disburse.carry, reference, by=desk.cast.finance, number=1)

    assert state(desk, reference) == "carried"
    assert balance(desk, reference) == Balance(committed=yuan(300_000))
    with pytest.raises(Refused, match="budget_line_missing"):
        act(desk, "bring_forward", reference, by=desk.cast.finance)
    assert ledger_faults(desk) == ()


def test_a_payment_put_off_waits_for_its_new_day(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    fallen_due(desk, reference)
    desk(
        disburse.defer,
        reference,
        by=desk.cast.reviewer,
        number=1,
        until=date(2026, 9, 1),
        remarks="证书换发中",
    )

    with pytest.raises(Refused, match="not_due"):
        desk(disburse.fall_due, reference, by=desk.cast.finance, number=1)
