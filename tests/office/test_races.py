"""Many processes, one case: exactly one wins, the others are told why."""

from __future__ import annotations

import pytest

from casework.commands import apply, approve, review
from casework.db import Database
from tests.office.crowd import WON, all_at_once
from tests.office.desk import Desk
from tests.office.sums import held, reserved

CROWD = 8


def url_of(desk: Desk) -> str:
    url = desk.database.engine.url.render_as_string(hide_password=False)
    desk.database.close()
    return url


@pytest.mark.parametrize("sees", ["the page", "nothing"])
def test_of_eight_who_take_the_same_step_one_wins(desk: Desk, sees: str) -> None:
    reference = desk.submitted()
    seen = desk.case(reference).last_event if sees == "the page" else None
    actor, at = desk.cast.window, desk.at

    def accept(database: Database, _place: int) -> None:
        with database.transaction() as session:
            review.accept(session, reference=reference, seen=seen, actor=actor, at=at)

    said = all_at_once(url_of(desk), accept, processes=CROWD)

    assert said.count(WON) == 1
    losers = [one for one in said if one != WON]
    assert all(one in (["case_moved_on"], ["step_not_open"]) for one in losers)
    assert desk.case(reference).state == "under_review"
    assert [event.action for event in desk.events(reference)].count("accept") == 1


def test_of_eight_who_approve_one_awards_and_reserves_once(desk: Desk) -> None:
    reference = desk.recommended()
    actors, at = (desk.cast.approver, desk.cast.other_approver), desk.at

    def decide(database: Database, place: int) -> None:
        with database.transaction() as session:
            approve.approve(session, reference=reference, seen=None, actor=actors[place % 2], at=at)

    said = all_at_once(url_of(desk), decide, processes=CROWD)

    assert said.count(WON) == 1
    assert (desk.count("awards"), desk.count("instalments")) == (1, 3)
    assert reserved(desk) == 300_000_00


def test_of_four_claims_for_one_matter_filed_at_once_one_is_taken(desk: Desk) -> None:
    drafts = [desk.draft(year=year) for year in (2026, 2027, 2028, 2029)]
    actor, at = desk.cast.jia, desk.at

    def file(database: Database, place: int) -> None:
        with database.transaction() as session:
            apply.submit(session, reference=drafts[place], seen=None, actor=actor, at=at)

    said = all_at_once(url_of(desk), file, processes=len(drafts))

    assert said.count(WON) == 1
    assert said.count(["filed_already"]) == len(drafts) - 1
    assert held(desk) == 300_000_00
