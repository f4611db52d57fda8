"""From the page of a case to where else it is dealt with; who reported it stays unnamed there."""

from __future__ import annotations

import pytest

from casework.commands import objections
from casework.queries.documents import of_case
from tests import ways
from tests.cast import gather
from tests.office.desk import Desk
from tests.office.test_objections import hanging
from tests.web.auditor.traces import noted
from tests.web.case_page import case_page
from tests.web.conftest import Enter
from workflows.objections import ObjectionKind
from workflows.roles import Actor

SOMEBODY = "戊示例公民"


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Desk:
    """An office at work, on SQLite unless a test names another database."""
    database = request.getfixturevalue(getattr(request, "param", "sqlite_database"))
    with database.transaction() as session:
        cast = gather(session)
    ways.begin(database, "cast")
    return Desk(database, cast)


def reported(
    desk: Desk, *, by: Actor, kind: ObjectionKind = ObjectionKind.REPORT
) -> tuple[str, int]:
    """A case under notice against which somebody raised something."""
    reference = hanging(desk)
    row = desk(
        objections.receive,
        reference,
        by=by,
        seen=None,
        kind=kind,
        raised_by=SOMEBODY,
        contact="13900000000",
        grounds="认为同一设备报了两次",
    )
    return reference, int(row.id)


@pytest.mark.parametrize("desk", ["sqlite_database", "postgresql_database"], indirect=True)
def test_who_reported_is_named_only_to_examiners_and_auditors(enter: Enter, desk: Desk) -> None:
    cast = desk.cast
    reference, number = reported(desk, by=cast.objection_examiner)

    for who in ("reviewer", "approver", "finance", "secretary", "government_office"):
        words = case_page(enter, desk, reference, who).words
        assert SOMEBODY not in words, who
        assert "提出人保密" in words, who
    for who in ("objection_examiner", "auditor"):
        assert SOMEBODY in case_page(enter, desk, reference, who).words, who
        assert SOMEBODY in enter(getattr(cast, who)).get(f"/office/complaints/{number}").words
    window = enter(cast.window).get(f"/office/complaints/{number}")
    assert (window.status, SOMEBODY in window.words) == (200, False)
    assert SOMEBODY not in window.get("/office/complaints").words
    assert window.post(f"/office/complaints/{number}/contact").status == 404
    assert "13900000000" not in window.words
    assert noted(desk, "revealed") == []


@pytest.mark.parametrize("who", ["reviewer", "approver", "window"])
def test_a_receipt_that_names_who_reported_is_withheld(desk: Desk, who: str) -> None:
    cast = desk.cast
    reference, _ = reported(desk, by=cast.objection_examiner)

    def titles(actor: Actor) -> list[str]:
        with desk.database.reading() as session:
            papers = of_case(session, desk.case(reference).id, actor=actor)
            return [one.kind for one in papers]

    assert "objection_receipt" not in titles(getattr(cast, who))
    assert "objection_receipt" in titles(cast.objection_examiner)
    assert "objection_receipt" in titles(cast.auditor)


def test_who_took_a_report_down_hands_out_its_receipt(enter: Enter, desk: Desk) -> None:
    cast = desk.cast
    _, number = reported(desk, by=cast.window)

    window = enter(cast.window).get(f"/office/complaints/{number}")

    assert SOMEBODY in window.words
    assert [link for link in window.links() if link.endswith(".pdf")]


def test_an_objection_is_raised_in_ones_own_name(enter: Enter, desk: Desk) -> None:
    reference, _ = reported(desk, by=desk.cast.window, kind=ObjectionKind.OBJECTION)

    assert SOMEBODY in case_page(enter, desk, reference).words


def test_the_page_of_a_case_leads_to_what_was_raised_against_it(enter: Enter, desk: Desk) -> None:
    reference, number = reported(desk, by=desk.cast.window)
    address = f"/office/complaints/{number}"

    assert address in case_page(enter, desk, reference, "objection_examiner").links()
    assert address not in case_page(enter, desk, reference).links()  # not a page of theirs
