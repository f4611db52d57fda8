"""A meeting of 25 members and any number of items, written straight into the tables."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.records.assessment import Assessment
from casework.records.case import Case
from casework.records.meeting.agenda import AgendaItem, ItemResult, MeetingOpinion
from casework.records.meeting.joint_meeting import Attendance, JointMeeting, MeetingSeat
from casework.records.people import Department, User
from tests.office.council import PURCHASE, Council
from workflows.facts import Result
from workflows.meeting.minutes import ItemStanding, Stage
from workflows.meeting.settings import Ground, Mode, as_table, default_settings
from workflows.meeting.votes import Choice

MEMBERS = 25


def a_big_meeting(council: Council, *, items: int) -> str:
    """A meeting in session at which every item is concluded with every opinion."""
    with council.desk.database.transaction() as session:
        meeting = _meeting(session, council, items)
        seats = _seats(session, council, meeting)
        for position in range(1, items + 1):
            _item(session, council, meeting, seats, position)
        return meeting.reference


def _meeting(session: Session, council: Council, items: int) -> JointMeeting:
    meeting = JointMeeting(
        district_id="xicheng",
        host_department_id="xc-fgw",
        year=2026,
        serial=900 + items,
        reference=f"XC-M-2026-{900 + items}",
        title="大会",
        place="会议室",
        starts_at=council.at,
        settings=as_table(default_settings()),
        stage=Stage.IN_SESSION,
        called_by_id=council.secretary.user_id,
        called_at=council.at,
    )
    session.add(meeting)
    session.flush()
    return meeting


def _seats(session: Session, council: Council, meeting: JointMeeting) -> list[MeetingSeat]:
    seats = []
    for number in range(MEMBERS):
        department, user = f"big-{number}", f"big-{meeting.serial}-{number}"
        if session.get(Department, department) is None:
            name = f"部门{number}"
            session.add(
                Department(
                    id=department, district_id="xicheng", name=name, name_en=name, short=name
                )
            )
            session.flush()
        person = User(
            sign_in_name=user,
            display_name=f"成员{number}",
            department_id=department,
            created_at=council.at,
        )
        session.add(person)
        session.flush()
        seats.append(
            MeetingSeat(
                meeting_id=meeting.id,
                department_id=department,
                holder_id=person.id,
                votes=True,
                convener=number == 0,
            )
        )
    session.add_all(seats)
    session.flush()
    session.add_all(
        Attendance(
            meeting_id=meeting.id,
            seat_id=seat.id,
            person_id=seat.holder_id,
            arrived_at=council.at,
        )
        for seat in seats
    )
    return seats


def _item(
    session: Session,
    council: Council,
    meeting: JointMeeting,
    seats: list[MeetingSeat],
    position: int,
) -> None:
    names = [seat.department_id for seat in seats]
    sums = _assessed(session, council, f"BIG-{meeting.serial}-{position:06d}")
    item = AgendaItem(
        meeting_id=meeting.id,
        position=position,
        case_id=sums.case_id,
        ground=Ground.ONE_CASE_ONE_POLICY,
        grounds=["one_case_one_policy"],
        to_government=True,
        case_event=1,
        assessment_id=sums.id,
        standing=ItemStanding.CONCLUDED,
        roll={"entitled": names, "present": names, "recused": [], "needed": 17},
    )
    session.add(item)
    session.flush()
    session.add_all(
        MeetingOpinion(
            item_id=item.id,
            seat_id=seat.id,
            person_id=seat.holder_id,
            choice=Choice.FOR,
            reason="",
            at=council.at,
        )
        for seat in seats
    )
    session.add(
        ItemResult(
            item_id=item.id,
            result=Result.POSTPONED,
            conditions="",
            reason="再议",
            mode=Mode.VOTE,
            in_favor=MEMBERS,
            against=0,
            abstained=0,
            present=MEMBERS,
            passed=True,
            concluded_by_id=council.convener.user_id,
            concluded_at=council.at,
        )
    )


def _assessed(session: Session, council: Council, reference: str) -> Assessment:
    """The calculation of a case of its own."""
    case = Case(
        reference=reference,
        enterprise_id=council.desk.cast.jia.enterprise_id,
        district_id="xicheng",
        department_id="xc-fgw",
        policy_id="xc-2022-114",
        clause_id=PURCHASE,
        edition="",
        claim_year=2026,
        process_version=1,
        state="joint_meeting",
        drafted_at=council.at,
    )
    session.add(case)
    session.flush()
    sums = Assessment(
        case_id=case.id,
        number=1,
        request={},
        answer={},
        outcome="payable",
        eligibility="eligible",
        figure_stands=True,
        as_of=council.at.date(),
        event_number=1,
        assessed_by_id=council.secretary.user_id,
        assessed_at=council.at,
    )
    session.add(sums)
    session.flush()
    return sums
