"""Papers, recusal, minutes and the government's answer: nothing out of order."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.rules.meeting.test_quorum import SEATS, came, codes
from workflows.facts import Result
from workflows.meeting import government, minutes, papers, recusal
from workflows.meeting.government import Answer
from workflows.meeting.minutes import ItemStanding, Signature, Stage
from workflows.meeting.recusal import RecusalClaim, Standing
from workflows.meeting.settings import Examination, default_settings
from workflows.money import yuan
from workflows.workdays import official_calendar

CALENDAR = official_calendar()
TWO = {"office": 1, "finance": 2}
DONE = (ItemStanding.CONCLUDED, ItemStanding.NOT_HEARD)


def test_a_meeting_is_called_ahead() -> None:
    then = datetime(2026, 5, 12, 1, tzinfo=UTC)

    assert codes(papers.convening_refusals(then, at=then)) == ["meeting_in_the_past"]
    assert codes(papers.convening_refusals(then, at=datetime(2026, 5, 1, tzinfo=UTC))) == []


@pytest.mark.parametrize(
    ("sent_on", "refusals"),
    [
        (date(2026, 5, 8), []),  # Friday; Saturday 9 May is a make-up day, Sunday is not
        (date(2026, 5, 9), ["papers_too_late"]),
        (date(2026, 5, 12), ["papers_too_late"]),
    ],
)
def test_papers_go_out_three_working_days_ahead(sent_on: date, refusals: list[str]) -> None:
    found = papers.sending_refusals(
        date(2026, 5, 12), sent_on=sent_on, settings=default_settings(), calendar=CALENDAR
    )

    assert codes(found) == refusals


def test_a_meeting_begins_neither_early_nor_without_papers() -> None:
    then = datetime(2026, 5, 12, 1, tzinfo=UTC)
    early = datetime(2026, 5, 11, tzinfo=UTC)

    assert codes(papers.opening_refusals(then, papers_sent=False, at=early)) == [
        "meeting_not_begun",
        "papers_not_sent",
    ]
    assert codes(papers.opening_refusals(then, papers_sent=True, at=then)) == []


def test_who_declares_a_recusal_is_out_at_once_and_who_is_accused_only_when_ordered() -> None:
    claims = [
        RecusalClaim(person=1, raised_by=1, standing=Standing.PENDING),
        RecusalClaim(person=2, raised_by=9, standing=Standing.PENDING),
        RecusalClaim(person=3, raised_by=9, standing=Standing.ORDERED),
        RecusalClaim(person=4, raised_by=4, standing=Standing.DISMISSED),
    ]

    assert recusal.kept_out(claims) == {1, 3}
    assert codes(recusal.opening_refusals(claims)) == ["recusal_undecided"]


def test_nobody_decides_their_own_recusal_nor_twice_nor_without_a_reason() -> None:
    pending = RecusalClaim(person=1, raised_by=1, standing=Standing.PENDING)
    ordered = replace(pending, standing=Standing.ORDERED)

    assert codes(recusal.deciding_refusals(pending, decided_by=1, reason=" ")) == [
        "recusal_decided_by_the_person",
        "recusal_without_reason",
    ]
    assert codes(recusal.deciding_refusals(ordered, decided_by=9, reason="属实")) == [
        "recusal_decided_already"
    ]


def test_a_conflict_found_late_voids_the_review() -> None:
    ordered = RecusalClaim(person=3, raised_by=9, standing=Standing.ORDERED)

    assert recusal.review_is_void(ordered, reviewed_by={3, 4})
    assert not recusal.review_is_void(ordered, reviewed_by={4})
    assert not recusal.review_is_void(replace(ordered, standing=Standing.PENDING), reviewed_by={3})


def test_an_act_has_its_stage() -> None:
    assert codes(minutes.stage_refusals(Stage.CALLED, Stage.IN_SESSION)) == ["meeting_stage"]
    assert codes(minutes.stage_refusals(Stage.IN_SESSION, Stage.IN_SESSION)) == []


def test_a_meeting_does_not_close_over_an_open_item_nor_are_minutes_drafted() -> None:
    standing = (ItemStanding.CONCLUDED, ItemStanding.OPEN)

    assert codes(minutes.closing_refusals(standing)) == ["items_open"]
    assert codes(minutes.drafting_refusals((*DONE, ItemStanding.WAITING))) == ["items_open"]
    assert codes(minutes.drafting_refusals(DONE)) == []


def test_whoever_sat_with_a_vote_countersigns() -> None:
    assert minutes.signers(SEATS, came("office", "finance", "audit")) == TWO


def test_only_who_sat_there_signs_once_and_the_draft_as_it_stands() -> None:
    signature = Signature("office", 1, version=2)

    def refused(one: Signature, *given: Signature) -> list[str]:
        return codes(minutes.signing_refusals(one, expected=TWO, given=given, version=2))

    assert refused(signature) == []
    assert refused(signature, signature) == ["signed_already"]
    assert refused(replace(signature, person=9)) == ["signer_was_not_there"]
    assert refused(replace(signature, version=1)) == ["draft_has_changed"]


def test_minutes_are_issued_with_every_countersignature_under_the_last_draft() -> None:
    signed = [Signature("office", 1, 1), Signature("office", 1, 2), Signature("finance", 2, 1)]

    found = list(minutes.issuing_refusals(DONE, expected=TWO, given=signed, version=2))
    whole = [*signed, Signature("finance", 2, 2)]

    assert codes(found) == ["countersignatures_missing"]
    assert found[0].particulars["departments"] == ("finance",)
    assert codes(minutes.issuing_refusals(DONE, expected=TWO, given=whole, version=2)) == []


def test_issued_minutes_change_only_by_a_correction_with_text_and_reason() -> None:
    def refused(issued: bool, text: str, reason: str, item: int | None) -> list[str]:
        return codes(
            minutes.correction_refusals(
                issued=issued, text=text, reason=reason, items={1, 2}, item=item
            )
        )

    assert refused(True, "金额更正", "笔误", 2) == []
    assert refused(False, "", "", 9) == [
        "minutes_not_issued",
        "correction_without_text",
        "correction_without_reason",
        "correction_of_unknown_item",
    ]


ANSWER = Answer(Result.AGREED, date(2026, 6, 2), "政〔2026〕8号", True, yuan(800_000))


def answered(answer: Answer, **changed: object) -> list[str]:
    """Why the government's answer is not taken."""
    given = {
        "referred_on": date(2026, 5, 25),
        "held_on": date(2026, 5, 12),
        "agreed": yuan(800_000),
        "examined": set(Examination),
        "on": date(2026, 6, 5),
        **changed,
    }
    return codes(government.answer_refusals(answer, **given))  # type: ignore[arg-type]


