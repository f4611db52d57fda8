"""Every attempt to skip, reorder, or vote against the rules is refused: a table of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from casework.commands import approve, deliberation, recuse
from casework.commands.joint_meeting import call, carry, hold, minutes
from casework.commands.joint_meeting.call import Place
from casework.db import Database
from tests.office.council import MEMBERS, OBSERVERS, Council, gather_council
from tests.office.desk import a_file
from workflows.facts import Result
from workflows.meeting.government import GovernmentMeeting, Verdict
from workflows.meeting.recusal import RecusalGround
from workflows.meeting.settings import Examination
from workflows.meeting.votes import Choice
from workflows.money import yuan
from workflows.refusals import Refused


@pytest.fixture
def council(sqlite_database: Database) -> Council:
    """An office with a joint meeting; what is refused is refused by the rule book alone."""
    return gather_council(sqlite_database)


def _before(stage: str) -> Callable[[Council], tuple[str, str]]:
    """A case and a meeting brought to a stage."""

    def bring(council: Council) -> tuple[str, str]:
        case = council.nominated()
        if stage == "called":
            meeting = council.called()
            council.do(call.put_on_agenda, by=council.secretary, meeting=meeting, references=[case])
            return case, meeting
        meeting = council.in_session([case])
        if stage == "in_session":
            return case, meeting
        council.do(hold.open_item, by=council.convener, meeting=meeting, position=1)
        if stage == "item_open":
            return case, meeting
        council.voted(meeting, 1)
        if stage == "voted":
            return case, meeting
        council.concluded(meeting, 1)
        if stage == "concluded":
            return case, meeting
        council.do(hold.close_meeting, by=council.convener, meeting=meeting)
        council.do(minutes.draft, by=council.secretary, meeting=meeting)
        if stage == "drafted":
            return case, meeting
        council.countersigned(meeting, version=1)
        council.do(minutes.issue_minutes, by=council.convener, meeting=meeting)
        if stage == "referred":
            council.referred(case)
        return case, meeting

    return bring


def _call(council: Council, **changed: object) -> object:
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


def _opinion(council: Council, meeting: str, name: str, choice: Choice = Choice.FOR) -> object:
    return council.do(
        hold.give_opinion, by=council.seats[name], meeting=meeting, position=1, choice=choice
    )


def _conclude(council: Council, meeting: str, **changed: object) -> object:
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


def _government(council: Council, case: str, **changed: object) -> object:
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


def _refer(council: Council, case: str, **changed: object) -> object:
    given = {
        "reference": case,
        "seen": None,
        "number": "请〔2026〕9号",
        "dated": council.at.date(),
        "file": a_file("request"),
        **changed,
    }
    return council.do(deliberation.refer, by=council.secretary, **given)


def _approve(council: Council, case: str, **more: object) -> object:
    return council.desk(approve.approve, case, by=council.desk.cast.approver, seen=None, **more)


CALLING: dict[str, tuple[str, Callable[[Council], object]]] = {
    "a meeting in the past": (
        "meeting_in_the_past",
        lambda c: _call(c, starts_at=c.at - timedelta(days=1)),
    ),
    "a meeting without convener": (
        "meeting_needs_one_convener",
        lambda c: _call(
            c, members=[Place(name, c.seats[name].user_id) for name in (*MEMBERS, "xc-zfb")]
        ),
    ),
    "a voting seat for the auditors": (
        "department_has_no_vote",
        lambda c: _call(
            c,
            members=[
                Place(name, who.user_id, votes=True, convener=name == "xc-zfb")
                for name, who in c.seats.items()
            ],
        ),
    ),
    "a meeting without finance": (
        "department_must_be_seated",
        lambda c: _call(
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
        lambda c: _call(
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
        lambda c: _call(
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

Held = Callable[[Council, str, str], object]
HELD: dict[str, tuple[str, str, Held]] = {
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
        lambda c, case, m: _opinion(c, m, "xc-czj"),
    ),
    "minutes before the meeting": (
        "called",
        "items_open",
        lambda c, case, m: c.do(minutes.draft, by=c.secretary, meeting=m),
    ),
    "approval instead of the meeting": (
        "called",
        "step_not_open",
        lambda c, case, m: _approve(c, case),
    ),
    "the government's result instead of the meeting": (
        "called",
        "resolution_missing",
        lambda c, case, m: _government(c, case),
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
        lambda c, case, m: _opinion(c, m, "xc-czj"),
    ),
    "a result of an item that is not open": (
        "in_session",
        "item_not_open",
        lambda c, case, m: _conclude(c, m),
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
    "an item opened twice": (
        "item_open",
        "item_not_waiting",
        lambda c, case, m: c.do(hold.open_item, by=c.convener, meeting=m, position=1),
    ),
    "the convener's vote before the others": (
        "item_open",
        "convener_speaks_last",
        lambda c, case, m: _opinion(c, m, "xc-zfb"),
    ),
    "an observer's vote": (
        "item_open",
        "observer_has_no_vote",
        lambda c, case, m: _opinion(c, m, "xc-sjj"),
    ),
    "dissent without a reason": (
        "item_open",
        "dissent_without_reason",
        lambda c, case, m: _opinion(c, m, "xc-czj", Choice.AGAINST),
    ),
    "a result with opinions outstanding": (
        "item_open",
        "opinions_outstanding",
        lambda c, case, m: _conclude(c, m),
    ),
    "closing over an open item": (
        "item_open",
        "items_open",
        lambda c, case, m: c.do(hold.close_meeting, by=c.convener, meeting=m),
    ),
    "a second vote": (
        "voted",
        "voted_already",
        lambda c, case, m: _opinion(c, m, "xc-czj"),
    ),
    "an amount above the ceiling": (
        "voted",
        "above_ceiling",
        lambda c, case, m: _conclude(
            c, m, result=Result.AGREED_WITH_CHANGES, amount=yuan(3_000_001), reason="提高"
        ),
    ),
    "a changed amount recorded as plainly agreed": (
        "voted",
        "amount_changed_needs_changes",
        lambda c, case, m: _conclude(c, m, amount=yuan(2_000_000)),
    ),
    "a passed item recorded as not agreed": (
        "voted",
        "votes_were_enough",
        lambda c, case, m: _conclude(c, m, result=Result.NOT_AGREED, amount=None, reason="否"),
    ),
    "a result carried out by a department of another district": (
        "voted",
        "department_abolished",
        lambda c, case, m: _conclude(c, m, responsible="tz-cyb"),
    ),
    "a second result": (
        "concluded",
        "item_not_open",
        lambda c, case, m: _conclude(c, m),
    ),
    "leaving the meeting before the minutes": (
        "concluded",
        "nothing_to_carry_over",
        lambda c, case, m: c.desk(carry.release, case, by=c.convener, seen=None),
    ),
    "a referral before the minutes": (
        "concluded",
        "minutes_not_issued",
        lambda c, case, m: _refer(c, case),
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
        lambda c, case, m: _approve(c, case),
    ),
    "the government's result before the referral": (
        "issued",
        "not_referred",
        lambda c, case, m: _government(c, case),
    ),
    "a referral dated before the minutes": (
        "issued",
        "referral_before_minutes",
        lambda c, case, m: _refer(c, case, dated=c.at.date() - timedelta(days=1)),
    ),
    "a referral without file and number": (
        "issued",
        "paper_without_file",
        lambda c, case, m: _refer(c, case, file=None, number=""),
    ),
    "a second referral": (
        "referred",
        "referred_already",
        lambda c, case, m: _refer(c, case),
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
        lambda c, case, m: _government(c, case, dated=c.at.date() - timedelta(days=1)),
    ),
    "a result of the government dated ahead": (
        "referred",
        "paper_dated_ahead",
        lambda c, case, m: _government(c, case, dated=c.at.date() + timedelta(days=1)),
    ),
    "a result of the government without its file": (
        "referred",
        "paper_without_file",
        lambda c, case, m: _government(c, case, file=None),
    ),
    "a result of the government without its number": (
        "referred",
        "paper_without_number",
        lambda c, case, m: _government(c, case, number=" "),
    ),
    "more from the government than the meeting agreed": (
        "referred",
        "amount_above_meeting",
        lambda c, case, m: _government(
            c, case, result=Result.AGREED_WITH_CHANGES, amount=yuan(3_000_001), words="提高"
        ),
    ),
    "approval above the government's amount": (
        "referred",
        "above_ceiling",
        lambda c, case, m: (
            _government(
                c, case, result=Result.AGREED_WITH_CHANGES, amount=yuan(2_000_000), words="核减"
            ),
            _approve(c, case, amount=yuan(2_000_001)),
        ),
    ),
    "a recusal decided by the person": (
        "in_session",
        "recusal_decided_by_the_person",
        lambda c, case, m: (
            _declare(c, case, "xc-zfb"),
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
            _declare(c, case, "xc-kxj"),
            c.do(hold.open_item, by=c.convener, meeting=m, position=1),
        ),
    ),
    "a vote of somebody recused while the item is open": (
        "item_open",
        "recused_may_not_vote",
        lambda c, case, m: (_declare(c, case, "xc-kxj"), _opinion(c, m, "xc-kxj")),
    ),
}


def _declare(council: Council, case: str, name: str) -> object:
    return council.desk(
        recuse.raise_recusal,
        case,
        by=council.seats[name],
        seen=None,
        person_id=council.seats[name].user_id,
        ground=RecusalGround.FINANCIAL_INTEREST,
        reason="持有该企业股份",
    )


@pytest.mark.parametrize("attempt", CALLING, ids=str)
def test_a_meeting_is_not_called_against_the_rules(council: Council, attempt: str) -> None:
    code, attempted = CALLING[attempt]

    with pytest.raises(Refused) as refused:
        attempted(council)

    assert code in [refusal.code for refusal in refused.value.refusals]


@pytest.mark.parametrize("attempt", HELD, ids=str)
def test_nothing_is_skipped_or_reordered(council: Council, attempt: str) -> None:
    stage, code, attempted = HELD[attempt]
    case, meeting = _before(stage)(council)

    with pytest.raises(Refused) as refused:
        attempted(council, case, meeting)

    assert code in [refusal.code for refusal in refused.value.refusals]
