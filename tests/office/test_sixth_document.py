"""A sixth document, written only as a file: filed, approved and paid 80 % and 20 %, no Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.commands import approve, assess, people, publish
from casework.db import Database
from casework.queries import rule_book
from casework.records.instalment import Instalment
from casework.records.people import Department, District
from tests.cast import gather
from tests.office import payments, runs
from tests.office.desk import Desk, a_file
from tests.rules.policy_files import FILE, the_example
from workflows.money import Money, yuan
from workflows.roles import SYSTEM

POLICY, CLAUSE, DEPARTMENT = "lj-2026-3", "lj-2026-3/art3", "lj-kjj"
EQUIPMENT = {"warehouse.id": "仓储甲", "warehouse.equipment_cost": "2500000"}
_READ_ONCE = (rule_book.book, rule_book.terms, rule_book.edition, rule_book.content)


@pytest.fixture
def sixth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The office reads a folder of its own in which the file of the guide lies."""
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / FILE).write_text(the_example(), encoding="utf-8")
    monkeypatch.setenv("CASEWORK_POLICY_FOLDERS", str(folder))
    _forget()
    yield
    _forget()


@pytest.fixture
def office(database: Database, sixth: None) -> Desk:
    """An office of the new district; 甲公司 is registered in it."""
    with database.transaction() as session:
        cast = gather(session, department=DEPARTMENT)
        for fact, value in (
            ("enterprise.district", "linjiang"),
            ("enterprise.compliant_operation", True),
        ):
            assert cast.jia.enterprise_id is not None
            people.record_enterprise_fact(
                session,
                catalogue=rule_book.book(),
                enterprise_id=cast.jia.enterprise_id,
                fact=fact,
                value=value,
                as_of=date(2026, 1, 1),
                source="登记信息",
                actor=SYSTEM,
                at=Desk(database, cast).at,
            )
    return Desk(database, cast)


def test_its_district_and_department_are_in_the_office(office: Desk) -> None:
    with office.database.reading() as session:
        assert session.get_one(District, "linjiang").name == "临江区"
        assert session.get_one(Department, DEPARTMENT).district_id == "linjiang"


def test_it_is_paid_four_fifths_first_and_the_rest_after_acceptance(office: Desk) -> None:
    payments.with_money(office, covers=(POLICY,), number="临财指〔2026〕1号")
    reference = _approved(office)

    _pay(office, reference, 1)
    after_first = payments.balance(office, reference)
    _pay(office, reference, 2)

    assert _laid_out(office) == [
        ("首付", yuan(280_000), []),
        ("验收后", yuan(70_000), ["milestone_accepted"]),
    ]
    assert (after_first.net_paid, after_first.committed) == (yuan(280_000), yuan(70_000))
    assert payments.balance(office, reference).net_paid == yuan(350_000)
    assert office.case(reference).state == "settled"
    assert payments.ledger_faults(office) == ()


def _approved(office: Desk) -> str:
    """350,000 yuan by progressive bands, its notice of seven working days over."""
    reference = office.accepted(clause=CLAUSE, facts=EQUIPMENT)
    office(
        assess.record_fact,
        reference,
        by=office.cast.reviewer,
        seen=None,
        fact="warehouse.energy_class",
        value="first",
        basis="临科认〔2026〕1号",
    )
    office(assess.assess, reference, by=office.cast.reviewer, seen=None)
    office(assess.recommend, reference, by=office.cast.reviewer, seen=None)
    office(approve.approve, reference, by=office.cast.approver, seen=None)
    office(
        publish.post_notice,
        reference,
        by=office.cast.reviewer,
        seen=None,
        place="区政府网站",
        proof_sha256=a_file(reference).sha256,
    )
    office.days_later(10)
    office(publish.close_notice, reference, by=office.cast.reviewer, seen=None)
    return reference


def _pay(office: Desk, reference: str, number: int) -> None:
    """One instalment in a run of its own, answered as paid."""
    payments.ready(office, reference, number)
    run = runs.sent(office)
    paid = runs.totals(office, run).total
    day = office.at.date().isoformat()
    line = f"{reference}-{number:02d},paid,{paid.in_yuan},HD-{number},{day},"
    runs.answer(office, [line], paid=str(paid.in_yuan))


def _laid_out(office: Desk) -> list[tuple[str, Money, list[str]]]:
    with office.database.reading() as session:
        rows = session.scalars(sa.select(Instalment).order_by(Instalment.number))
        return [(row.name, Money(row.amount_fen), row.conditions) for row in rows]


def _forget() -> None:
    """Let the office read its policies again."""
    for read_once in _READ_ONCE:
        read_once.cache_clear()
