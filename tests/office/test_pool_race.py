"""Sixteen processes race for one pool, and for the last of a cap: nothing is overspent or lost."""

from __future__ import annotations

import random
from collections.abc import Sequence

import sqlalchemy as sa

from casework.commands import book, payment_run
from casework.db import Database
from casework.queries.ledger_audit import every_fault
from casework.records.case import Case
from casework.records.instalment import Instalment
from casework.records.payment_run import PaymentLine
from casework.records.pool import Pool
from tests.office.crowd import WON, all_at_once
from tests.office.money_cast import (
    APPROVER,
    AT,
    FINANCE,
    FINANCE_TOO,
    POLICY,
    REVIEWER,
    a_case,
    a_decision,
    a_district,
    a_line,
    an_award,
    an_enterprise,
)
from workflows.ledger import Limit
from workflows.money import Money, yuan
from workflows.refusals import Refused

CROWD, EACH = 16, 14
GUARANTEE = f"{POLICY}/art14.b"
POOL = yuan(50_000_000)


def test_sixteen_processes_never_overspend_a_pool_and_lose_no_claim_that_fits(
    database: Database,
) -> None:
    claims = [_claims(database, place) for place in range(CROWD)]
    url = database.engine.url.render_as_string(hide_password=False)
    database.close()

    def reserve(own: Database, place: int) -> None:
        refused = [fen for case_id, fen in claims[place] if not _reserved(own, case_id)]
        with own.transaction() as session:  # what was refused, for the test to read
            for fen in refused:
                session.execute(sa.text("INSERT INTO race (fen) VALUES (:fen)"), {"fen": fen})

    with database.transaction() as session:
        session.execute(sa.text("CREATE TABLE race (fen BIGINT NOT NULL)"))
    assert all_at_once(url, reserve, processes=CROWD) == [WON] * CROWD

    with database.reading() as session:
        refused = session.scalars(sa.text("SELECT fen FROM race")).all()
        pool = session.get_one(Pool, f"{POLICY}/guarantee")
        left = POOL.fen - pool.used_fen
        assert list(every_fault(session)) == []
    wanted = sum(fen for own in claims for _, fen in own)
    assert wanted > POOL.fen
    assert pool.used_fen == wanted - sum(refused) <= POOL.fen
    assert all(fen > left for fen in refused)


def test_sixteen_processes_never_break_the_cap_of_one_enterprise(database: Database) -> None:
    cap = Limit("doc/6#1", yuan(3_000_000))
    with database.transaction() as session:
        a_district(session)
        enterprise = an_enterprise(session)
        cases = [a_case(session, enterprise, state="submitted").id for _ in range(CROWD)]
    url = database.engine.url.render_as_string(hide_password=False)
    database.close()

    def hold(own: Database, place: int) -> None:
        with own.transaction() as session:
            case = session.get_one(Case, cases[place])
            book.lock_enterprise(session, case.enterprise_id)
            amount = yuan(300_000)
            book.hold(session, case, amount, event=1, actor=REVIEWER, at=AT, limits=[cap])

    said = all_at_once(url, hold, processes=CROWD)

    assert (said.count(WON), said.count(["cap_short"])) == (10, 6)
    with database.reading() as session:
        assert list(every_fault(session)) == []


def _claims(database: Database, place: int) -> Sequence[tuple[int, int]]:
    """Awards that were decided for one enterprise, each held and laid out, none reserved yet."""
    amounts = random.Random(place)
    with database.transaction() as session:
        if place == 0:
            a_district(session)
        enterprise = an_enterprise(session, f"示例{place}公司")
        claims = []
        for _ in range(EACH):
            amount = Money(amounts.randint(10_000_00, 500_000_00))
            case = a_case(session, enterprise, clause=GUARANTEE)
            a_decision(session, case, [amount])
            book.hold(session, case, amount, event=0, actor=REVIEWER, at=AT)
            claims.append((case.id, amount.fen))
    return claims


def _reserved(database: Database, case_id: int) -> bool:
    try:
        with database.transaction() as session:
            case = session.get_one(Case, case_id)
            book.lock_enterprise(session, case.enterprise_id)
            parts = session.scalars(sa.select(Instalment).where(Instalment.case_id == case_id))
            book.reserve(session, case, parts.all(), event=1, actor=APPROVER, at=AT)
    except Refused as refused:
        if [refusal.code for refusal in refused.refusals] != ["pool_overdrawn"]:
            raise
        _without_award(database, case_id)
        return False
    return True


def _without_award(database: Database, case_id: int) -> None:
    """What is not committed is not laid out either; the claim goes on waiting."""
    with database.transaction() as session:
        session.execute(sa.delete(Instalment).where(Instalment.case_id == case_id))


def test_two_makers_who_gather_at_once_never_take_the_same_payment(database: Database) -> None:
    with database.transaction() as session:
        a_district(session)
        a_line(session, yuan(1_000_000))
        enterprise = an_enterprise(session)
        for _ in range(CROWD):
            an_award(session, a_case(session, enterprise), [yuan(1_000)])
        session.execute(sa.update(Instalment).values(state="ready"))
        makers = (FINANCE, FINANCE_TOO)
        runs = [payment_run.open_run(session, actor=one, at=AT).number for one in makers]
    url = database.engine.url.render_as_string(hide_password=False)
    database.close()

    def gather(own: Database, place: int) -> None:
        with own.transaction() as session:
            payment_run.gather(session, number=runs[place], actor=makers[place], at=AT)

    assert all_at_once(url, gather, processes=2) == [WON] * 2

    with database.reading() as session:
        lines = session.scalars(sa.select(PaymentLine.payment_number)).all()
        assert len(lines) == len(set(lines)) == CROWD
        assert list(every_fault(session)) == []
