"""The office in figures: what is drawn is what happened, within what the reader may see."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from casework.commands import review
from casework.db import Database
from casework.queries import figures
from casework.queries.rule_book import terms
from tests import ways
from tests.cast import gather
from tests.office.desk import FIRST_CERTIFICATE, Desk
from tests.office.payments import ready, with_money
from tests.office.runs import answer, sent
from tests.web.conftest import Enter
from tests.web.statements import statements
from workflows.money import Money
from workflows.roles import Actor

OTHER = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": "GR202611000002"}
TITLES = ["案件走到哪一步", "各环节用时与承诺", "预算使用", "逐月拨付"]
ASKED = 5
"""Statements of the five pictures, however many cases there are."""


def _paid(desk: Desk) -> str:
    """One case with its first instalment paid, and one that was only submitted."""
    with_money(desk)
    reference = desk.disbursing(desk.cast.jia)
    ready(desk, reference)
    sent(desk)
    on = desk.at.date().isoformat()
    answer(desk, [f"{reference}-01,paid,100000.00,HD1,{on},"], paid="100000.00")
    desk.submitted(desk.cast.yi, facts=OTHER)
    return reference


@pytest.fixture
def office(database: Database) -> Desk:
    """An office at work, on both databases."""
    with database.transaction() as session:
        cast = gather(session)
    ways.begin(database, "cast")
    return Desk(database, cast)


def test_the_funnel_holds_every_case_that_came_so_far(office: Desk) -> None:
    _paid(office)

    with office.database.reading() as session:
        found = figures.reached(session, office.cast.auditor, year=2026)
        standing = figures.by_state(session, office.cast.auditor, year=2026)

    assert found == figures.Reached(filed=2, accepted=1, supported=1, paid=1, settled=0)
    assert standing == {"submitted": 1, "disbursing": 1}


def test_a_step_is_measured_in_working_days_of_beijing(office: Desk) -> None:
    in_time, late = office.submitted(), office.submitted(office.cast.yi, facts=OTHER)
    office.at += timedelta(hours=15, minutes=30)  # past midnight in Beijing, not in UTC
    office(review.accept, in_time, by=office.cast.window, seen=None)
    office.days_later(7)
    office(review.accept, late, by=office.cast.window, seen=None)

    with office.database.reading() as session:
        (found,) = figures.step_times(session, office.cast.auditor, year=2026)
        before = figures.step_times(session, office.cast.auditor, year=2025)

    promised = terms(office.case(late).clause_id).clocks.acceptance
    assert (found.state, found.stays, found.days, found.longest) == ("submitted", 2, 1 + 6, 6)
    assert found.in_time == (2 if promised >= 6 else 1)
    assert (found.promised, found.mean) == (2 * promised, Fraction(7, 2))
    assert before == []


def test_budget_and_months_tell_the_same_sum(office: Desk) -> None:
    _paid(office)

    with office.database.reading() as session:
        (line,) = figures.budget(session, office.cast.finance)
        months = figures.payments(session, office.cast.finance, year=2026)

    paid = [month for month in months if month.payments]
    assert [(month.payments, month.paid) for month in paid] == [(1, Money(10_000_000))]
    assert paid[0].number == office.at.month
    assert line.paid == Money(10_000_000)
    assert line.available == line.total - line.committed - line.paid


def test_an_officer_of_another_district_counts_nothing_of_this_one(office: Desk) -> None:
    _paid(office)

    for actor in (office.cast.stranger, office.cast.colleague):
        reached, _standing, steps, _budget, months = _asked(office, actor)
        assert (reached, steps) == (figures.Reached(0, 0, 0, 0, 0), [])
        assert not any(month.payments for month in months)

    assert _asked(office, office.cast.stranger)[3] == []


def test_the_pictures_cost_the_same_however_many_cases_there_are(office: Desk) -> None:
    with statements(office.database) as none:
        _asked(office, office.cast.auditor)
    _paid(office)
    with statements(office.database) as some:
        _asked(office, office.cast.auditor)

    assert len(none) == len(some) == ASKED


@pytest.mark.parametrize("who", ["reviewer", "finance", "approver", "auditor"])
def test_every_picture_has_its_table_and_no_style_of_its_own(
    enter: Enter, desk: Desk, who: str
) -> None:
    _paid(desk)

    visitor = enter(getattr(desk.cast, who)).get("/figures")

    assert visitor.status == 200
    pictures = visitor.page.xpath("//main//*[@role='img']")
    assert [one.get("aria-label") for one in pictures] == TITLES
    assert [one.text_content() for one in visitor.page.xpath("//main//section/h2")] == TITLES
    assert not visitor.page.xpath("//main//*[@style]")
    for section in visitor.page.xpath("//main//section"):
        assert section.xpath(".//table//tbody/tr")


def test_a_year_without_cases_says_so_and_a_wrong_year_is_this_one(
    enter: Enter, desk: Desk
) -> None:
    visitor = enter(desk.cast.auditor)

    assert "这一年没有申报的案件。" in visitor.get("/figures?year=2019").words
    for wrong in ("x", "-1", "999999999999", "2999"):
        assert "2026 年图表" in visitor.get(f"/figures?year={wrong}").words


def test_enterprises_and_administrators_do_not_see_it(enter: Enter, desk: Desk) -> None:
    for actor in (desk.cast.jia, desk.cast.system_admin):
        assert enter(actor).get("/figures").status == 403


def _asked(office: Desk, actor: Actor) -> tuple[Any, ...]:
    with office.database.reading() as session:
        return (
            figures.reached(session, actor, year=2026),
            figures.by_state(session, actor, year=2026),
            figures.step_times(session, actor, year=2026),
            figures.budget(session, actor),
            figures.payments(session, actor, year=2026),
        )
