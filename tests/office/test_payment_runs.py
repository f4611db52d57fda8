"""Payment runs: gathered, checked by others, sent as a file, answered; paid exactly once."""

from __future__ import annotations

import pytest

from casework.commands import payment_run
from casework.queries import payment_runs
from casework.records.payment_run import RunState
from tests.office.desk import Desk
from tests.office.payments import act, balance, ledger_faults, ready, state, with_money
from tests.office.runs import answer, gathered, run_act, sent, state_of_next, totals, written
from workflows.ledger import Balance
from workflows.money import yuan
from workflows.payment_levels import payment_levels
from workflows.refusals import Refused
from workflows.roles import Actor


def test_a_run_is_made_by_one_person_checked_by_another_and_paid(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    run = sent(desk)

    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")

    assert state(desk, reference) == "paid"
    assert balance(desk, reference) == Balance(committed=yuan(200_000), paid=yuan(100_000))
    assert totals(desk, run).paid == yuan(100_000)
    assert ledger_faults(desk) == ()


def test_the_maker_of_a_run_does_not_check_it(desk: Desk) -> None:
    with_money(desk)
    ready(desk, desk.disbursing())
    number = gathered(desk)
    both = Actor(
        desk.cast.finance.user_id,
        "both",
        desk.cast.finance.roles | desk.cast.finance_approver.roles,
        desk.cast.finance.department,
        district=desk.cast.finance.district,
    )

    with pytest.raises(Refused, match="own_request"):
        run_act(desk, payment_run.approve, number, by=both)


def test_a_large_run_needs_two_checkers(desk: Desk) -> None:
    with_money(desk)
    ready(desk, desk.disbursing())
    number = gathered(desk)
    with desk.database.transaction() as session:
        run = payment_runs.by_number(session, number)
        assert run.checkers_wanted == payment_levels()[0].checkers == 1
        run.checkers_wanted = 2
    run_act(desk, payment_run.approve, number, by=desk.cast.finance_approver)

    with pytest.raises(Refused, match="run_approved_already"):
        run_act(desk, payment_run.approve, number, by=desk.cast.finance_approver)
    with pytest.raises(Refused, match="run_not_open"):
        run_act(desk, payment_run.order, number, by=desk.cast.finance_approver)


def test_an_empty_run_is_not_sent(desk: Desk) -> None:
    with_money(desk)
    with desk.database.transaction() as session:
        number = payment_run.open_run(session, actor=desk.cast.finance, at=desk.at).number

    with pytest.raises(Refused, match="run_empty"):
        run_act(desk, payment_run.submit, number, by=desk.cast.finance)


def test_a_payment_that_may_not_be_made_any_more_leaves_the_run(desk: Desk) -> None:
    with_money(desk)
    stays, leaves = desk.disbursing(), desk.disbursing(desk.cast.yi)
    for one in (stays, leaves):
        ready(desk, one)
    number = gathered(desk)
    run_act(desk, payment_run.approve, number, by=desk.cast.finance_approver)
    act(desk, "hold", leaves, by=desk.cast.finance, remarks="收到举报")
    portion = run_act(desk, payment_run.order, number, by=desk.cast.finance_approver)
    run_act(desk, payment_run.send, number, by=desk.cast.finance)
    run_act(desk, payment_run.seal, number, by=desk.cast.finance)

    assert portion.done == 1
    assert (state(desk, stays), state(desk, leaves)) == ("sent", "held")
    assert totals(desk, number).count == 1


def test_the_file_states_its_total_and_is_the_same_whenever_it_is_written(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    run = sent(desk)

    first, text = written(desk, run)
    again, _ = written(desk, run)

    assert first.rows == 1
    assert first.totals == {"amount": yuan(100_000).fen}
    assert again.sha256 == first.sha256
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"1,{reference}-01,甲示例科技有限公司,6200")
    assert lines[2] == "合计,1,,,,100000.00,,"


def test_a_run_is_gathered_and_ordered_in_portions_and_goes_on_where_it_stopped(
    desk: Desk,
) -> None:
    with_money(desk)
    references = [desk.disbursing(who) for who in (desk.cast.jia, desk.cast.yi)]
    for reference in references:
        ready(desk, reference)
    with desk.database.transaction() as session:
        number = payment_run.open_run(session, actor=desk.cast.finance, at=desk.at).number
    for _ in range(2):  # whoever comes back begins anew: nothing is gathered twice
        run_act(desk, payment_run.gather, number, by=desk.cast.finance, limit=1)
    run_act(desk, payment_run.submit, number, by=desk.cast.finance)
    run_act(desk, payment_run.approve, number, by=desk.cast.finance_approver)
    portions = [
        run_act(desk, payment_run.order, number, by=desk.cast.finance_approver, limit=1)
        for _ in range(3)
    ]

    assert [portion.done for portion in portions] == [1, 1, 0]
    assert totals(desk, number).total == yuan(200_000)


def test_a_dissolved_run_gives_its_payments_back(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    number = gathered(desk)
    for _ in range(2):
        run_act(desk, payment_run.dissolve, number, by=desk.cast.finance, remarks="编制有误")

    assert state(desk, reference) == "ready"
    with desk.database.reading() as session:
        assert payment_runs.by_number(session, number).state is RunState.DISSOLVED
    assert state_of_next(desk) == RunState.SENT
