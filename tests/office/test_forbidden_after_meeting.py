"""What is refused on the way from a result to the approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.commands import deliberation
from casework.commands.joint_meeting import carry, hold, minutes
from tests.office.meeting_stages import (
    AtStage,
    Attempts,
    approve_now,
    conclude_with,
    declare,
    government_says,
    refer_with,
    refusals_of,
    tick_off,
)
from workflows.facts import Result
from workflows.meeting.government import Verdict
from workflows.meeting.settings import Examination
from workflows.money import yuan

ATTEMPTS: Attempts = {
    "a follow-up ticked off in another district": (
        "concluded",
        "follow_up_unknown",
        lambda c, case, m: tick_off(
            c, replace(c.desk.cast.stranger, roles=c.secretary.roles, department="xc-fgw")
        ),
    ),
    "a follow-up ticked off by another department": (
        "concluded",
        "beyond_your_reach",
        lambda c, case, m: tick_off(c, c.seats["xc-rsj"]),
    ),
    "a follow-up ticked off by an auditor of the department": (
        "concluded",
        "beyond_your_reach",
        lambda c, case, m: tick_off(c, c.desk.cast.auditor),
    ),
    "a follow-up ticked off by somebody recused from the item": (
        "concluded",
        "recused",
        lambda c, case, m: (declare(c, case, c.secretary), tick_off(c, c.secretary)),
    ),
    "a follow-up ticked off twice": (
        "concluded",
        "follow_up_done_already",
        lambda c, case, m: (tick_off(c, c.secretary), tick_off(c, c.secretary)),
    ),
    "a second result": (
        "concluded",
        "item_not_open",
        lambda c, case, m: conclude_with(c, m),
    ),
    "leaving the meeting before the minutes": (
        "concluded",
        "nothing_to_carry_over",
        lambda c, case, m: c.desk(carry.release, case, by=c.convener, seen=None),
    ),
    "a referral before the minutes": (
        "concluded",
        "minutes_not_issued",
        lambda c, case, m: refer_with(c, case),
    ),
    "minutes issued before the meeting is closed": (
        "concluded",
        "meeting_stage",
        lambda c, case, m: c.do(minutes.issue_minutes, by=c.convener, meeting=m),
    ),
    "a result rewritten in the minutes": (
        "concluded",
        "minutes_of_record",
        lambda c, case, m: (
            c.do(hold.close_meeting, by=c.convener, meeting=m),
            c.do(minutes.draft, by=c.secretary, meeting=m, items={1: {"result": "同意"}}),
        ),
    ),
    "minutes issued without countersignatures": (
        "drafted",
        "countersignatures_missing",
        lambda c, case, m: c.do(minutes.issue_minutes, by=c.convener, meeting=m),
    ),
    "minutes issued by the secretary": (
        "drafted",
        "not_your_step",
        lambda c, case, m: c.do(minutes.issue_minutes, by=c.secretary, meeting=m),
    ),
    "a countersignature under an old draft": (
        "drafted",
        "draft_has_changed",
        lambda c, case, m: (
            c.do(minutes.draft, by=c.secretary, meeting=m),
            c.do(minutes.countersign, by=c.convener, meeting=m, version=1),
        ),
    ),
    "a countersignature of somebody who was not there": (
        "drafted",
        "not_your_step",
        lambda c, case, m: c.do(
            minutes.countersign, by=c.desk.cast.colleague, meeting=m, version=1
        ),
    ),
    "a correction before the minutes are issued": (
        "drafted",
        "minutes_not_issued",
        lambda c, case, m: c.do(minutes.correct, by=c.secretary, meeting=m, text="改", reason="误"),
    ),
    "a new draft of issued minutes": (
        "issued",
        "meeting_stage",
        lambda c, case, m: c.do(minutes.draft, by=c.secretary, meeting=m),
    ),
    "a correction without a reason": (
        "issued",
        "correction_without_reason",
        lambda c, case, m: c.do(minutes.correct, by=c.secretary, meeting=m, text="改", reason=""),
    ),
    "approval instead of the government": (
        "issued",
        "step_not_open",
        lambda c, case, m: approve_now(c, case),
    ),
    "the government's result before the referral": (
        "issued",
        "not_referred",
        lambda c, case, m: government_says(c, case),
    ),
    "a referral dated before the minutes": (
        "issued",
        "referral_before_minutes",
        lambda c, case, m: refer_with(c, case, dated=c.at.date() - timedelta(days=1)),
    ),
    "a referral without file and number": (
        "issued",
        "paper_without_file",
        lambda c, case, m: refer_with(c, case, file=None, number=""),
    ),
    "a second referral": (
        "referred",
        "referred_already",
        lambda c, case, m: refer_with(c, case),
    ),
    "an opinion of the wrong department": (
        "referred",
        "examination_of_other_department",
        lambda c, case, m: c.do(
            deliberation.examine,
            by=c.seats["xc-rsj"],
            reference=case,
            seen=None,
            kind=Examination.LEGALITY,
            verdict=Verdict.AGREE,
            words="",
        ),
    ),
    "an opinion given twice": (
        "referred",
        "examination_given_already",
        lambda c, case, m: c.do(
            deliberation.examine,
            by=c.seats["xc-sfj"],
            reference=case,
            seen=None,
            kind=Examination.LEGALITY,
            verdict=Verdict.AGREE,
            words="",
        ),
    ),
    "a result of the government dated before the referral": (
        "referred",
        "result_before_referral",
        lambda c, case, m: government_says(c, case, dated=c.at.date() - timedelta(days=1)),
    ),
    "a result of the government dated ahead": (
        "referred",
        "paper_dated_ahead",
        lambda c, case, m: government_says(c, case, dated=c.at.date() + timedelta(days=1)),
    ),
    "a result of the government without its file": (
        "referred",
        "paper_without_file",
        lambda c, case, m: government_says(c, case, file=None),
    ),
    "a result of the government without its number": (
        "referred",
        "paper_without_number",
        lambda c, case, m: government_says(c, case, number=" "),
    ),
    "more from the government than the meeting agreed": (
        "referred",
        "amount_above_meeting",
        lambda c, case, m: government_says(
            c, case, result=Result.AGREED_WITH_CHANGES, amount=yuan(3_000_001), words="提高"
        ),
    ),
    "approval above the government's amount": (
        "referred",
        "above_ceiling",
        lambda c, case, m: (
            government_says(
                c, case, result=Result.AGREED_WITH_CHANGES, amount=yuan(2_000_000), words="核减"
            ),
            approve_now(c, case, amount=yuan(2_000_001)),
        ),
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_nothing_leaves_the_meeting_out_of_order(at_stage: AtStage, attempt: str) -> None:
    assert ATTEMPTS[attempt][1] in refusals_of(at_stage, ATTEMPTS[attempt])
