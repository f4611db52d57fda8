"""Opinions and votes on an item: who may give one, in which order, and how they count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflows.meeting.quorum import Presence, Roll, Seat, seat_of
from workflows.meeting.settings import DecisionRule, Mode
from workflows.refusals import Refusal


class Choice(StrEnum):
    """What a member says: for, against, or neither."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One department's opinion on one item, given by the person who sits for it."""

    department: str
    person: int
    choice: Choice
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of an item and whether it passed under its rule."""

    in_favor: int
    against: int
    abstained: int
    present: int
    mode: Mode
    passed: bool


def opinion_refusals(
    opinion: Opinion,
    *,
    seats: Sequence[Seat],
    came: Sequence[Presence],
    roll: Roll,
    given: Sequence[Opinion],
    recused: Collection[int],
) -> Iterator[Refusal]:
    """Why an opinion may not be taken: one a department, none of the recused, convener last."""
    seat = seat_of(seats, opinion.department)
    if seat is None:
        yield Refusal("department_not_seated", {"department": opinion.department})
        return
    if not seat.votes:
        yield Refusal("observer_has_no_vote", {"department": opinion.department})
    if opinion.person in recused or opinion.department in roll.recused:
        yield Refusal("recused_may_not_vote", {"department": opinion.department})
    sitting = next((one.person for one in came if one.department == opinion.department), None)
    if sitting is None or sitting != opinion.person:
        yield Refusal("voter_not_present", {"department": opinion.department})
    elif opinion.department not in roll.present and opinion.department in roll.entitled:
        yield Refusal("voter_came_late", {"department": opinion.department})
    if any(opinion.department == one.department or opinion.person == one.person for one in given):
        yield Refusal("voted_already", {"department": opinion.department})
    if opinion.choice is not Choice.FOR and not opinion.reason.strip():
        yield Refusal("dissent_without_reason", {"department": opinion.department})
    waiting = missing(roll, given, without=opinion.department)
    if seat.convener and waiting:
        yield Refusal("convener_speaks_last", {"departments": waiting})


def missing(roll: Roll, given: Sequence[Opinion], *, without: str = "") -> tuple[str, ...]:
    """The departments present that have not given an opinion yet."""
    spoken = {one.department for one in given} | {without}
    return tuple(name for name in roll.present if name not in spoken)


def tally(roll: Roll, given: Sequence[Opinion], rule: DecisionRule) -> Tally:
    """Count the opinions of those present; abstentions stay in the denominator."""
    counted = [one.choice for one in given if one.department in roll.present]
    in_favor = counted.count(Choice.FOR)
    against, abstained = counted.count(Choice.AGAINST), counted.count(Choice.ABSTAIN)
    present = len(roll.present)
    unanimous = bool(present) and in_favor == present
    passed = unanimous if rule.mode is Mode.CONSENSUS else rule.passes(in_favor, present)
    return Tally(in_favor, against, abstained, present, rule.mode, passed and roll.quorate)
