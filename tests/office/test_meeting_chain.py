"""The acts of a meeting are chained: what is done to them by hand is named."""

from __future__ import annotations

import sqlalchemy as sa

from casework.commands.joint_meeting import hold
from casework.queries.joint_meeting.chain import every_meeting
from tests.office.council import Council


def faults(council: Council) -> list[tuple[str, int]]:
    """What is wrong with the chains of all meetings."""
    with council.desk.database.reading() as session:
        return [
            (fault.fault.value, fault.number)
            for chain in every_meeting(session)
            for fault in chain.faults()
        ]


def test_a_meeting_that_was_held_has_a_sound_chain(council: Council) -> None:
    meeting = council.in_session([council.nominated()])
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
    council.voted(meeting, 1)
    council.concluded(meeting, 1)
    council.issued(meeting)

    assert faults(council) == []


def test_an_act_changed_by_hand_is_named(sqlite_council: Council) -> None:
    sqlite_council.in_session([sqlite_council.nominated()])
    with sqlite_council.desk.database.transaction() as session:
        session.execute(sa.text("DROP TRIGGER meeting_acts_no_update"))
        session.execute(sa.text("UPDATE meeting_acts SET actor_id = 1 WHERE number = 3"))

    assert faults(sqlite_council) == [("changed", 3)]
