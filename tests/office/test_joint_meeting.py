"""The joint meeting from nomination to the government's result, on both databases."""

from __future__ import annotations

from datetime import date

from casework.commands.joint_meeting import hold
from casework.queries.joint_meeting.sitting import look_at
from tests.office.council import Council
from workflows.money import yuan
from workflows.workdays import DueDate, official_calendar


def test_a_case_goes_through_the_meeting_to_the_government(council: Council) -> None:
    reference = council.nominated()
    meeting = council.in_session([reference])

    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    assert council.desk.case(reference).state == "joint_meeting"
    council.do(hold.close_meeting, by=council.convener, meeting=meeting)
    with council.desk.database.reading() as session:
        due = look_at(session, meeting, council.convener).due(official_calendar())
    assert due == DueDate(date(2026, 3, 19))
    document = council.minuted(meeting)
    assert council.desk.case(reference).state == "deliberation"
    council.referred(reference)
    council.decided(reference, amount=yuan(3_000_000))

    assert council.desk.case(reference).state == "awaiting_approval"
    assert document.number.endswith("联纪〔2026〕1号")
