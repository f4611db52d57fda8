"""The file of one case, as one person may see it."""

import pytest

from casework.queries.case_file import case_file
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
