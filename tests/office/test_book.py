"""What the ledger books, and what neither the program nor the database lets anybody book."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casework.commands import book
from casework.db import Database
from casework.queries.ledger import entries_of_case, every_entry, ledger_of_case
from casework.queries.ledger_chain import broken_chains
from casework.records.budget import BudgetLine
from casework.records.instalment import Instalment
from casework.records.pool import Pool
from tests.office.money_cast import (
    APPROVER,
    AT,
    FINANCE,
    REVIEWER,
    a_case,
    a_district,
    a_line,
    an_award,
    an_enterprise,
    three_years,
)
from workflows.ledger import Balance, Kind, Limit
from workflows.ledger_checks import faults
from workflows.money import NOTHING, Money, yuan
from workflows.refusals import Refused
from workflows.shortage import WhenShort

LIFETIME = Limit("doc/11#1", yuan(500_000))
GUARANTEE = "xc-2023-71/art14.b"


def test_an_award_is_held_committed_paid_and_recovered_by_entries_alone(database: Database) -> None:
    with database.transaction() as session:
        a_district(session)
        line = a_line(session, yuan(1_000_000))
        case = a_case(session, an_enterprise(session))
        part, *_ = an_award(session, case, three_years())
        book.pay(session, case, part, slip="S1", event=1, actor=FINANCE, at=AT)
        book.recover(session, case, 1, yuan(30_000), basis="R1", event=2, actor=FINANCE, at=AT)

        assert ledger_of_case(session, case.id).balance() == Balance(
            committed=yuan(200_000), paid=yuan(100_000), recovered=yuan(30_000)
        )
        assert [entry.kind for entry in entries_of_case(session, case.id)] == [
            *(Kind.HOLD, Kind.RESERVE, Kind.RESERVE, Kind.RESERVE),
            *(Kind.PAY, Kind.RECOVER),
        ]
        session.refresh(line)
        assert Money(line.used_fen) == yuan(100_000)
        assert faults(every_entry(session)) == ()
        assert list(broken_chains(session)) == []


def test_a_hold_follows_the_computed_ceiling_up_and_down(database: Database) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        held = []
        for amount in (300_000, 500_000, 200_000, 200_000, 0):
            balance = book.hold(session, case, yuan(amount), event=1, actor=REVIEWER, at=AT)
            held.append(balance.held)

        assert held == [yuan(n) for n in (300_000, 500_000, 200_000, 200_000, 0)]
        assert faults(every_entry(session)) == ()


def test_approval_frees_what_it_does_not_commit(database: Database) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        book.hold(session, case, yuan(900_000), event=1, actor=REVIEWER, at=AT)
        an_award(session, case, [yuan(300_000)])

        assert ledger_of_case(session, case.id).balance() == Balance(committed=yuan(300_000))


def test_what_is_withdrawn_frees_its_caps(database: Database) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        an_award(session, case, three_years(), limits=[LIFETIME])
        book.release_case(session, case, event=2, actor=APPROVER, at=AT)

        assert ledger_of_case(session, case.id).balance() == Balance()
        assert ledger_of_case(session, case.id).headroom(LIFETIME) == LIFETIME.amount


def test_the_loser_of_a_cap_gets_the_figures(database: Database) -> None:
    with database.transaction() as session:
        a_district(session)
        enterprise = an_enterprise(session)
        first, second = a_case(session, enterprise), a_case(session, enterprise)
        an_award(session, first, three_years(), limits=[LIFETIME])

        with pytest.raises(Refused) as refused:
            book.hold(
                session, second, yuan(200_001), event=1, actor=REVIEWER, at=AT, limits=[LIFETIME]
            )

        (refusal,) = refused.value.refusals
        assert refusal.code == "cap_short"
        assert refusal.particulars == {
            "cap": LIFETIME.cap,
            "limit": yuan(500_000),
            "used": yuan(300_000),
            "left": yuan(200_000),
            "amount": yuan(200_001),
        }
        book.hold(session, second, yuan(200_000), event=1, actor=REVIEWER, at=AT, limits=[LIFETIME])
        assert faults(every_entry(session)) == ()


def test_another_enterprise_has_its_own_headroom_but_shares_that_of_a_building(
    database: Database,
) -> None:
    building = Limit("doc/3#1/building 7", yuan(300_000), shared=True)
    with database.transaction() as session:
        a_district(session)
        ours, theirs = (a_case(session, an_enterprise(session, name)) for name in ("甲", "乙"))
        an_award(session, ours, three_years(), limits=[LIFETIME, building])

        book.hold(session, theirs, yuan(1), event=1, actor=REVIEWER, at=AT, limits=[LIFETIME])
        with pytest.raises(Refused, match="cap_short"):
            book.hold(session, theirs, yuan(2), event=1, actor=REVIEWER, at=AT, limits=[building])


def test_a_pool_is_touched_at_approval_only_and_never_overdrawn(database: Database) -> None:
    with database.transaction() as session:
        a_district(session)
        enterprise = an_enterprise(session)
        for _ in range(9):
            case = a_case(session, enterprise, clause=GUARANTEE)
            an_award(session, case, [yuan(5_000_000)])
        waiting = a_case(session, enterprise, clause=GUARANTEE)
        book.hold(session, waiting, yuan(5_000_001), event=1, actor=REVIEWER, at=AT)
        pool = session.get_one(Pool, "xc-2023-71/guarantee")
        assert Money(pool.used_fen) == yuan(45_000_000)

    with database.transaction() as session, pytest.raises(Refused, match="pool_overdrawn") as no:
        an_award(session, waiting, [yuan(5_000_001)])

    assert no.value.refusals[0].particulars["left"] == yuan(5_000_000)


def test_an_instalment_without_a_line_waits_for_one(database: Database) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        a_line(session, yuan(150_000))
        an_award(session, case, three_years())

        lines = [entry.budget_line for entry in entries_of_case(session, case.id)]

        assert [line is not None for line in lines] == [False, True, False, False]


def test_a_programme_that_refers_shortages_lets_nobody_approve_over_its_line(
    database: Database,
) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        a_line(session, yuan(50_000), when_short=WhenShort.REFER)

        with pytest.raises(Refused, match="programme_short"):
            an_award(session, case, three_years())


def test_a_carried_instalment_is_committed_anew_in_one_booking(database: Database) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        old = a_line(session, yuan(150_000))
        part, *_ = an_award(session, case, three_years(), limits=[LIFETIME])
        new = a_line(session, yuan(100_000), number="示财指〔2027〕1号", fiscal_year=2027)
        part.fiscal_year = 2027
        book.rebook(session, case, part, event=3, actor=FINANCE, at=AT)

        assert ledger_of_case(session, case.id).balance() == Balance(committed=yuan(300_000))
        assert ledger_of_case(session, case.id).headroom(LIFETIME) == yuan(200_000)
        session.expire_all()
        assert (old.used_fen, new.used_fen) == (0, yuan(100_000).fen)
        assert faults(every_entry(session)) == ()


def test_nothing_is_booked_for_an_award_of_nothing(database: Database) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        book.hold(session, case, NOTHING, event=1, actor=REVIEWER, at=AT)
        book.release_case(session, case, event=1, actor=REVIEWER, at=AT)

        assert entries_of_case(session, case.id) == ()


@pytest.mark.parametrize("amount", [NOTHING, yuan(100_001), -yuan(1)])
def test_only_what_was_paid_comes_back(database: Database, amount: Money) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        part, *_ = an_award(session, case, three_years())
        book.pay(session, case, part, slip="S1", event=1, actor=FINANCE, at=AT)

        with pytest.raises(Refused, match="recovery_above_paid"):
            book.recover(session, case, 1, amount, basis="R", event=2, actor=FINANCE, at=AT)


def test_no_instalment_is_paid_twice(database: Database) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        part, *_ = an_award(session, case, three_years())
        book.pay(session, case, part, slip="S1", event=1, actor=FINANCE, at=AT)

        with pytest.raises(Refused, match="nothing_reserved"):
            book.pay(session, case, part, slip="S2", event=2, actor=FINANCE, at=AT)


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "pay", "resolves": 2, "resolves_kind": "reserve", "payment_number": "other"},
        {"kind": "release", "resolves": 2, "resolves_kind": "reserve"},
        {"kind": "pay", "resolves": 1, "resolves_kind": "hold", "payment_number": "other"},
        {"kind": "pay", "resolves": None, "resolves_kind": None, "payment_number": "other"},
        {"kind": "pay", "resolves": 3, "resolves_kind": "reserve", "payment_number": None},
        {"kind": "pay", "resolves": 3, "resolves_kind": "reserve", "payment_number": "first"},
        {"kind": "recover", "resolves": 3, "resolves_kind": "pay"},
        {"kind": "reserve", "resolves": 99, "resolves_kind": "hold"},
        {"kind": "reserve", "resolves": 1, "resolves_kind": "hold", "instalment": None},
        {"kind": "hold", "resolves": None, "resolves_kind": None, "amount_fen": 0},
        {"kind": "hold", "resolves": None, "resolves_kind": None, "number": 5},
    ],
)
def test_the_database_itself_refuses_to_book_what_may_not_be(
    database: Database, columns: dict[str, object]
) -> None:
    with database.transaction() as session:
        case = a_filed_case(session)
        part, *_ = an_award(session, case, three_years())
        _pay_as_first(session, case.id, part)

    with database.transaction() as session, pytest.raises(DBAPIError):
        _write_by_hand(session, {"number": 6, "instalment": 2, **columns})


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_entries SET amount_fen = 1", "DELETE FROM ledger_entries WHERE number = 1"],
)
def test_the_database_itself_refuses_to_change_an_entry(database: Database, statement: str) -> None:
    with database.transaction() as session:
        an_award(session, a_filed_case(session), three_years())

    with database.transaction() as session, pytest.raises(DBAPIError, match="added to only"):
        session.execute(sa.text(statement))


def test_the_database_itself_refuses_to_overdraw_a_line(database: Database) -> None:
    with database.transaction() as session:
        a_district(session)
        a_line(session, yuan(1))

    with database.transaction() as session, pytest.raises(DBAPIError):
        session.execute(sa.update(BudgetLine).values(used_fen=101))


def a_filed_case(session: Session):  # type: ignore[no-untyped-def]
    """A case whose enterprise has no other."""
    a_district(session)
    return a_case(session, an_enterprise(session))


def _pay_as_first(session: Session, case_id: int, part: Instalment) -> None:
    """Pay with a payment number that a later row could repeat."""
    row = {"number": 5, "instalment": part.number, "kind": "pay", "resolves": 2}
    _write_by_hand(session, {**row, "resolves_kind": "reserve", "payment_number": "first"})


def _write_by_hand(session: Session, columns: dict[str, object]) -> None:
    """A row as somebody with a database client might write it."""
    like = (
        session.execute(sa.text("SELECT * FROM ledger_entries WHERE number = 2")).mappings().one()
    )
    row = {**like, "payment_number": None, **columns}
    del row["id"]
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    row["limits"] = "[]"
    session.execute(sa.text(f"INSERT INTO ledger_entries ({names}) VALUES ({values})"), row)
