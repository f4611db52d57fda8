"""What users of other systems complained about with money, each with the thread it was read in."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.commands import book, change_award, payment_run, recover
from casework.queries import instalments
from casework.queries.ledger import entries_of_case, every_entry
from casework.queries.recoveries import Claim
from casework.records.award import Award
from casework.records.case import Case
from casework.records.instalment import Instalment
from tests.office.desk import Desk
from tests.office.payments import act, ready, state, with_money
from tests.office.runs import answer, gathered, run_act, sent, totals, written
from tests.office.test_recover import GROUND
from workflows.ledger import Entry, Kind, Ledger, Limit
from workflows.money import NOTHING, Money, yuan
from workflows.payment_levels import payment_levels
from workflows.refusals import Refused


def test_sims_2405_a_cap_for_life_counts_over_several_bookings(desk: Desk) -> None:
    with_money(desk)
    first, second = desk.disbursing(), desk.disbursing(desk.cast.yi)
    for_life = Limit("doc/6#1", yuan(400_000))

    hold(desk, first, yuan(400_000), for_life)
    with pytest.raises(Refused, match="cap_short"):
        hold(desk, first, yuan(400_001), for_life)
    hold(desk, second, yuan(400_000), for_life)  # another enterprise has its own


def test_sims_759_nothing_in_the_ledger_is_ever_overwritten(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    before = entries(desk, reference)
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")

    assert entries(desk, reference)[: len(before)] == before


def test_sims_1346_3340_what_is_taken_back_points_at_what_was_paid_and_is_no_negative(
    desk: Desk,
) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    sent(desk)
    answer(desk, [f"{reference}-01,paid,100000.00,HD001,2026-03-12,"], paid="100000.00")
    claim = Claim(yuan(40_000), GROUND)
    desk(recover.find, reference, by=desk.cast.reviewer, claim=claim, remarks="抽查")
    on: dict[str, Any] = {"number": 1, "remarks": "告知"}
    desk(recover.notify, reference, by=desk.cast.reviewer, claim=claim, **on)
    desk(recover.act, reference, by=desk.cast.reviewer, action="hear", **on)
    desk(recover.decide, reference, by=desk.cast.approver, claim=claim, document="示追1号", **on)
    desk(
        recover.receive,
        reference,
        by=desk.cast.finance,
        number=1,
        amount=yuan(40_000),
        slip="SK1",
        received_on=desk.at.date(),
    )

    last = entries(desk, reference)[-1]
    ledger = Ledger(entries(desk, reference))
    resolved = ledger.resolved(last)
    assert (last.kind, resolved and resolved.kind) == (Kind.RECOVER, Kind.PAY)
    assert all(entry.amount > NOTHING for entry in ledger.entries)


def test_sims_4357_a_payment_of_nothing_is_never_laid_out_or_sent(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    with pytest.raises(IntegrityError), desk.database.transaction() as session:
        session.execute(sa.update(Instalment).values(amount_fen=0))
    desk(
        change_award.change_award,
        reference,
        by=desk.cast.other_approver,
        seen=None,
        amount=Money(2),
        remarks="核减至两分，三期只够两期",
    )
    with desk.database.reading() as session:
        laid_out = session.scalars(
            sa.select(Instalment.amount_fen).where(Instalment.state == "pending")
        ).all()
    assert sum(laid_out) == 2
    assert all(fen > 0 for fen in laid_out)


def test_sims_2220_no_money_is_stuck_after_a_hold_is_lifted(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    act(desk, "hold", reference, by=desk.cast.finance, remarks="核实")
    desk.days_later(90)
    with desk.database.reading() as session:
        assert [one.state for one in instalments.stuck(session, on=desk.at.date())] == ["held"]
    act(desk, "agree_release", reference, by=desk.cast.finance, remarks="无误")
    act(desk, "release", reference, by=desk.cast.approver, remarks="无误")

    assert state(desk, reference) == "check"
    with desk.database.reading() as session:
        assert list(instalments.stuck(session, on=desk.at.date())) == []


def test_sims_6167_who_was_booked_under_a_wrong_limit_is_a_query(desk: Desk) -> None:
    wrong = Limit("doc/6#1/2026", yuan(700_000))
    affected, _ = desk.disbursing(), desk.disbursing(desk.cast.yi)
    hold(desk, affected, yuan(1_000), wrong)

    with desk.database.reading() as session:
        found = {entry.case for entry in every_entry(session) if wrong in entry.limits}
    assert found == {desk.case(affected).id}


def test_sims_1815_whoever_goes_over_a_limit_leaves_the_minutes_with_the_money(
    desk: Desk,
) -> None:
    reference = desk.disbursing()
    limit = yuan(100_000)
    hold(desk, reference, yuan(150_000), Limit("doc/9#1", limit, exception="纪要〔2026〕3号"))

    assert entries(desk, reference)[-1].limits[0].exception == "纪要〔2026〕3号"
    with pytest.raises(Refused, match="cap_short"):
        hold(desk, reference, yuan(160_000), Limit("doc/9#1", limit))


def test_lowfat_771_what_is_paid_is_held_against_what_was_approved_not_asked(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    desk(
        change_award.change_award,
        reference,
        by=desk.cast.other_approver,
        seen=None,
        amount=yuan(90_000),
        remarks="核减",
    )

    with desk.database.reading() as session:
        case = _case(session, reference)
        approved = session.scalar(
            sa.select(Award.amount_fen).order_by(Award.number.desc()).limit(1)
        )
        parts = session.scalars(
            sa.select(Instalment.amount_fen).where(
                Instalment.case_id == case.id, Instalment.state == "pending"
            )
        ).all()
    assert sum(parts) == approved == yuan(90_000).fen


def test_hypha_2578_nobody_types_a_payment_again(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    run = sent(desk)
    _, file = written(desk, run)

    (row,) = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))[1:-1]
    payment, payee, amount = row[1], row[2], row[5]
    answer(desk, [f"{payment},paid,{amount},HD001,2026-03-12,"], paid=amount)

    assert (payee, state(desk, reference)) == ("甲示例科技有限公司", "paid")


def test_hypha_2352_global_121_7873_the_amount_says_how_many_must_agree(desk: Desk) -> None:
    with_money(desk)
    ready(desk, desk.disbursing())
    number = gathered(desk)

    assert payment_levels()[-1].checkers > payment_levels()[0].checkers
    with pytest.raises(Refused, match="not_your_step"):
        run_act(desk, payment_run.approve, number, by=desk.cast.finance)


def test_hope_4892_4907_a_payment_number_stands_in_one_live_run(desk: Desk) -> None:
    with_money(desk)
    reference = desk.disbursing()
    ready(desk, reference)
    run = sent(desk)

    with desk.database.transaction() as session, pytest.raises(IntegrityError):
        session.execute(
            sa.text(
                "INSERT INTO payment_lines (run_id, number, instalment_id, case_id, instalment,"
                " payment_number, amount_fen, account_name, account_bank, account_number)"
                " SELECT run_id, number + 1, instalment_id, case_id, instalment, payment_number,"
                " amount_fen, account_name, account_bank, account_number FROM payment_lines"
            )
        )
    found = totals(desk, run)
    assert found.total == found.waiting == yuan(100_000)


# What these tests do again and again


def entries(desk: Desk, reference: str) -> list[Entry]:
    """The ledger of a case."""
    with desk.database.reading() as session:
        return list(entries_of_case(session, desk.case(reference).id))


def hold(desk: Desk, reference: str, amount: Money, limit: Limit) -> None:
    """Hold so much for a case under a limit."""
    with desk.database.transaction() as session:
        case = _case(session, reference)
        book.lock_enterprise(session, case.enterprise_id)
        actor, at = desk.cast.reviewer, desk.at
        book.hold(session, case, amount, event=1, actor=actor, at=at, limits=[limit])


def _case(session: Session, reference: str) -> Case:
    return session.scalars(sa.select(Case).where(Case.reference == reference)).one()
