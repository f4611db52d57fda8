"""Answers of the treasury: late, twice, against each other, or wrong; paid exactly once."""

from __future__ import annotations

import pytest

from casework.commands import disburse, results
from casework.records.payment_run import AlarmKind
from tests.office.desk import Desk
from tests.office.payments import act, balance, ledger_faults, ready, state, with_money
from tests.office.runs import HEAD, answer, imported, open_alarms, sent, totals
from workflows.money import yuan
from workflows.refusals import Refused


def test_a_returned_payment_is_corrected_and_paid_under_the_same_number(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,returned,100000.00,,2026-03-12,账号不符"])
    assert state(desk, reference) == "returned"
    act(desk, "reissue", reference, by=desk.cast.finance)
    second = sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD002,2026-03-12,"], paid="100000.00")

    assert state(desk, reference) == "paid"
    assert totals(desk, second).paid == yuan(100_000)
    assert ledger_faults(desk) == ()


def test_a_late_answer_is_booked_when_it_comes(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,unknown,100000.00,,2026-03-12,"])
    assert (state(desk, reference), balance(desk, reference).paid) == ("sent", yuan(0))
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")

    assert state(desk, reference) == "paid"


def test_a_second_success_raises_an_alarm_and_books_nothing(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    line = f"{reference}-01,paid,100000.00,{{slip}},2026-03-12,"
    for slip in ("HD001", "HD001 ", "HD002"):
        answer(desk, [line.format(slip=slip)], paid="100000.00")

    alarms = open_alarms(desk)
    assert [(alarm.kind, alarm.slip) for alarm in alarms] == [(AlarmKind.PAID_AGAIN, "HD002")]
    assert balance(desk, reference).paid == yuan(100_000)
    with desk.database.transaction() as session:
        results.settle_alarm(
            session, alarm_id=alarms[0].id, note="银行已冲正", actor=desk.cast.finance, at=desk.at
        )
    assert open_alarms(desk) == []


def test_what_was_paid_and_comes_back_goes_to_reconciliation(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")
    answer(desk, [f"{reference}-01,returned,100000.00,,2026-03-12,销户"])

    assert [alarm.kind for alarm in open_alarms(desk)] == [AlarmKind.RETURNED_AFTER_PAID]
    assert state(desk, reference) == "paid"


def test_a_payment_that_arrives_after_its_return_is_not_sent_again(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,returned,100000.00,,2026-03-12,账号不符"])
    act(desk, "reissue", reference, by=desk.cast.finance)
    answer(desk, [f"{reference}-01,paid,100000.00,HD009,2026-03-12,"], paid="100000.00")

    assert [alarm.kind for alarm in open_alarms(desk)] == [AlarmKind.PAID_AFTER_RETURN]
    assert state(desk, reference) == "held"
    assert balance(desk, reference).paid == yuan(0)


def test_the_last_payment_settles_the_case(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    for number in (2, 3):
        desk(disburse.cancel, reference, by=desk.cast.approver, number=number, remarks="放弃")
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")

    assert desk.case(reference).state == "settled"


WRONG_LINES: tuple[tuple[list[str], str], ...] = (
    (["XC-2026-999999-01,paid,100000.00,HD,2026-03-12,"], "result_payment_unknown"),
    (["{one},paid,100000.01,HD,2026-03-12,"], "result_amount_differs"),
    (["{one},paid,100000.00,HD,2026-03-12,"] * 2, "result_repeated"),
    (["{one},paid,-1,HD,2026-03-12,"], "result_amount_unreadable"),
    (["{one},paid,100000.001,HD,2026-03-12,"], "result_amount_unreadable"),
    (["{one},paid,0,HD,2026-03-12,"], "result_amount_unreadable"),
    (["{one},perhaps,100000.00,HD,2026-03-12,"], "result_answer_unknown"),
    (["{one},paid,100000.00,,2026-03-12,"], "result_slip_missing"),
    (["{one},returned,100000.00,,2026-03-12,"], "result_reason_missing"),
    (["{one},paid,100000.00,HD,2026-13-12,"], "result_day_unreadable"),
    (["{one},paid,100000.00,HD,2036-03-12,"], "result_day_ahead"),
    (["{one},paid,100000.00"], "result_columns"),
    (["total,1,100000.00", "{one},paid,100000.00,HD,2026-03-12,"], "result_after_total"),
)
UNREADABLE = (
    (b"", "result_header"),
    (f"{HEAD}\n".encode(), "result_total_missing"),
    (f"{HEAD}\ntotal,1,0.00,,,\n".encode(), "result_total_differs"),
    ("支付号,结果\n".encode(), "result_header"),
    (f"{HEAD}\n".encode() + "合计,0,0.00,,,原因\n".encode("gb18030"), "result_unreadable"),
    (f"{HEAD}\n".encode() + b"\0\n", "result_unreadable"),
)


def test_a_wrong_file_is_refused_whole_naming_its_lines(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    for lines, code in WRONG_LINES:
        written = [line.format(one=f"{reference}-01") for line in lines]

        with pytest.raises(Refused) as refused:
            answer(desk, written, paid="100000.00", count=1)

        first = {r.code: r.particulars["line"] for r in reversed(refused.value.refusals)}
        assert first.get(code) == (3 if len(lines) == 2 else 2), code
    assert state(desk, reference) == "sent"
    assert desk.count("result_lines") == desk.count("result_files") == 0


def test_a_file_that_cannot_be_read_is_refused_whole(desk: Desk) -> None:
    for content, code in UNREADABLE:
        with pytest.raises(Refused, match=code):
            imported(desk, content)


def test_a_file_is_imported_once(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    lines = [f"{reference}-01,unknown,100000.00,,2026-03-12,"]
    answer(desk, lines)

    with pytest.raises(Refused, match="result_file_known"):
        answer(desk, lines)
