"""The district government (区政府): referred to after the meeting, its result after that."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.facts import Result
from workflows.meeting.results import CARRIES
from workflows.meeting.settings import Examination, MeetingSettings
from workflows.money import Money
from workflows.refusals import Refusal


class Verdict(StrEnum):
    """What an examination finds."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    DISAGREE = "disagree"


class GovernmentMeeting(StrEnum):
    """The kind of government meeting that decided."""

    SPECIAL = "special"  # 专题会
    EXECUTIVE = "executive"  # 常务会
    PARTY_COMMITTEE = "party_committee"  # 区委常委会


@dataclass(frozen=True, slots=True)
class Answer:
    """The government's result as it is recorded."""

    result: Result
    dated: date
    number: str
    has_file: bool
    amount: Money | None = None
    words: str = ""


def referral_refusals(
    *, minutes_issued_on: date | None, dated: date, number: str, has_file: bool, on: date
) -> Iterator[Refusal]:
    """Why a case may not be referred: the minutes come first; the request is a numbered paper."""
    if minutes_issued_on is None:
        yield Refusal("minutes_not_issued")
    elif dated < minutes_issued_on:
        yield Refusal("referral_before_minutes", {"day": minutes_issued_on})
    yield from _paper_refusals(dated, number, has_file, on)


def examination_refusals(
    kind: Examination,
    *,
    department: str | None,
    verdict: Verdict,
    words: str,
    given: Collection[Examination],
    settings: MeetingSettings,
) -> Iterator[Refusal]:
    """Why an opinion may not be given: it is another department's, it is given, or says nothing."""
    if department not in settings.examiners[kind]:
        yield Refusal("examination_of_other_department", {"kind": kind})
    if kind in given:
        yield Refusal("examination_given_already")
    if verdict is not Verdict.AGREE and not words.strip():
        yield Refusal("result_without_reason")


def answer_refusals(
    answer: Answer,
    *,
    referred_on: date | None,
    held_on: date,
    agreed: Money | None,
    examined: Collection[Examination],
    on: date,
) -> Iterator[Refusal]:
    """Why a result may not be recorded: out of order, without its paper, above what was agreed.

    `held_on` is the joint meeting's day and `agreed` the amount it proposed.
    """
    if answer.result is Result.REFERRED:
        yield Refusal("government_cannot_refer")
    if referred_on is None:
        yield Refusal("not_referred")
    elif answer.dated < referred_on:
        yield Refusal("result_before_referral", {"day": referred_on})
    if answer.dated < held_on:
        yield Refusal("result_before_meeting", {"day": held_on})
    missing = tuple(kind for kind in Examination if kind not in examined)
    if missing:
        yield Refusal("examinations_missing", {"kinds": missing})
    yield from _paper_refusals(answer.dated, answer.number, answer.has_file, on)
    yield from _amount_refusals(answer, agreed)
    if answer.result is not Result.AGREED and not answer.words.strip():
        yield Refusal("result_without_reason")


def _amount_refusals(answer: Answer, agreed: Money | None) -> Iterator[Refusal]:
    if answer.result in CARRIES and (answer.amount is None or answer.amount.fen <= 0):
        yield Refusal("item_amount_missing")
    if answer.result not in CARRIES and answer.amount is not None:
        yield Refusal("item_amount_not_due")
    if answer.amount is not None and agreed is not None and answer.amount > agreed:
        yield Refusal("amount_above_meeting", {"amount": answer.amount, "agreed": agreed})
    changed = answer.amount is not None and answer.amount != agreed
    if changed and answer.result is Result.AGREED:
        yield Refusal(
            "amount_changed_needs_changes", {"amount": answer.amount, "recommended": agreed}
        )


def _paper_refusals(dated: date, number: str, has_file: bool, on: date) -> Iterator[Refusal]:
    if dated > on:
        yield Refusal("paper_dated_ahead", {"day": dated})
    if not number.strip():
        yield Refusal("paper_without_number")
    if not has_file:
        yield Refusal("paper_without_file")
