"""A joint meeting for tests: the departments of the district, and the way through a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.commands import assess, deliberation, refer
from casework.commands import people as register
from casework.commands.joint_meeting import call, hold, minutes
from casework.commands.joint_meeting.call import Place
from casework.db import Database
from casework.queries import people
from tests import ways
from tests.cast import START, Cast, gather
from tests.office.desk import Desk, a_file, a_way
from tests.once import once
from workflows.facts import Result
from workflows.meeting.government import GovernmentMeeting, Verdict
from workflows.meeting.settings import Examination
from workflows.meeting.votes import Choice
from workflows.money import Money, yuan
from workflows.roles import Actor, Role

PURCHASE = "xc-2022-114/art2.2.a"
"""1,500 yuan a square metre for bought offices; one case, one policy is possible."""

PURCHASED = {
    "office.purchased_in_district": True,
    "office.purchased_area_m2": "2000",
    "office.property_id": "示例-0001",
}
"""3,000,000 yuan."""

MEMBERS = ("xc-fgw", "xc-czj", "xc-kxj", "xc-scj", "xc-rsj")
OBSERVERS = ("xc-sjj", "xc-sfj")


@dataclass
class Council:
    """The members of a joint meeting, and short ways through it."""

    desk: Desk
    convener: Actor
    secretary: Actor
    seats: Mapping[str, Actor]
    """Who sits for each department, the convener's included."""

    @property
    def at(self) -> datetime:
        """Now, at the desk."""
        return self.desk.at

    def do(self, command: Any, *, by: Actor, **more: Any) -> Any:
        """One command in a transaction of its own."""
        with self.desk.database.transaction() as session:
            return command(session, actor=by, at=self.at, **more)

    @a_way
    def nominated(self, /, by: Actor | None = None, **facts: Any) -> str:
        """A case that its department put forward as one case, one policy."""
        desk, cast = self.desk, self.desk.cast
        reference = desk.accepted(by, clause=PURCHASE, facts={**PURCHASED, **facts})
        for fact in ("enterprise.is_newly_introduced", "enterprise.fits_district_industry"):
            desk(
                assess.record_fact,
                reference,
                by=cast.reviewer,
                seen=None,
                fact=fact,
                value=True,
                basis="经主管部门认定",
            )
        desk(
            refer.refer,
            reference,
            by=cast.reviewer,
            seen=None,
            remarks="重大项目",
            one_case_one_policy=True,
        )
        desk(assess.assess, reference, by=cast.reviewer, seen=None)
        desk.answer_flags(reference)
        desk(assess.recommend, reference, by=cast.reviewer, seen=None)
        return reference

    def called(self, days_ahead: int = 14) -> str:
        """A meeting of all departments, called for a day ahead."""
        return self.called_by(self.secretary, days_ahead)

    @a_way
    def called_by(self, /, by: Actor, days_ahead: int = 14) -> str:
        """A meeting of all departments, called by this person for a day ahead."""
        places = [
            Place(name, actor.user_id, votes=name not in OBSERVERS, convener=name == "xc-zfb")
            for name, actor in self.seats.items()
        ]
        row = self.do(
            call.call,
            by=by,
            title="部门联席会议",
            place="区政府二号楼会议室",
            starts_at=self.at + timedelta(days=days_ahead),
            members=places,
        )
        return str(row.reference)

    @a_way
    def in_session(self, /, cases: Iterable[str], *, absent: Iterable[str] = ()) -> str:
        """A meeting that has begun with these cases on its agenda."""
        meeting = self.papers_sent(cases)
        self.desk.days_later(14)
        for name, actor in self.seats.items():
            if name not in set(absent):
                self.sign_in(meeting, name, actor)
        self.do(hold.open_meeting, by=self.convener, meeting=meeting)
        return meeting

    @a_way
    def papers_sent(self, /, cases: Iterable[str]) -> str:
        """A meeting in two weeks with these cases on its agenda, its papers sent."""
        meeting = self.called()
        self.do(call.put_on_agenda, by=self.secretary, meeting=meeting, references=list(cases))
        self.do(call.send_papers, by=self.secretary, meeting=meeting)
        return meeting

    def sign_in(self, meeting: str, department: str, by: Actor, **more: Any) -> None:
        """Somebody comes for a department."""
        self.do(
            hold.sign_in,
            by=by,
            meeting=meeting,
            department_id=department,
            person_id=by.user_id,
            **more,
        )

    @a_way
    def voted(
        self,
        meeting: str,
        position: int,
        *,
        against: Iterable[str] = (),
        without: Iterable[str] = (),
    ) -> None:
        """Everybody who sits gives an opinion, the convener last."""
        for name, actor in sorted(self.seats.items(), key=lambda one: one[0] == "xc-zfb"):
            if name in OBSERVERS or name in set(without):
                continue
            choice = Choice.AGAINST if name in set(against) else Choice.FOR
            reason = "测算依据不足" if choice is Choice.AGAINST else ""
            self.do(
                hold.give_opinion,
                by=actor,
                meeting=meeting,
                position=position,
                choice=choice,
                reason=reason,
            )

    @a_way
    def concluded(
        self,
        meeting: str,
        position: int,
        result: Result = Result.AGREED,
        amount: Money | None = None,
        reason: str = "",
        by: Actor | None = None,
    ) -> None:
        """The convener says what was resolved; 3,000,000 yuan unless another amount is named."""
        carries = result not in (Result.POSTPONED, Result.NOT_AGREED)
        self.do(
            hold.conclude_item,
            by=by or self.convener,
            meeting=meeting,
            position=position,
            result=result,
            amount=(amount or yuan(3_000_000)) if carries else None,
            responsible="xc-fgw" if carries else "",
            due_on=date(2026, 12, 31) if carries else None,
            conditions="落实项目投资进度" if carries else "",
            reason=reason,
        )

    def issued(self, meeting: str, *, without: Iterable[str] = ()) -> Any:
        """The meeting is closed, its minutes drafted, countersigned and issued."""
        self.do(hold.close_meeting, by=self.convener, meeting=meeting)
        return self.minuted(meeting, without=without)

    def minuted(self, meeting: str, *, without: Iterable[str] = ()) -> Any:
        """The minutes of a meeting that is over."""
        self.do(minutes.draft, by=self.secretary, meeting=meeting)
        self.countersigned(meeting, version=1, without=without)
        return self.do(minutes.issue_minutes, by=self.convener, meeting=meeting)

    def countersigned(self, meeting: str, *, version: int, without: Iterable[str] = ()) -> None:
        """Everybody who sat with a vote signs the draft."""
        for name, actor in self.seats.items():
            if name not in OBSERVERS and name not in set(without):
                self.do(minutes.countersign, by=actor, meeting=meeting, version=version)

    def referred(self, reference: str) -> None:
        """The case goes to the government with its three opinions."""
        self.do(
            deliberation.refer,
            by=self.secretary,
            reference=reference,
            seen=None,
            number="西发改请〔2026〕9号",
            dated=self.at.date(),
            file=a_file("request"),
        )
        for kind, name in EXAMINERS.items():
            self.do(
                deliberation.examine,
                by=self.seats[name],
                reference=reference,
                seen=None,
                kind=kind,
                verdict=Verdict.AGREE,
                words="",
            )

    def decided(
        self,
        reference: str,
        *,
        amount: Money | None,
        result: Result = Result.AGREED,
        words: str = "",
    ) -> None:
        """The government's result is recorded."""
        self.do(
            deliberation.record_government_result,
            by=self.desk.cast.government_office,
            reference=reference,
            seen=None,
            result=result,
            meeting_kind=GovernmentMeeting.EXECUTIVE,
            dated=self.at.date(),
            number="西政会纪〔2026〕12号",
            file=a_file("result"),
            amount=amount,
            words=words,
        )


EXAMINERS = {
    Examination.LEGALITY: "xc-sfj",
    Examination.COMPETITION: "xc-scj",
    Examination.BUDGET: "xc-czj",
}


def gather_council(database: Database) -> Council:
    """An office whose cast is of the development commission, and a member of each department."""
    with database.transaction() as session:
        cast, members = once(session, "council", lambda: _gather_council(session))
    ways.begin(database, "council")
    return Council(Desk(database, cast), members["xc-zfb"], cast.secretary, members)


def _gather_council(session: Session) -> tuple[Cast, dict[str, Actor]]:
    cast = gather(session, department="xc-fgw")
    convener = _officer(session, "vice_head", "xc-zfb", (Role.CONVENER,))
    members = {
        name: _officer(session, f"member_{name}", name, (Role.MEMBER,))
        for name in (*MEMBERS, *OBSERVERS)
    }
    return cast, {"xc-zfb": convener, **members}


def _officer(session: Session, name: str, department: str, roles: tuple[Role, ...]) -> Actor:
    user = register.add_user(
        session,
        sign_in_name=name,
        display_name=f"{name}（演示）",
        at=START,
        department_id=department,
        roles=roles,
    )
    return people.actor(session, user.id, on=START.date())