def test_the_governments_answer_is_taken_in_order_with_number_and_file() -> None:
    assert answered(ANSWER) == []


def test_no_answer_before_referral_meeting_or_opinions_nor_without_its_paper() -> None:
    bare = replace(ANSWER, dated=date(2026, 5, 1), number=" ", has_file=False)

    assert answered(bare, examined={Examination.BUDGET}) == [
        "result_before_referral",
        "result_before_meeting",
        "examinations_missing",
        "paper_without_number",
        "paper_without_file",
    ]
    assert answered(ANSWER, referred_on=None) == ["not_referred"]
    assert answered(ANSWER, on=date(2026, 6, 1)) == ["paper_dated_ahead"]


def test_the_government_never_approves_above_the_meeting() -> None:
    above = replace(ANSWER, result=Result.AGREED_WITH_CHANGES, amount=yuan(800_001), words="提高")

    assert answered(above) == ["amount_above_meeting"]


def test_a_lower_amount_is_agreed_with_changes_and_a_reason() -> None:
    lower = replace(ANSWER, amount=yuan(500_000))

    assert answered(lower) == ["amount_changed_needs_changes"]
    assert answered(replace(lower, result=Result.AGREED_WITH_CHANGES, words="财力所限")) == []


def test_the_government_cannot_pass_it_on() -> None:
    assert "government_cannot_refer" in answered(replace(ANSWER, result=Result.REFERRED))


def test_a_refusal_of_the_government_has_a_reason_and_no_amount() -> None:
    refusal = replace(ANSWER, result=Result.NOT_AGREED)

    assert answered(refusal) == ["item_amount_not_due", "result_without_reason"]
    assert answered(replace(refusal, amount=None, words="不符合产业方向")) == []


def test_a_referral_follows_the_minutes_and_is_a_paper() -> None:
    def refused(issued_on: date | None, dated: date, number: str, has_file: bool) -> list[str]:
        return codes(
            government.referral_refusals(
                minutes_issued_on=issued_on,
                dated=dated,
                number=number,
                has_file=has_file,
                on=date(2026, 5, 26),
            )
        )

    assert refused(date(2026, 5, 20), date(2026, 5, 25), "请〔2026〕3号", True) == []
    assert refused(None, date(2026, 5, 25), "", False) == [
        "minutes_not_issued",
        "paper_without_number",
        "paper_without_file",
    ]
    assert refused(date(2026, 5, 20), date(2026, 5, 19), "1", True) == ["referral_before_minutes"]
