"""Faults in meetings, notices, people and clocks, planted straight into the tables."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.records.meeting.agenda import AgendaItem, ItemResult
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import EnterpriseMember, MemberRole
from casework.records.public_notice import Objection, PublicNotice
from casework.records.recusal import Recusal
from casework.records.review import Finding, Opinion
from casework.records.sign_in import AccessEntry, AccessKind
from tests.cast import START
from tests.office.red_flags.clean_office import (
    CleanOffice,
    another_award,
    another_case,
    award_of,
    case_of,
    copied,
    event_of,
)
from workflows.facts import Result
from workflows.meeting.minutes import ItemStanding, Stage
from workflows.meeting.recusal import RecusalGround, Standing
from workflows.meeting.settings import Ground, Mode, as_table, default_settings


def no_meeting_at_all(session: Session, office: CleanOffice) -> None:
    case_of(session, office.jia).route = "joint_meeting"


def too_few_came(session: Session, office: CleanOffice) -> None:
    _heard(session, office, present=3, issued=True)


def minutes_never_issued(session: Session, office: CleanOffice) -> None:
    _heard(session, office, present=5, issued=False)


def reviewed_though_recused(session: Session, office: CleanOffice) -> None:
    _recused(session, office, office.cast.reviewer.user_id)


def opened_though_recused(session: Session, office: CleanOffice) -> None:
    _recused(session, office, office.cast.colleague.user_id)
    session.add(
        AccessEntry(
            at=START,
            kind=AccessKind.VIEWED,
            user_id=office.cast.colleague.user_id,
            page="reviewer.case",
            path=f"/cases/{office.jia}",
            address="127.0.0.1",
        )
    )


def reviewer_approves(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    reviewer = office.cast.reviewer.user_id
    copied(session, event_of(session, case, "approve"), number=900, actor_id=reviewer)


def deputy_counts_for_both(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    copied(
        session,
        event_of(session, case, "approve"),
        number=900,
        actor_id=office.cast.other_approver.user_id,
        acting_for_id=office.cast.reviewer.user_id,
    )


def reviewer_belongs_to_the_enterprise(session: Session, office: CleanOffice) -> None:
    session.add(
        EnterpriseMember(
            enterprise_id=case_of(session, office.jia).enterprise_id,
            user_id=office.cast.reviewer.user_id,
            role=MemberRole.HANDLER,
            since=START.date(),
        )
    )


def notice_cut_short(session: Session, office: CleanOffice) -> None:
    _notice(session, office).working_days = 1


def notice_of_another_sum(session: Session, office: CleanOffice) -> None:
    _notice(session, office).amount_fen = 1


def paid_before_the_notice_ended(session: Session, office: CleanOffice) -> None:
    _notice(session, office).last_day = office.today


def never_posted(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    other = another_case(session, case, 1, matter_subject="another")
    another_award(session, other, award_of(session, case))


def objection_left_open(session: Session, office: CleanOffice) -> None:
    session.add(
        Objection(
            case_id=case_of(session, office.jia).id,
            raised_by="某某",
            grounds="不符合条件",
            received_on=START.date(),
            received_event=1,
        )
    )


def returned_twice(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    last = event_of(session, case, "approve")
    for number, source, target in (
        (901, "submitted", "returned"),
        (902, "returned", "submitted"),
        (903, "submitted", "returned"),
        (904, "returned", "submitted"),
    ):
        action = "return_for_correction" if target == "returned" else "resubmit"
        way = {"source": source, "target": target, "action": action, "capacity": ""}
        copied(session, last, number=number, at=last.at + timedelta(hours=number), **way)


def dated_back(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    last = event_of(session, case, "approve")
    copied(session, last, number=case.last_event + 1, at=START - timedelta(days=30), capacity="")


def contribution_without_review(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    flagged = next(one.id for one in book().clauses.values() if "C1" in one.flags)
    other = another_case(session, case, 1, clause_id=flagged, matter_subject="another")
    another_award(session, other, award_of(session, case))


def silence_passed_over(session: Session, office: CleanOffice) -> None:
    session.add(
        Opinion(
            case_id=case_of(session, office.jia).id,
            department_id="xc-rsj",
            question="是否符合",
            veto=True,
            asked_by_id=office.cast.reviewer.user_id,
            asked_at=START - timedelta(hours=1),
            due_on=START.date(),
        )
    )


def event_slipped_in(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    copied(session, event_of(session, case, "approve"), number=case.last_event + 1)


def finding_after_closing(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    closed = another_case(
        session, case, 1, state="settled", closed_on=office.today, last_event=1, matter_subject="x"
    )
    event = event_of(session, case, "approve")
    copied(session, event, case_id=closed.id, number=1, source="disbursing", target="settled")
    session.add(
        Finding(
            case_id=closed.id,
            kind="cap_exception",
            result="recorded",
            number="1号",
            dated=office.today,
            event_number=2,
            recorded_by_id=office.cast.reviewer.user_id,
            recorded_at=event.at + timedelta(days=1),
        )
    )


def _recused(session: Session, office: CleanOffice, person: int) -> None:
    convener = office.cast.convener.user_id
    session.add(
        Recusal(
            case_id=case_of(session, office.jia).id,
            person_id=person,
            ground=next(iter(RecusalGround)),
            reason="近亲属任职",
            raised_by_id=convener,
            raised_at=START - timedelta(days=2),
            standing=Standing.ORDERED,
            decided_by_id=convener,
            decided_at=START - timedelta(days=1),
        )
    )


def _notice(session: Session, office: CleanOffice) -> PublicNotice:
    case = case_of(session, office.jia)
    return session.scalars(sa.select(PublicNotice).where(PublicNotice.case_id == case.id)).one()


def _heard(session: Session, office: CleanOffice, *, present: int, issued: bool) -> None:
    """The case was on an agenda where five of seven were needed."""
    case = case_of(session, office.jia)
    before = START - timedelta(days=3)
    meeting = JointMeeting(
        district_id="xicheng",
        host_department_id="xc-fgw",
        year=2026,
        serial=1,
        reference="XC-M-2026-001",
        title="联席会议",
        place="会议室",
        starts_at=before,
        settings=as_table(default_settings()),
        stage=Stage.ISSUED if issued else Stage.CLOSED,
        called_by_id=office.cast.secretary.user_id,
        called_at=before,
        issued_at=before if issued else None,
    )
    session.add(meeting)
    session.flush()
    award = award_of(session, case)
    item = AgendaItem(
        meeting_id=meeting.id,
        position=1,
        case_id=case.id,
        ground=next(iter(Ground)),
        grounds=[],
        to_government=False,
        case_event=1,
        assessment_id=award.assessment_id,
        standing=ItemStanding.CONCLUDED,
        roll={"entitled": list("abcdefg"), "present": [], "recused": [], "needed": 5},
    )
    session.add(item)
    session.flush()
    session.add(
        ItemResult(
            item_id=item.id,
            result=Result.AGREED,
            amount_fen=award.amount_fen,
            conditions="",
            reason="",
            mode=next(iter(Mode)),
            in_favor=present,
            against=0,
            abstained=0,
            present=present,
            passed=True,
            concluded_by_id=office.cast.convener.user_id,
            concluded_at=before,
        )
    )
