"""Named situations of a case: one thing at a time is not in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from workflows.definition import Capacity
from workflows.facts import (
    AssessmentFacts,
    CaseFacts,
    GovernmentFacts,
    Involvement,
    MeetingFacts,
    NoticeFacts,
    Opinion,
    Result,
    Route,
)
from workflows.money import NOTHING, wan
from workflows.roles import SYSTEM, Actor, Role
from workflows.term import Term
from workflows.workdays import DueDate

TODAY = date(2026, 3, 20)
YESTERDAY = date(2026, 3, 19)
TOMORROW = date(2026, 3, 21)
DEPARTMENT = "science"
ENTERPRISE = 7

# One actor for each role, each another person, all within reach of the case.
ACTORS = {
    role: SYSTEM
    if role is Role.SYSTEM
    else Actor(
        user_id=number,
        name=role.value,
        roles=frozenset({role}),
        department="commerce" if role is Role.CONSULTED else DEPARTMENT,
        enterprise_id=ENTERPRISE if role is Role.APPLICANT else None,
    )
    for number, role in enumerate(Role, start=1)
}
EVERYBODY = frozenset(actor.user_id for actor in ACTORS.values() if actor is not SYSTEM)


def everybody_acted(capacity: Capacity) -> Involvement:
    """All the actors have acted in one capacity before."""
    return replace(INVOLVED, acted={capacity: EVERYBODY})


def an_assessment(**changed: Any) -> AssessmentFacts:
    """A current calculation of 300,000 yuan under a ceiling of 500,000."""
    facts = AssessmentFacts(
        eligible=True, amount=wan(30), ceiling=wan(50), figure_stands=True, current=True, by=900
    )
    return replace(facts, **changed)


def a_meeting(**changed: Any) -> MeetingFacts:
    """A meeting that agreed to 300,000 yuan, with issued minutes."""
    facts = MeetingFacts(
        result=Result.AGREED,
        held_on=YESTERDAY,
        amount=wan(30),
        number="2026-3",
        minutes_issued=True,
    )
    return replace(facts, **changed)


def a_result(**changed: Any) -> GovernmentFacts:
    """The district government agreed to 300,000 yuan, with number and file."""
    facts = GovernmentFacts(
        result=Result.AGREED, decided_on=TODAY, amount=wan(30), number="12", file_kept=True
    )
    return replace(facts, **changed)


def a_case(**changed: Any) -> CaseFacts:
    """An ordinary accepted case in which everything is in order."""
    return replace(ORDINARY, **changed)


INVOLVED = Involvement(
    enterprise_id=ENTERPRISE,
    departments=frozenset({DEPARTMENT}),
    consulted=frozenset({"commerce"}),
)

ORDINARY = CaseFacts(
    today=TODAY,
    involved=INVOLVED,
    in_force=Term(date(2023, 5, 29), date(2028, 5, 29)),
    route=Route.DEPARTMENT,
    facts_missing=(),
    materials_missing=(),
    materials_promised=(),
    duplicates=(),
    assessment=an_assessment(),
    flags_open=(),
    over_caps=(),
    exceptions_missing=(),
    notice_days=5,
    remarks="as recorded",
    first_filed_on=date(2026, 2, 2),
    accepted=True,
    notice=NoticeFacts(date(2026, 3, 12), DueDate(YESTERDAY), proof_kept=True),
)

_GOVERNMENT = {"route": Route.DISTRICT_GOVERNMENT, "meeting": a_meeting()}
_ASKED = Opinion("commerce")

CASES = {
    "an ordinary case, everything in order": ORDINARY,
    # filing
    "not accepted yet": a_case(accepted=False),
    "the clause is not in force yet": a_case(in_force=Term(TOMORROW), first_filed_on=None),
    "the clause was over before the first filing": a_case(
        in_force=Term(date(2020, 1, 1), date(2024, 3, 1)), first_filed_on=None
    ),
    "the clause ended after the first filing": a_case(
        in_force=Term(date(2020, 1, 1), date(2026, 3, 1))
    ),
    "a fact is missing": a_case(facts_missing=("headcount",)),
    "a material is missing": a_case(materials_missing=("licence",)),
    "a promised material is outstanding": a_case(materials_promised=("audit report",)),
    "another case supports the matter": a_case(duplicates=("A-1",)),
    "the time allowed is over": a_case(due=DueDate(YESTERDAY)),
    "the time allowed runs today still": a_case(due=DueDate(TODAY)),
    "the time is over by a provisional date": a_case(due=DueDate(YESTERDAY, provisional=True)),
    "corrections are used up": a_case(corrections_used=1),
    # review
    "a department is asked and silent": a_case(opinions=(_ASKED,)),
    "a department stays silent beyond its time": a_case(opinions=(_ASKED,), due=DueDate(YESTERDAY)),
    "a department with a veto stays silent beyond its time": a_case(
        opinions=(replace(_ASKED, veto=True),), due=DueDate(YESTERDAY)
    ),
    "a department with a veto objects": a_case(
        opinions=(replace(_ASKED, answered=True, objects=True, veto=True),)
    ),
    "a department without a veto objects": a_case(
        opinions=(replace(_ASKED, answered=True, objects=True),)
    ),
    "no assessment": a_case(assessment=None),
    "an assessment without an amount": a_case(assessment=an_assessment(amount=None)),
    "an outdated assessment": a_case(assessment=an_assessment(current=False)),
    "not eligible": a_case(assessment=an_assessment(eligible=False)),
    "a condition is unknown": a_case(assessment=an_assessment(eligible=None)),
    "an officer's figure does not stand": a_case(assessment=an_assessment(figure_stands=False)),
    "a second review is wanted": a_case(second_review_wanted=True),
    "a second review is done": a_case(
        second_review_wanted=True, assessment=an_assessment(checked_by=901)
    ),
    "the second reviewer made the assessment": a_case(
        assessment=an_assessment(by=ACTORS[Role.SECOND_REVIEWER].user_id)
    ),
    "a limit in principle is exceeded without exception": a_case(exceptions_missing=("rent",)),
    # the joint meeting
    "referred to the meeting, no resolution": a_case(referrals=("overlap",)),
    "the meeting agreed": a_case(route=Route.JOINT_MEETING, meeting=a_meeting()),
    "the meeting agreed to another amount": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(amount=wan(20)), amount=wan(30)
    ),
    "the meeting agreed with changes, unconfirmed": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(result=Result.AGREED_WITH_CHANGES)
    ),
    "the meeting agreed with changes, confirmed": a_case(
        route=Route.JOINT_MEETING,
        meeting=a_meeting(result=Result.AGREED_WITH_CHANGES, changes_confirmed=True),
    ),
    "the meeting postponed": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(result=Result.POSTPONED)
    ),
    "the meeting did not agree": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(result=Result.NOT_AGREED)
    ),
    "the meeting had no quorum": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(quorate=False)
    ),
    "the minutes are not issued": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(minutes_issued=False)
    ),
    "the minutes have no number": a_case(route=Route.JOINT_MEETING, meeting=a_meeting(number=None)),
    "the meeting is still to come": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(held_on=TOMORROW)
    ),
    "the resolution names no amount": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(amount=None)
    ),
    "the resolution is above the ceiling": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(amount=wan(60))
    ),
    "the meeting passed the case to the government": a_case(
        route=Route.JOINT_MEETING, meeting=a_meeting(result=Result.REFERRED)
    ),
    # the district government
    "one case, one policy: the meeting agreed": a_case(**_GOVERNMENT),
    "the government agreed": a_case(**_GOVERNMENT, government=a_result()),
    "the government agreed above the ceiling": a_case(
        **_GOVERNMENT, government=a_result(amount=wan(60))
    ),
    "the government's result has no file": a_case(
        **_GOVERNMENT, government=a_result(file_kept=False)
    ),
    "the government decided before the meeting": a_case(
        **_GOVERNMENT, government=a_result(decided_on=date(2026, 3, 1))
    ),
    "the government's date is in the future": a_case(
        **_GOVERNMENT, government=a_result(decided_on=TOMORROW)
    ),
    "opinions for the referral are missing": a_case(
        **_GOVERNMENT, government=a_result(opinions_missing=("legality",))
    ),
    "the government did not agree": a_case(
        **_GOVERNMENT, government=a_result(result=Result.NOT_AGREED)
    ),
    "the government sent the case back": a_case(
        **_GOVERNMENT, government=a_result(result=Result.POSTPONED)
    ),
    # the decision
    "an implementing document is missing": a_case(implementing_document_wanted=True),
    "an implementing document is recorded": a_case(
        implementing_document_wanted=True, implementing_document_recorded=True
    ),
    "no implementing document, but the government agreed": a_case(
        **_GOVERNMENT, government=a_result(), implementing_document_wanted=True
    ),
    "a review flag has no legal answer": a_case(flags_open=("C1",)),
    "a strict cap is broken": a_case(over_caps=("year",)),
    "the pool is short": a_case(pool_balance=wan(10)),
    "the pool is short, a part is approved": a_case(pool_balance=wan(10), amount=wan(10)),
    "the amount is beyond the approver's authority": a_case(authority_limit=wan(20)),
    "the amount is within the approver's authority": a_case(authority_limit=wan(30)),
    "the award is nothing": a_case(amount=NOTHING),
    "the figure is above the ceiling": a_case(amount=wan(51)),
    "the figure is lower, with a reason": a_case(amount=wan(20)),
    "the figure is lower, without a reason": a_case(amount=wan(20), remarks=" "),
    "the enterprise has answered": a_case(answered=True),
    # notice, objections, end
    "no public notice is wanted": a_case(notice_days=0, notice=None),
    "the notice is not posted": a_case(notice=None),
    "the notice is running": a_case(
        notice=NoticeFacts(date(2026, 3, 16), DueDate(TODAY), proof_kept=True)
    ),
    "the notice has no proof": a_case(notice=NoticeFacts(date(2026, 3, 12), DueDate(YESTERDAY))),
    "the notice ended by a provisional date": a_case(
        notice=NoticeFacts(date(2026, 3, 12), DueDate(YESTERDAY, provisional=True), proof_kept=True)
    ),
    "an objection is open": a_case(objections_open=1),
    "an objection is found unfounded": a_case(objections_open=1, objection_upheld=False),
    "one of two objections is found unfounded": a_case(objections_open=2, objection_upheld=False),
    "an objection is found right": a_case(objections_open=1, objection_upheld=True),
    "an instalment is open": a_case(instalments_open=1),
    "a payment is on its way": a_case(instalments_open=1, payments_under_way=1),
    "a recovery is open": a_case(recovery_open=True),
    # people
    "everybody has applied": a_case(involved=everybody_acted(Capacity.APPLYING)),
    "everybody has reviewed": a_case(involved=everybody_acted(Capacity.REVIEWING)),
    "everybody has approved": a_case(involved=everybody_acted(Capacity.APPROVING)),
    "everybody has paid": a_case(involved=everybody_acted(Capacity.PAYING)),
    "everybody is recused": a_case(involved=replace(INVOLVED, recused=EVERYBODY)),
    "another department's case": a_case(involved=replace(INVOLVED, departments=frozenset())),
    "another district's case": a_case(involved=replace(INVOLVED, district="tongzhou")),
    "another enterprise's case": a_case(involved=replace(INVOLVED, enterprise_id=8)),
    "a case on which nobody was consulted": a_case(
        involved=replace(INVOLVED, consulted=frozenset())
    ),
    "no reason is given": a_case(remarks=""),
}
