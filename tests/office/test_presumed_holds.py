"""Two claims for the last of a yearly cap, both waiting to be recognized (ruling 17)."""

from __future__ import annotations

import pytest

from casework.commands import approve, assess, people
from casework.db import Database
from casework.queries.case_file import case_file
from casework.queries.rule_book import book
from tests.cast import SINCE, START, gather
from tests.office.acts import take
from tests.office.crowd import WON, all_at_once
from tests.office.desk import Desk
from tests.office.sums import held, refused, reserved
from workflows.money import Money
from workflows.term import civil_date

CLAUSE = "xc-2025-4/art5.2"
YEAR_CAP, FIRST, REST = 500_000_00, 360_000_00, 140_000_00
RECOGNIZED = "enterprise.serves_tech_innovation"


@pytest.fixture
def desk(database: Database) -> Desk:
    """The department that recognizes who serves innovation; once on each database."""
    with database.transaction() as session:
        cast = gather(session, department="xc-xcy")
        assert cast.jia.enterprise_id is not None
        people.record_enterprise_fact(
            session,
            catalogue=book(),
            enterprise_id=cast.jia.enterprise_id,
            fact="enterprise.compliant_operation",
            value=True,
            as_of=SINCE,
            source="信用报告",
            actor=cast.jia,
            at=START,
        )
    return Desk(database, cast)


def filed(desk: Desk, contract: str) -> str:
    """A claim for 30 % of 1,200,000 yuan: 360,000 of the 500,000 a year may bring."""
    service = {
        "ip.service_type": "patent_navigation",
        "ip.contract_id": contract,
        "ip.actual_service_cost": 1_200_000,
    }
    return desk.submitted(clause=CLAUSE, facts=service)


def recommended(desk: Desk, reference: str, *, recognized: bool = True) -> None:
    """Accepted, recognized or not, assessed, recommended."""
    take(desk, reference, "accept")
    desk(
        assess.record_fact,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        fact=RECOGNIZED,
        value=recognized,
        basis="认定意见〔2026〕示例第1号",
    )
    desk(assess.assess, reference, by=desk.cast.reviewer, seen=None)
    desk.answer_flags(reference)
    desk(assess.recommend, reference, by=desk.cast.reviewer, seen=None)


def test_the_first_filing_holds_and_the_second_sees_it(desk: Desk) -> None:
    first, second = filed(desk, "甲"), filed(desk, "乙")

    assert (desk.case(first).ceiling_fen, desk.case(second).ceiling_fen) == (FIRST, REST)
    assert held(desk) == YEAR_CAP
    assert desk.events(first)[-1].particulars["presumed"] == [RECOGNIZED]


def test_the_file_says_by_what_it_is_held(desk: Desk) -> None:
    reference = filed(desk, "甲")

    with desk.database.reading() as session:
        file = case_file(session, reference, actor=desk.cast.reviewer, on=civil_date(desk.at))

    assert file.now is not None
    assert file.now.amount is None
    assert file.meanwhile is not None
    assert file.meanwhile.holds.fen == FIRST
    assert [note.fact for note in file.meanwhile.notes] == [RECOGNIZED]


def test_a_calculation_before_the_recognition_keeps_the_hold(desk: Desk) -> None:
    reference = filed(desk, "甲")
    take(desk, reference, "accept")

    desk(assess.assess, reference, by=desk.cast.reviewer, seen=None)

    assert (held(desk), desk.case(reference).ceiling_fen) == (FIRST, FIRST)


def test_what_is_found_not_to_be_frees_the_hold_for_the_other(desk: Desk) -> None:
    first, second = filed(desk, "甲"), filed(desk, "乙")
    take(desk, first, "accept")
    desk(
        assess.record_fact,
        first,
        by=desk.cast.reviewer,
        seen=None,
        fact=RECOGNIZED,
        value=False,
        basis="认定意见〔2026〕示例第2号",
    )
    desk(assess.assess, first, by=desk.cast.reviewer, seen=None)
    assert held(desk) == REST

    recommended(desk, second)

    assert held(desk) == FIRST


def test_two_at_once_are_never_approved_above_the_cap(desk: Desk) -> None:
    references = [filed(desk, "甲"), filed(desk, "乙")]
    for reference in references:
        recommended(desk, reference)
    actor, at = desk.cast.approver, desk.at
    url = desk.database.engine.url.render_as_string(hide_password=False)
    desk.database.close()

    def decide(database: Database, place: int) -> None:
        with database.transaction() as session:
            approve.approve(session, reference=references[place], seen=None, actor=actor, at=at)

    said = all_at_once(url, decide, processes=2)

    assert said == [WON, WON]
    assert (reserved(desk), held(desk)) == (YEAR_CAP, 0)


def test_the_later_filing_cannot_take_what_the_first_holds(desk: Desk) -> None:
    filed(desk, "甲")
    second = filed(desk, "乙")
    recommended(desk, second)

    with refused("above_ceiling", "over_cap"):
        desk(
            approve.approve,
            second,
            by=desk.cast.approver,
            seen=None,
            amount=Money(FIRST),
        )
    desk(approve.approve, second, by=desk.cast.approver, seen=None)

    assert (reserved(desk), held(desk)) == (REST, FIRST)
