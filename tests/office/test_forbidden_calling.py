"""Meetings that are not called."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.commands.joint_meeting import call
from casework.commands.joint_meeting.call import Place
from tests.office.council import MEMBERS, OBSERVERS
from tests.office.meeting_stages import (
    NOWHERE,
    AtStage,
    Attempts,
    abolish,
    call_with,
    refusals_of,
)

CALLING: Attempts = {
    "a meeting in the past": (
        NOWHERE,
        "meeting_in_the_past",
        lambda c, case, m: call_with(c, starts_at=c.at - timedelta(days=1)),
    ),
    "a meeting without convener": (
        NOWHERE,
        "meeting_needs_one_convener",
        lambda c, case, m: call_with(
            c, members=[Place(name, c.seats[name].user_id) for name in (*MEMBERS, "xc-zfb")]
        ),
    ),
    "a voting seat for the auditors": (
        NOWHERE,
        "department_has_no_vote",
        lambda c, case, m: call_with(
            c,
            members=[
                Place(name, who.user_id, votes=True, convener=name == "xc-zfb")
                for name, who in c.seats.items()
            ],
        ),
    ),
    "a meeting without finance": (
        NOWHERE,
        "department_must_be_seated",
        lambda c, case, m: call_with(
            c,
            members=[
                Place(name, who.user_id, votes=name not in OBSERVERS, convener=name == "xc-zfb")
                for name, who in c.seats.items()
                if name != "xc-czj"
            ],
        ),
    ),
    "a member of another district's department": (
        NOWHERE,
        "department_abolished",
        lambda c, case, m: call_with(
            c,
            members=[
                *(
                    Place(n, w.user_id, votes=n not in OBSERVERS, convener=n == "xc-zfb")
                    for n, w in c.seats.items()
                ),
                Place("tz-cyb", c.desk.cast.stranger.user_id),
            ],
        ),
    ),
    "a member of one department seated for another": (
        NOWHERE,
        "member_of_other_department",
        lambda c, case, m: call_with(
            c,
            members=[
                *(
                    Place(n, w.user_id, votes=n not in OBSERVERS, convener=n == "xc-zfb")
                    for n, w in c.seats.items()
                ),
                Place("xc-jrj", c.desk.cast.reviewer.user_id),
            ],
        ),
    ),
    "a meeting called by a reviewer": (
        NOWHERE,
        "not_your_step",
        lambda c, case, m: c.do(
            call.call,
            by=c.desk.cast.reviewer,
            title="x",
            place="y",
            starts_at=c.at + timedelta(days=9),
            members=[],
        ),
    ),
    "a member of a department that was abolished": (
        NOWHERE,
        "department_abolished",
        lambda c, case, m: call_with(abolish(c, "xc-rsj")),
    ),
    "a case of another district on the agenda": (
        NOWHERE,
        "case_of_other_district",
        lambda c, case, m: c.do(
            call.put_on_agenda,
            by=c.secretary,
            meeting=c.called(),
            references=[c.desk.draft(clause="tz-2024-8/item1.a", facts={})],
        ),
    ),
    "an agenda with a case nobody put forward": (
        NOWHERE,
        "case_not_nominated",
        lambda c, case, m: c.do(
            call.put_on_agenda,
            by=c.secretary,
            meeting=c.called(),
            references=[c.desk.accepted()],
        ),
    ),
    "an agenda with a case that does not exist": (
        NOWHERE,
        "case_unknown",
        lambda c, case, m: c.do(
            call.put_on_agenda, by=c.secretary, meeting=c.called(), references=["XC-2026-999999"]
        ),
    ),
    "papers without an agenda": (
        NOWHERE,
        "agenda_empty",
        lambda c, case, m: c.do(call.send_papers, by=c.secretary, meeting=c.called()),
    ),
    "a meeting nobody called": (
        NOWHERE,
        "meeting_unknown",
        lambda c, case, m: c.do(call.send_papers, by=c.secretary, meeting="XC-M-2026-999"),
    ),
}


@pytest.mark.parametrize("attempt", CALLING, ids=str)
def test_a_meeting_is_not_called_against_the_rules(at_stage: AtStage, attempt: str) -> None:
    assert CALLING[attempt][1] in refusals_of(at_stage, CALLING[attempt])
