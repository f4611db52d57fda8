"""Before and after a meeting on pages: it is moved, and its cases lead on to the government."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.commands.joint_meeting import hold
from casework.db import Database
from tests.office.council import Council, gather_council
from tests.office.desk import Desk
from tests.web.case_page import case_page
from tests.web.conftest import Enter
from tests.web.test_meetings import called, press
from workflows.facts import Result
from workflows.term import BEIJING


@pytest.fixture
def council(sqlite_database: Database) -> Council:
    """An office with a joint meeting."""
    return gather_council(sqlite_database)


@pytest.fixture
def desk(council: Council) -> Desk:
    """The same office, for the web application."""
    return council.desk


def test_a_meeting_is_moved_on_its_page_and_everybody_is_told(
    council: Council, enter: Enter
) -> None:
    meeting = called(council, enter, [council.nominated()], days=14)
    council.desk.days_later(-7)
    address = f"/office/meetings/{meeting}"
    secretary = enter(council.secretary).get(address)
    later = (council.at + timedelta(days=20)).astimezone(BEIJING)

    press(secretary, "/time", "move", starts_at="", reason="场地冲突")
    assert secretary.status == 422
    assert "请填写开会的日期和时间" in secretary.words
    assert "场地冲突" in secretary.page.text_content()
    press(secretary, "/time", "move", starts_at="2026-01-05T09:00", reason="场地冲突")
    assert secretary.status == 409
    assert "2026-01-05T09:00" in secretary.page.xpath("//input[@name='move-starts_at']/@value")
    press(
        secretary,
        "/time",
        "move",
        starts_at=f"{later:%Y-%m-%dT%H:%M}",
        place="一号楼会议室",
        reason="场地冲突",
    )

    assert secretary.status == 200
    for shown in ("会议已改期", "一号楼会议室", "会议改期"):
        assert shown in secretary.words, secretary.words
    assert not enter(council.convener).get(address).page.xpath("//form[contains(@action, '/time')]")


def test_the_page_of_a_case_leads_to_its_meeting_and_the_government(
    council: Council, enter: Enter
) -> None:
    desk = council.desk
    reference = council.nominated()
    government, links = f"/office/government/{reference}", case_page(enter, desk, reference).links()
    assert government not in links

    meeting = council.in_session([reference])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    council.issued(meeting)
    item = f"/office/meetings/{meeting}/items/1"

    reviewer = case_page(enter, desk, reference)
    assert government in reviewer.links()
    assert item not in reviewer.links()  # not a page of theirs
    assert reviewer.get(government).status == 200
    assert item in case_page(enter, desk, reference, "secretary").links()
    council.referred(reference)
    council.decided(reference, amount=None, result=Result.NOT_AGREED, words="缓办")
    assert government in case_page(enter, desk, reference).links()


def test_nothing_is_put_on_an_agenda_where_nothing_was_chosen(
    council: Council, enter: Enter
) -> None:
    case = council.nominated()
    secretary = enter(council.secretary).get("/office/meetings/new")
    starts = (council.at + timedelta(days=14)).astimezone(BEIJING)
    press(
        secretary,
        "/meetings/new",
        title="部门联席会议",
        place="会议室",
        starts_at=f"{starts:%Y-%m-%dT%H:%M}",
        convener=council.convener.user_id,
    )
    acts = council.desk.count("meeting_acts")

    press(secretary, "/agenda", "put_on_agenda")

    assert (secretary.status, "请先勾选案件" in secretary.words) == (409, True)
    assert council.desk.count("meeting_acts") == acts
    assert case in secretary.words
