"""What is refused before a meeting hears anything."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from casework.commands import files, recuse
from casework.commands.joint_meeting import call, hold, minutes, move
from tests.office.meeting_stages import (
    AtStage,
    Attempts,
    abolish,
    approve_now,
    conclude_with,
    declare,
    give,
    government_says,
    refusals_of,
)

ATTEMPTS: Attempts = {
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
        lambda c, case, m: give(c, m, "xc-czj"),
    ),
    "minutes before the meeting": (
        "called",
        "items_open",
        lambda c, case, m: c.do(minutes.draft, by=c.secretary, meeting=m),
    ),
    "approval instead of the meeting": (
        "called",
        "step_not_open",
        lambda c, case, m: approve_now(c, case),
    ),
    "the government's result instead of the meeting": (
        "called",
        "resolution_missing",
        lambda c, case, m: government_says(c, case),
    ),
    "a meeting opened before its day": (
        "papers_sent",
        "meeting_not_begun",
        lambda c, case, m: c.do(hold.open_meeting, by=c.convener, meeting=m),
    ),
    "a vote before the day of the meeting": (
        "papers_sent",
        "item_not_open",
        lambda c, case, m: give(c, m, "xc-czj"),
    ),
    "a meeting moved into the past": (
        "papers_sent",
        "meeting_in_the_past",
        lambda c, case, m: c.do(
            move.move,
            by=c.secretary,
            meeting=m,
            starts_at=c.at - timedelta(days=1),
            place="",
            reason="补记",
        ),
    ),
    "a member whose department was abolished since the calling": (
        "papers_sent",
        "department_abolished",
        lambda c, case, m: abolish(c, "xc-rsj").do(
            hold.sign_in,
            by=c.seats["xc-rsj"],
            meeting=m,
            department_id="xc-rsj",
            person_id=c.seats["xc-rsj"].user_id,
        ),
    ),
    "a delegate whose letter is not a document": (
        "papers_sent",
        "file_kind_not_allowed",
        lambda c, case, m: c.sign_in(
            m,
            "xc-rsj",
            c.desk.cast.other_approver,
            letter_number="委〔2026〕1号",
            letter=files.store(
                Path("nowhere"), name="委托书.pdf", content=b"MZ" + bytes(99), most_bytes=999
            ),
        ),
    ),
    "a delegate without a letter": (
        "papers_sent",
        "delegate_without_letter",
        lambda c, case, m: c.do(
            hold.sign_in,
            by=c.secretary,
            meeting=m,
            department_id="xc-rsj",
            person_id=c.desk.cast.other_approver.user_id,
        ),
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
        lambda c, case, m: give(c, m, "xc-czj"),
    ),
    "a result of an item that is not open": (
        "in_session",
        "item_not_open",
        lambda c, case, m: conclude_with(c, m),
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
    "a recusal decided by the person": (
        "in_session",
        "recusal_decided_by_the_person",
        lambda c, case, m: (
            declare(c, case, c.seats["xc-zfb"]),
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
            declare(c, case, c.seats["xc-kxj"]),
            c.do(hold.open_item, by=c.convener, meeting=m, position=1),
        ),
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_nothing_is_skipped_before_the_meeting(at_stage: AtStage, attempt: str) -> None:
    assert ATTEMPTS[attempt][1] in refusals_of(at_stage, ATTEMPTS[attempt])
