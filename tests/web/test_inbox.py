"""The inbox of an officer."""

from __future__ import annotations

import pytest

from casework.commands.correspondence import message
from casework.db import Database
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from tests.office.council import Council, gather_council
from tests.office.desk import Desk
from tests.web.conftest import Enter


@pytest.fixture
def council(sqlite_database: Database) -> Council:
    """An office with a joint meeting."""
    return gather_council(sqlite_database)


@pytest.fixture
def desk(council: Council) -> Desk:
    """The same office, for the web application."""
    return council.desk


def test_a_member_reads_of_a_meeting_goes_there_and_has_read_it(
    council: Council, enter: Enter
) -> None:
    meeting = council.called()
    drain(council.desk.database, TASKS, at=council.at)
    member = enter(council.seats["xc-czj"])

    member.get("/office/inbox")
    assert (f"部门联席会议（{meeting}）：召集会议" in member.words, "未读" in member.words) == (
        True,
        True,
    )
    assert member.page.xpath("//main//article//a/@href") == [f"/office/meetings/{meeting}"]

    member.send(button="全部标为已读")
    assert member.path == "/office/inbox"
    assert "未读" not in member.words


def test_an_officer_is_told_of_a_case_too(council: Council, enter: Enter) -> None:
    reference = council.desk.submitted()
    drain(council.desk.database, TASKS, at=council.at)

    window = enter(council.desk.cast.window).get("/office/inbox")

    assert window.page.xpath("//main//article//a/@href") == [f"/office/cases/{reference}"]


def test_an_event_is_told_in_the_language_of_the_reader(council: Council, enter: Enter) -> None:
    reference = council.desk.accepted()
    drain(council.desk.database, TASKS, at=council.at)
    applicant = enter(council.desk.cast.jia)
    assert f"案件 {reference}：受理" in applicant.get("/my/messages").words

    applicant.client.set_cookie("language", "en")

    for page in ("/my", "/my/messages"):
        told = applicant.get(page).words
        assert f"Case {reference} · Accept" in told
        assert "受理" not in told
    window = enter(council.desk.cast.window)
    window.client.set_cookie("language", "en")
    assert "Submit" in window.get("/office/inbox").words

    council.desk(message, reference, by=council.desk.cast.window, words="请看承诺日期。")
    drain(council.desk.database, TASKS, at=council.at)
    assert f"Case {reference} · message (" in applicant.get("/my/messages").words
