"""Claiming money back in the browser, and the account a second person confirms."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from casework.queries import recoveries
from casework.records.people import User
from tests.office.desk import Desk
from tests.office.payments import balance, ready, with_money, years_later
from tests.office.runs import answer, sent
from tests.web.conftest import Enter
from tests.web.statements import statements
from tests.web.visitor import Visitor
from workflows.money import yuan

GROUND = {
    "amount": "6",
    "ground": "signed_commitment",
    "ground_document": "承诺书〔2026〕1号",
    "ground_dated": "2026-03-01",
}
INTEREST = {
    "says_interest": "y",
    "rule": "lpr",
    "yearly_rate": "3",
    "rate_source": "示例公告 2026-05-20",
    "since": "2026-03-12",
}


@pytest.fixture
def paid(desk: Desk) -> str:
    """A case of which the first instalment, 100,000 yuan, was paid."""
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")
    return reference


def state(desk: Desk, reference: str, number: int = 1) -> str:
    """Where a recovery of a case stands."""
    with desk.database.reading() as session:
        return recoveries.of_case(session, desk.case(reference).id)[number - 1].state


def of(action: str, **typed: Any) -> dict[str, Any]:
    """Fields of the form of a step."""
    return {f"{action}-{name}": value for name, value in typed.items()}


def page(reference: str) -> str:
    return f"/finance/recoveries/{reference}/1"


def found(enter: Enter, desk: Desk, reference: str) -> Visitor:
    """A reviewer opens a recovery from the case."""
    reviewer = enter(desk.cast.reviewer).get(f"/office/cases/{reference}")
    assert f"/finance/recoveries/{reference}/new" in reviewer.response.text  # type: ignore[union-attr]
    reviewer.get(f"/finance/recoveries/{reference}/new")
    reviewer.send({"amount": "6", "remarks": "抽查发现"}, button="登记线索")
    return reviewer


def decided(enter: Enter, desk: Desk, reference: str, **more: str) -> None:
    """Found, told, answered and decided."""
    reviewer = found(enter, desk, reference)
    reviewer.send(of("notify", **{**GROUND, **more}, remarks="告知"), button="拟追回告知")
    assert (reviewer.status, state(desk, reference)) == (200, "notified"), reviewer.words
    desk.days_later(10)
    approver = enter(desk.cast.approver).get(page(reference))
    approver.send(
        of("decide", document="示追字〔2026〕1号", remarks="依承诺追回"), button="追回决定"
    )
    assert (approver.status, state(desk, reference)) == (200, "due"), approver.words


def received(finance: Visitor, amount: str, slip: str, on: str) -> Visitor:
    finance.send(of("receive", amount=amount, slip=slip, received_on=on), button="登记退回")
    return finance


def test_a_recovery_goes_from_a_finding_to_the_last_repayment_with_its_formula(
    enter: Enter, desk: Desk, paid: str
) -> None:
    decided(enter, desk, paid, **INTEREST)
    desk.days_later(5)
    finance = enter(desk.cast.finance).get(page(paid))
    assert "60,000.00 × 3% × " in finance.words

    received(finance, "2", "SK001", desk.at.date().isoformat())
    assert (finance.status, state(desk, paid)) == (200, "partial")
    with desk.database.reading() as session:
        one = recoveries.of_case(session, desk.case(paid).id)[0]
        left = recoveries.repayment(session, one, on=desk.at.date()).outstanding
    received(finance, f"{left.in_yuan}元", "SK002", desk.at.date().isoformat())

    assert (finance.status, state(desk, paid)) == (200, "repaid")
    assert left > yuan(40_000)
    assert balance(desk, paid).recovered == yuan(60_000)
    listed = finance.get("/finance/recoveries")
    assert paid in listed.words
    assert "已退清" in listed.words


def test_a_notice_without_a_ground_is_refused_and_what_was_typed_stays(
    enter: Enter, desk: Desk, paid: str
) -> None:
    reviewer = found(enter, desk, paid)

    reviewer.send(of("notify", amount="6.5", remarks="告知"), button="拟追回告知")

    assert (reviewer.status, state(desk, paid)) == (409, "found")
    assert "追回须有法律依据" in reviewer.words
    assert 'value="6.5"' in reviewer.response.text  # type: ignore[union-attr]


def test_interest_needs_a_ground_that_says_so(enter: Enter, desk: Desk, paid: str) -> None:
    reviewer = found(enter, desk, paid)

    typed = {**GROUND, **INTEREST, "remarks": "告知"}
    del typed["says_interest"]
    reviewer.send(of("notify", **typed), button="拟追回告知")

    assert reviewer.status == 409
    assert "依据未载明利息" in reviewer.words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ground_dated": ""}, "请填写依据日期"),
        ({**INTEREST, "yearly_rate": "三"}, "请填写数字"),
        ({"amount": "很多"}, "追回金额"),
    ],
)
def test_a_faulty_field_is_named(
    enter: Enter, desk: Desk, paid: str, typed: dict[str, str], said: str
) -> None:
    reviewer = found(enter, desk, paid)

    reviewer.send(of("notify", **{**GROUND, **typed}, remarks="告知"), button="拟追回告知")

    assert (reviewer.status, state(desk, paid)) == (422, "found")
    assert said in reviewer.words


def test_what_is_not_open_says_why_and_a_forged_press_is_refused(
    enter: Enter, desk: Desk, paid: str
) -> None:
    reviewer = found(enter, desk, paid)
    reviewer.send(of("notify", **GROUND, remarks="告知"), button="拟追回告知")

    approver = enter(desk.cast.approver).get(page(paid))
    assert "陈述申辩期限" in approver.words
    typed = of("decide", **GROUND, document="示追字〔2026〕1号", remarks="决定")
    approver.post(f"{page(paid)}/steps/decide", typed)

    assert (approver.status, state(desk, paid)) == (409, "notified")


def test_a_decision_may_set_off_a_later_instalment(enter: Enter, desk: Desk, paid: str) -> None:
    decided(enter, desk, paid, amount="3", says_set_off="y")
    years_later(desk, 1)
    ready(desk, paid, 2)
    with desk.database.transaction() as session:  # nobody's password has grown old meanwhile
        session.execute(sa.update(User).values(password_changed_at=desk.at))
    finance = enter(desk.cast.finance).get(page(paid))

    finance.send(of("set_off", number="2", amount="3"), button="抵扣")

    assert (finance.status, state(desk, paid)) == (200, "repaid")
    assert balance(desk, paid).recovered == yuan(30_000)


def test_what_is_overdue_is_referred(enter: Enter, desk: Desk, paid: str) -> None:
    decided(enter, desk, paid)
    desk.days_later(30)
    approver = enter(desk.cast.approver).get(page(paid))
    assert "已逾期" in approver.words

    approver.send(of("refer_on", remarks="移送财政部门"), button="移送")

    assert (approver.status, state(desk, paid)) == (200, "referred")


def test_a_second_press_opens_no_second_recovery(enter: Enter, desk: Desk, paid: str) -> None:
    path = f"/finance/recoveries/{paid}/new"
    first, second = enter(desk.cast.reviewer).get(path), enter(desk.cast.reviewer).get(path)

    first.send({"amount": "6", "remarks": "抽查发现"}, button="登记线索")
    second.send({"amount": "6", "remarks": "抽查发现"}, button="登记线索")

    assert (first.status, second.status) == (200, 409)
    assert desk.count("recoveries") == 1


def test_nobody_of_another_district_finds_it(enter: Enter, desk: Desk, paid: str) -> None:
    found(enter, desk, paid)

    stranger = enter(desk.cast.stranger).get(page(paid))
    listed = enter(desk.cast.stranger).get("/finance/recoveries")

    assert stranger.status in (403, 404)
    assert paid not in listed.words


def test_auditors_read_and_press_nothing(enter: Enter, desk: Desk, paid: str) -> None:
    found(enter, desk, paid)

    auditor = enter(desk.cast.auditor).get(page(paid))

    assert (auditor.status, "可以办理的步骤" in auditor.words) == (200, False)
    assert auditor.post(f"{page(paid)}/steps/drop").status == 403


def test_the_list_costs_the_same_however_long(enter: Enter, desk: Desk, paid: str) -> None:
    reviewer = found(enter, desk, paid)
    with statements(desk.database) as few:
        reviewer.get("/finance/recoveries")
    reviewer.get(f"/finance/recoveries/{paid}/new")
    reviewer.send({"amount": "1", "remarks": "又查到"}, button="登记线索")

    with statements(desk.database) as more:
        reviewer.get("/finance/recoveries")

    assert len(more) == len(few)
    assert "第2次" in reviewer.words


ACCOUNT = {
    "credit_code": "911101020000000018",
    "account_name": "甲示例科技有限公司",
    "account_bank": "示例银行西城支行",
    "account_number": "6222 0000 1111 2222",
    "reason": "开户行变更",
}


def test_an_account_is_entered_by_one_and_confirmed_by_another(enter: Enter, desk: Desk) -> None:
    maker = enter(desk.cast.finance).get("/finance/accounts")
    maker.send(ACCOUNT)
    assert (maker.status, "待他人确认" in maker.words) == (200, True)
    maker.post(f"/finance/accounts/{desk.cast.jia.enterprise_id}/confirmed")
    assert maker.status == 409

    checker = enter(desk.cast.finance_approver).get("/finance/accounts")
    checker.send(button="确认账户")

    assert (checker.status, "已确认" in checker.words) == (200, True)
    assert desk.count("enterprise_contacts", account_number="6222000011112222") == 1
    assert "6222000011112222" not in checker.words


def test_a_rejected_entry_changes_no_account(enter: Enter, desk: Desk) -> None:
    enter(desk.cast.finance).get("/finance/accounts").send(ACCOUNT)

    checker = enter(desk.cast.finance_approver).get("/finance/accounts").send(button="退回登记")

    assert (checker.status, "已退回" in checker.words) == (200, True)
    assert desk.count("enterprise_contacts", account_number="6222000011112222") == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"account_name": "别家公司"}, "户名"),
        ({"credit_code": "911101020000009999"}, "本区没有信用代码为911101020000009999的企业"),
    ],
)
def test_a_wrong_account_is_refused_and_stays_typed(
    enter: Enter, desk: Desk, typed: dict[str, str], said: str
) -> None:
    maker = enter(desk.cast.finance).get("/finance/accounts")

    maker.send({**ACCOUNT, **typed})

    assert maker.status == 409
    assert said in maker.words
    assert "示例银行西城支行" in maker.response.text  # type: ignore[union-attr]
