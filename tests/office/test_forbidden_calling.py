"""Meetings that are not called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.commands.joint_meeting import call
from casework.commands.joint_meeting.call import Place
from tests.office.council import MEMBERS, OBSERVERS, Council
from tests.office.meeting_stages import (
    call_with,
)
from workflows.refusals import Refused

CALLING: dict[str, tuple[str, Callable[[Council], object]]] = {
    "a meeting in the past": (
        "meeting_in_the_past",
        lambda c: call_with(c, starts_at=c.at - timedelta(days=1)),
    ),
    "a meeting without convener": (
        "meeting_needs_one_convener",
        lambda c: call_with(
            c, members=[Place(name, c.seats[name].user_id) for name in (*MEMBERS, "xc-zfb")]
        ),
    ),
    "a voting seat for the auditors": (
        "department_has_no_vote",
        lambda c: call_with(
            c,
            members=[
                Place(name, who.user_id, votes=True, convener=name == "xc-zfb")
                for name, who in c.seats.items()
            ],
        ),
    ),
    "a meeting without finance": (
        "department_must_be_seated",
        lambda c: call_with(
            c,
            members=[
                Place(name, who.user_id, votes=name not in OBSERVERS, convener=name == "xc-zfb")
                for name, who in c.seats.items()
                if name != "xc-czj"
            ],
        ),
    ),
    "a member of another district's department": (
        "department_abolished",
        lambda c: call_with(
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
        "member_of_other_department",
        lambda c: call_with(
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
        "not_your_step",
        lambda c: c.do(
            call.call,
            by=c.desk.cast.reviewer,
            title="x",
            place="y",
            starts_at=c.at + timedelta(days=9),
            members=[],
        ),
    ),
    "an agenda with a case nobody put forward": (
        "case_not_nominated",
        lambda c: c.do(
            call.put_on_agenda,
            by=c.secretary,
            meeting=c.called(),
            references=[c.desk.accepted()],
        ),
    ),
    "an agenda with a case that does not exist": (
        "case_unknown",
        lambda c: c.do(
            call.put_on_agenda, by=c.secretary, meeting=c.called(), references=["XC-2026-999999"]
        ),
    ),
    "papers without an agenda": (
        "agenda_empty",
        lambda c: c.do(call.send_papers, by=c.secretary, meeting=c.called()),
    ),
    "a meeting nobody called": (
        "meeting_unknown",
        lambda c: c.do(call.send_papers, by=c.secretary, meeting="XC-M-2026-999"),
    ),
}


@pytest.mark.parametrize("attempt", CALLING, ids=str)
def test_a_meeting_is_not_called_against_the_rules(sqlite_council: Council, attempt: str) -> None:
    code, attempted = CALLING[attempt]

    with pytest.raises(Refused) as refused:
        attempted(sqlite_council)

    assert code in [refusal.code for refusal in refused.value.refusals]
