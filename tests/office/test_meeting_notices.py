"""Who sits at a meeting is told of it in their inbox, and nobody of what they are recused from."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from casework.commands.joint_meeting import call, hold, minutes, move
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries import inbox
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import User, UserStatus
from tests.office.council import OBSERVERS, Council
from tests.office.meeting_stages import declare
from workflows.refusals import Refused
from workflows.roles import Actor


def told(council: Council, who: Actor) -> list[str]:
    """What this person was told of meetings, the latest first."""
    drain(council.desk.database, TASKS, at=council.at)
    with council.desk.database.reading() as session:
        return [one.text for one in inbox.latest(session, who.user_id) if one.of_meeting]


def begins(council: Council, meeting: str) -> object:
    with council.desk.database.reading() as session:
        return session.scalars(
            sa.select(JointMeeting.starts_at).where(JointMeeting.reference == meeting)
        ).one()


def test_members_and_observers_are_told_that_a_meeting_is_called(council: Council) -> None:
    meeting = council.called()

    for actor in council.seats.values():
        (text,) = told(council, actor)
        assert text.startswith(f"部门联席会议（{meeting}）：召集会议")
        assert "地点：区政府二号楼会议室" in text
    assert told(council, council.secretary) == []
    assert told(council, council.desk.cast.reviewer) == []


def test_everybody_is_told_when_a_meeting_is_moved_and_cancelled(council: Council) -> None:
    meeting = council.called()
    later = council.at + timedelta(days=21)

    council.do(
        move.move, by=council.secretary, meeting=meeting, starts_at=later, place="", reason="撞期"
    )
    council.do(call.cancel, by=council.convener, meeting=meeting, reason="议题撤回")

    cancelled, moved, _ = told(council, council.seats[OBSERVERS[0]])
    assert "会议改期" in moved
    assert "理由：撞期" in moved
    assert "取消会议" in cancelled
    assert "理由：议题撤回" in cancelled
    assert ["取消会议" in text for text in told(council, council.secretary)] == [True]
    assert begins(council, meeting) == later


def test_of_the_papers_a_recused_member_hears_nothing_of_that_item(council: Council) -> None:
    mine, other = council.nominated(), council.nominated(council.desk.cast.yi)
    declare(council, mine, council.seats["xc-kxj"])
    meeting = council.called()
    agenda = {"meeting": meeting, "references": [mine, other]}
    council.do(call.put_on_agenda, by=council.secretary, **agenda)
    council.do(call.send_papers, by=council.secretary, meeting=meeting)

    assert "您可查阅的议题：1、2" in told(council, council.seats["xc-czj"])[0]
    recused = told(council, council.seats["xc-kxj"])[0]
    assert "您可查阅的议题：2" in recused
    assert mine not in recused


def test_who_is_recused_from_every_item_gets_no_papers_at_all(council: Council) -> None:
    case = council.nominated()
    declare(council, case, council.seats["xc-kxj"])
    meeting = council.called()
    council.do(call.put_on_agenda, by=council.secretary, meeting=meeting, references=[case])
    council.do(call.send_papers, by=council.secretary, meeting=meeting)

    assert ["召集会议" in text for text in told(council, council.seats["xc-kxj"])] == [True]
    assert len(told(council, council.seats["xc-czj"])) == 2


def test_the_draft_of_the_minutes_goes_round_to_sign(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    council.do(hold.close_meeting, by=council.convener, meeting=meeting)
    council.do(minutes.draft, by=council.secretary, meeting=meeting)

    assert "请核对纪要第 1 稿并会签" in told(council, council.seats["xc-czj"])[0]
    assert "请核对纪要第 1 稿并会签" in told(council, council.convener)[0]


def test_nobody_is_told_twice_or_after_leaving(council: Council) -> None:
    gone = council.seats["xc-rsj"]
    council.called()
    with council.desk.database.transaction() as session:
        session.get_one(User, gone.user_id).status = UserStatus.SUSPENDED

    assert told(council, gone) == []
    assert len(told(council, council.seats["xc-czj"])) == 1


def test_a_meeting_is_moved_ahead_with_its_papers_still_in_time(council: Council) -> None:
    case = council.nominated()
    meeting = council.called()
    council.do(call.put_on_agenda, by=council.secretary, meeting=meeting, references=[case])
    council.do(call.send_papers, by=council.secretary, meeting=meeting)
    at = council.at
    for starts_at, reason, expected in (
        (at - timedelta(days=1), "x", {"meeting_in_the_past", "papers_too_late"}),
        (at + timedelta(days=1), "x", {"papers_too_late"}),
        (begins(council, meeting), "x", {"meeting_at_that_time"}),
        (at + timedelta(days=20), " ", {"reason_wanted"}),
    ):
        with pytest.raises(Refused) as refused:
            council.do(
                move.move,
                by=council.secretary,
                meeting=meeting,
                starts_at=starts_at,
                place="",
                reason=reason,
            )
        assert {one.code for one in refused.value.refusals} == expected
