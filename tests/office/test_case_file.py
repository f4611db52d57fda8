"""The file of one case, as one person may see it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from casework.queries.case_file import case_file
from casework.queries.dossier import take_up
from casework.records.case import Case
from tests.office.desk import Desk
from workflows.refusals import Refused
from workflows.roles import Actor
from workflows.term import civil_date


def opened(desk: Desk, reference: str, actor: Actor) -> object:
    with desk.database.reading() as session:
        return case_file(session, reference, actor=actor, on=civil_date(desk.at))


def test_it_shows_what_may_be_done_and_why_not_the_rest(desk: Desk) -> None:
    reference = desk.accepted()

    with desk.database.reading() as session:
        file = case_file(session, reference, actor=desk.cast.reviewer, on=civil_date(desk.at))

    buttons = {
        option.action: [refusal.code for refusal in option.refusals] for option in file.options
    }
    assert buttons["assess"] == []
    assert "assessment_missing" in buttons["recommend"]
    assert (file.now.amount.in_yuan if file.now and file.now.amount else None) == 300_000


def test_a_dossier_holds_the_case_as_the_table_has_it(desk: Desk) -> None:
    """Every column with its value and its type: days as days, moments as moments in UTC."""
    reference = desk.recommended()

    with desk.database.reading() as session:
        read = take_up(session, reference).case
        kept = session.scalars(sa.select(Case).where(Case.reference == reference)).one()
        columns = [column.name for column in Case.__table__.c]
        found = {name: getattr(read, name) for name in columns}
        expected = {name: getattr(kept, name) for name in columns}

    assert found == expected
    assert {n: type(v) for n, v in found.items()} == {n: type(v) for n, v in expected.items()}
    assert read.drafted_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("who", ["yi", "colleague", "stranger", "system_admin"])
def test_a_stranger_does_not_learn_that_the_case_exists(desk: Desk, who: str) -> None:
    reference = desk.accepted()

    with pytest.raises(Refused) as refused:
        opened(desk, reference, getattr(desk.cast, who))

    assert [refusal.code for refusal in refused.value.refusals] == ["case_unknown"]


@pytest.mark.parametrize("who", ["jia", "window", "reviewer", "auditor", "finance"])
def test_whoever_has_to_do_with_it_sees_it(desk: Desk, who: str) -> None:
    reference = desk.accepted()

    assert opened(desk, reference, getattr(desk.cast, who))
