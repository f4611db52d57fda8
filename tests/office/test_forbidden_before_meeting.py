"""What is refused before a meeting hears anything."""

from __future__ import annotations

import pytest

from casework.commands import recuse
from casework.commands.joint_meeting import call, hold, minutes
from tests.office.council import Council
from tests.office.meeting_stages import (
    Attempts,
    approve_now,
    conclude_with,
    declare,
    give,
    government_says,
    refusals_of,
)

ATTEMPTS: Attempts = {
    "a case on two agendas": (
        "called",
        "case_on_agenda_already",
        lambda c, case, m: c.do(
            call.put_on_agenda, by=c.secretary, meeting=c.called(), references=[case]
        ),
    ),
    "opening a meeting without its papers": (
        "called",
        "meeting_stage",
        lambda c, case, m: c.do(hold.open_meeting, by=c.convener, meeting=m),
    ),
    "a vote before the meeting": (
        "called",
        "item_not_open",
        lambda c, case, m: give(c, m, "xc-czj"),
    ),
    "minutes before the meeting": (
        "called",
        "items_open",
        lambda c, case, m: c.do(minutes.draft, by=c.secretary, meeting=m),
    ),
    "approval instead of the meeting": (
        "called",
        "step_not_open",
        lambda c, case, m: approve_now(c, case),
    ),
    "the government's result instead of the meeting": (
        "called",
        "resolution_missing",
        lambda c, case, m: government_says(c, case),
    ),
    "a case added to the agenda after the papers": (
        "in_session",
        "meeting_stage",
        lambda c, case, m: c.do(
            call.put_on_agenda, by=c.secretary, meeting=m, references=[c.nominated(c.desk.cast.yi)]
        ),
    ),
    "cancelling a meeting that has begun": (
        "in_session",
        "meeting_stage",
        lambda c, case, m: c.do(call.cancel, by=c.convener, meeting=m, reason="改期"),
    ),
    "a vote on an item that is not open": (
        "in_session",
        "item_not_open",
        lambda c, case, m: give(c, m, "xc-czj"),
    ),
    "a result of an item that is not open": (
        "in_session",
        "item_not_open",
        lambda c, case, m: conclude_with(c, m),
    ),
    "an item opened by a member": (
        "in_session",
        "not_your_step",
        lambda c, case, m: c.do(hold.open_item, by=c.seats["xc-kxj"], meeting=m, position=1),
    ),
    "an item that is not on the agenda": (
        "in_session",
        "item_unknown",
        lambda c, case, m: c.do(hold.open_item, by=c.convener, meeting=m, position=7),
    ),
    "a recusal decided by the person": (
        "in_session",
        "recusal_decided_by_the_person",
        lambda c, case, m: (
            declare(c, case, "xc-zfb"),
            c.desk(
                recuse.decide_recusal,
                case,
                by=c.convener,
                seen=None,
                person_id=c.convener.user_id,
                ordered=False,
                reason="无关",
            ),
        ),
    ),
    "an item opened over an undecided recusal": (
        "in_session",
        "recusal_undecided",
        lambda c, case, m: (
            declare(c, case, "xc-kxj"),
            c.do(hold.open_item, by=c.convener, meeting=m, position=1),
        ),
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_nothing_is_skipped_before_the_meeting(sqlite_council: Council, attempt: str) -> None:
    assert ATTEMPTS[attempt][1] in refusals_of(sqlite_council, ATTEMPTS[attempt])
