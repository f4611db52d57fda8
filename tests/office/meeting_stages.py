"""A case and a meeting brought to a stage, and single acts with something changed, for tests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

from casework.commands import approve, deliberation, recuse
from casework.commands.joint_meeting import call, follow_up, hold, minutes
from casework.commands.joint_meeting.call import Place
from casework.records.people import Department
from tests.office.council import OBSERVERS, Council
from tests.office.desk import a_file
from workflows.facts import Result
from workflows.meeting.government import GovernmentMeeting
from workflows.meeting.recusal import RecusalGround
from workflows.meeting.votes import Choice
from workflows.money import yuan
from workflows.refusals import Refused
from workflows.roles import Actor

NOWHERE = ""
"""The stage at which nothing was done yet: no case, no meeting."""

Held = Callable[[Council, str, str], object]
AtStage = Callable[[str], AbstractContextManager[tuple[Council, str, str]]]
"""An office of one's own with a case and a meeting at a stage."""

Attempts = dict[str, tuple[str, str, Held]]
"""What is tried, at which stage, and the code of a refusal it must meet."""


def refusals_of(at: AtStage, attempt: tuple[str, str, Held]) -> list[str]:
    """The codes an attempt is refused with; none if it was let through."""
    stage, _, attempted = attempt
    with at(stage) as (council, case, meeting):
        try:
            attempted(council, case, meeting)
        except Refused as refused:
            return [refusal.code for refusal in refused.refusals]
    return []


def before(stage: str) -> Callable[[Council], tuple[str, str]]:
    """A case and a meeting brought to a stage."""

    def bring(council: Council) -> tuple[str, str]:
        if stage == NOWHERE:
            return "", ""
        case = council.nominated()
        if stage == "called":
            meeting = council.called()
            council.do(call.put_on_agenda, by=council.secretary, meeting=meeting, references=[case])
        elif stage == "papers_sent":
            meeting = council.papers_sent([case])
        else:
            meeting = council.in_session([case])
            for reached, go_on in _ON_THE_WAY:
                if stage == reached:
                    break
                go_on(council, case, meeting)
        return case, meeting

    return bring


def _open(council: Council, case: str, meeting: str) -> None:
    council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)


def _vote(council: Council, case: str, meeting: str) -> None:
    council.voted(meeting, 1)


def _conclude(council: Council, case: str, meeting: str) -> None:
    council.concluded(meeting, 1)


def _draft(council: Council, case: str, meeting: str) -> None:
    council.do(hold.close_meeting, by=council.convener, meeting=meeting)
    council.do(minutes.draft, by=council.secretary, meeting=meeting)


def _issue(council: Council, case: str, meeting: str) -> None:
    council.countersigned(meeting, version=1)
    council.do(minutes.issue_minutes, by=council.convener, meeting=meeting)


def _refer(council: Council, case: str, meeting: str) -> None:
    council.referred(case)


_ON_THE_WAY = (
    ("in_session", _open),
    ("item_open", _vote),
    ("voted", _conclude),
    ("concluded", _draft),
    ("drafted", _issue),
    ("issued", _refer),
)
"""Stages of a meeting in session, each with what comes next; the last one is referred."""


def call_with(council: Council, **changed: object) -> object:
    places = changed.pop("members", None) or [
        Place(name, who.user_id, votes=name not in OBSERVERS, convener=name == "xc-zfb")
        for name, who in council.seats.items()
    ]
    given = {
        "title": "部门联席会议",
        "place": "会议室",
        "starts_at": council.at + timedelta(days=14),
        "members": places,
        **changed,
    }
    return council.do(call.call, by=council.secretary, **given)


def abolish(council: Council, department_id: str) -> Council:
    """The same office after the department was closed."""
    with council.desk.database.transaction() as session:
        session.get_one(Department, department_id).closed_on = council.at.date()
    return council


def give(council: Council, meeting: str, name: str, choice: Choice = Choice.FOR) -> object:
    return council.do(
        hold.give_opinion, by=council.seats[name], meeting=meeting, position=1, choice=choice
    )


def conclude_with(council: Council, meeting: str, **changed: object) -> object:
    given = {
        "meeting": meeting,
        "position": 1,
        "result": Result.AGREED,
        "amount": yuan(3_000_000),
        "responsible": "xc-fgw",
        "due_on": date(2026, 12, 31),
        **changed,
    }
    return council.do(hold.conclude_item, by=council.convener, **given)


def government_says(council: Council, case: str, **changed: object) -> object:
    given = {
        "reference": case,
        "seen": None,
        "result": Result.AGREED,
        "meeting_kind": GovernmentMeeting.EXECUTIVE,
        "dated": council.at.date(),
        "number": "西政会纪〔2026〕12号",
        "file": a_file("result"),
        "amount": yuan(3_000_000),
        **changed,
    }
    by = council.desk.cast.government_office
    return council.do(deliberation.record_government_result, by=by, **given)


def refer_with(council: Council, case: str, **changed: object) -> object:
    given = {
        "reference": case,
        "seen": None,
        "number": "请〔2026〕9号",
        "dated": council.at.date(),
        "file": a_file("request"),
        **changed,
    }
    return council.do(deliberation.refer, by=council.secretary, **given)


def approve_now(council: Council, case: str, **more: object) -> object:
    return council.desk(approve.approve, case, by=council.desk.cast.approver, seen=None, **more)


def tick_off(council: Council, who: Actor) -> object:
    return council.do(follow_up.finish_follow_up, by=who, follow_up_id=1, note="已办")


def declare(council: Council, case: str, who: Actor) -> object:
    return council.desk(
        recuse.raise_recusal,
        case,
        by=who,
        seen=None,
        person_id=who.user_id,
        ground=RecusalGround.FINANCIAL_INTEREST,
        reason="持有该企业股份",
    )
