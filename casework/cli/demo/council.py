"""The joint meeting and the district government, as a package goes through both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.cli.demo.cast import MEMBERS, OBSERVERS
from casework.cli.demo.stage import Stage
from casework.commands import deliberation
from casework.commands.joint_meeting import call, hold, minutes
from casework.commands.joint_meeting.call import Place
from casework.records.document import Document
from workflows.facts import Result
from workflows.meeting.government import GovernmentMeeting, Verdict
from workflows.meeting.settings import Examination
from workflows.meeting.votes import Choice
from workflows.money import Money

_EXAMINERS = {
    Examination.LEGALITY: "member-sfj",
    Examination.COMPETITION: "member-scj",
    Examination.BUDGET: "member-czj",
}
_SEATS = {"convener": "xc-zfb", **{f"member-{short}": f"xc-{short}" for short in MEMBERS}}
_WATCH = tuple(f"member-{short}" for short in OBSERVERS)


def called(stage: Stage, day: str, held: str, title: str, references: tuple[str, ...]) -> str:
    """A meeting called for a later day, its agenda and papers sent; its reference."""
    meeting = stage.do(
        "secretary",
        day,
        call.call,
        title=title,
        place="区政府二号楼示范会议室",
        starts_at=datetime.fromisoformat(f"{held}T09:30").replace(tzinfo=ZoneInfo("Asia/Shanghai")),
        members=[
            Place(
                department,
                stage.cast.users[who],
                votes=who not in _WATCH,
                convener=who == "convener",
            )
            for who, department in _SEATS.items()
        ],
    ).reference
    stage.do("secretary", day, call.put_on_agenda, meeting=meeting, references=references)
    stage.do("secretary", day, call.send_papers, meeting=meeting)
    return meeting


def held(stage: Stage, day: str, meeting: str, amounts: Mapping[int, Money]) -> None:
    """All departments come; each item is voted on and agreed with its amount, by position."""
    for who, department in _SEATS.items():
        stage.do(
            who,
            day,
            hold.sign_in,
            meeting=meeting,
            department_id=department,
            person_id=stage.cast.users[who],
        )
    stage.do("convener", day, hold.open_meeting, meeting=meeting)
    voters = [who for who in _SEATS if who not in (*_WATCH, "convener")]
    for position, amount in amounts.items():
        stage.do("convener", day, hold.open_item, meeting=meeting, position=position)
        for who in (*voters, "convener"):
            stage.do(
                who,
                day,
                hold.give_opinion,
                meeting=meeting,
                position=position,
                choice=Choice.FOR,
            )
        stage.do(
            "convener",
            day,
            hold.conclude_item,
            meeting=meeting,
            position=position,
            result=Result.AGREED,
            amount=amount,
            conditions="按投资进度分期拨付",
            responsible="xc-fgw",
            due_on=date.fromisoformat(day).replace(month=12, day=31),
        )
    stage.do("convener", day, hold.close_meeting, meeting=meeting)


def minuted(stage: Stage, day: str, meeting: str) -> Document:
    """The minutes are drafted, countersigned by every voting department, and issued."""
    draft = stage.do("secretary", day, minutes.draft, meeting=meeting)
    for who in _SEATS:
        if who not in _WATCH:
            stage.do(who, day, minutes.countersign, meeting=meeting, version=draft.version)
    return stage.do("convener", day, minutes.issue_minutes, meeting=meeting)


def deliberated(
    stage: Stage, reference: str, *, referred: str, examined: str, decided: str, amount: Money
) -> None:
    """The case is referred to the government, examined three times over, and agreed."""
    year = referred[:4]
    stage.do(
        "secretary",
        referred,
        deliberation.refer,
        reference=reference,
        seen=None,
        number=f"西发改请〔{year}〕示范{int(reference[-3:])}号",
        dated=date.fromisoformat(referred),
        file=stage.paper(f"请示 {reference}"),
    )
    for kind, who in _EXAMINERS.items():
        stage.do(
            who,
            examined,
            deliberation.examine,
            reference=reference,
            seen=None,
            kind=kind,
            verdict=Verdict.AGREE,
            words="",
        )
    stage.do(
        "government",
        decided,
        deliberation.record_government_result,
        reference=reference,
        seen=None,
        result=Result.AGREED,
        meeting_kind=GovernmentMeeting.EXECUTIVE,
        dated=date.fromisoformat(decided),
        number=f"西政会纪〔{year}〕示范{int(reference[-3:])}号",
        file=stage.paper(f"区政府会议纪要 {reference}"),
        amount=amount,
    )
