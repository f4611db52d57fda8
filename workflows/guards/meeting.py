"""The joint meeting and, after it, the district government (ruling 26)."""

from __future__ import annotations

from workflows.facts import CaseFacts, GovernmentFacts, MeetingFacts, Result
from workflows.refusals import Refusal
from workflows.roles import Actor

_PASSED_ON = (Result.AGREED, Result.AGREED_WITH_CHANGES, Result.REFERRED)
_AGREED = (Result.AGREED, Result.AGREED_WITH_CHANGES)


def meeting_agreed(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The meeting has agreed, or passed the case on; changes it asked for are confirmed."""
    if facts.meeting is None:
        return Refusal("resolution_missing")
    if facts.meeting.result not in _PASSED_ON:
        return Refusal("meeting_did_not_agree")
    if facts.meeting.result is Result.AGREED_WITH_CHANGES and not facts.meeting.changes_confirmed:
        return Refusal("changes_unconfirmed")
    return None


def meeting_did_not_agree(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The meeting has resolved not to support the case."""
    if facts.meeting is None:
        return Refusal("resolution_missing")
    return None if facts.meeting.result is Result.NOT_AGREED else Refusal("meeting_agreed")


def quorate(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """No quorum, no resolution."""
    if facts.meeting is not None and not facts.meeting.quorate:
        return Refusal("no_quorum")
    return None


def minutes_issued(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """No case leaves the meeting before its numbered minutes are issued."""
    if facts.meeting is not None and not (facts.meeting.minutes_issued and facts.meeting.number):
        return Refusal("minutes_not_issued")
    return None


def meeting_was_held(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The meeting's day is not in the future."""
    if facts.meeting is not None and facts.meeting.held_on > facts.today:
        return Refusal("meeting_in_future", {"held_on": facts.meeting.held_on})
    return None


def resolved_within_ceiling(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The meeting names an amount, and not above the ceiling."""
    return _amount_within_ceiling(facts, facts.meeting)


def government_result_complete(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The government's result has its number and its file."""
    if facts.government is None:
        return Refusal("government_result_missing")
    if not facts.government.number or not facts.government.file_kept:
        return Refusal("government_result_unproved")
    return None


def government_after_meeting(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The government decided after the meeting resolved, and not in the future."""
    if facts.government is None:
        return None
    decided = facts.government.decided_on
    if decided > facts.today:
        return Refusal("government_in_future", {"decided_on": decided})
    if facts.meeting is None or decided < facts.meeting.held_on:
        return Refusal("government_before_meeting", {"decided_on": decided})
    return None


def government_opinions_in(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """Legality, competition and budget opinions have come in."""
    if facts.government is not None and facts.government.opinions_missing:
        return Refusal("referral_opinions_missing", {"opinions": facts.government.opinions_missing})
    return None


def government_within_ceiling(facts: CaseFacts, actor: Actor) -> Refusal | None:
    """The government names an amount, and not above the ceiling."""
    return _amount_within_ceiling(facts, facts.government)


def goes_to_approval(facts: CaseFacts) -> bool:
    """Branch: the meeting's resolution is enough."""
    return not facts.goes_to_government


def goes_to_government(facts: CaseFacts) -> bool:
    """Branch: one case, one policy, or the meeting passed it on."""
    return facts.goes_to_government


def government_agreed(facts: CaseFacts) -> bool:
    """Branch: the government agreed; also where no result is recorded yet, so that this is said."""
    return facts.government is None or facts.government.result in _AGREED


def government_did_not_agree(facts: CaseFacts) -> bool:
    """Branch: the government does not support the case."""
    return facts.government is not None and facts.government.result is Result.NOT_AGREED


def government_sent_back(facts: CaseFacts) -> bool:
    """Branch: the government wants more work before it decides."""
    return facts.government is not None and facts.government.result in (
        Result.POSTPONED,
        Result.REFERRED,
    )


def _amount_within_ceiling(
    facts: CaseFacts, body: MeetingFacts | GovernmentFacts | None
) -> Refusal | None:
    if body is None:
        return None
    if body.amount is None:
        return Refusal("resolved_amount_missing")
    ceiling = None if facts.assessment is None else facts.assessment.ceiling
    if ceiling is not None and body.amount > ceiling:
        return Refusal("above_ceiling", {"amount": body.amount, "ceiling": ceiling})
    return None
