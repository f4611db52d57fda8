"""Who sits at a meeting, who came, and whether an item may be opened with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from workflows.meeting.settings import MeetingSettings
from workflows.refusals import Refusal

Item = TypeVar("Item", int, str)


@dataclass(frozen=True, slots=True)
class Seat:
    """A department's place at one meeting: one vote, or none for an observer."""

    department: str
    holder: int
    """The member's user id."""
    votes: bool = True
    convener: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """Who came for a seat: its holder, or a delegate whose letter is named."""

    department: str
    person: int
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """Who counts for one item; recused seats are out of the denominator (practice 2.2)."""

    entitled: tuple[str, ...]
    present: tuple[str, ...]
    recused: tuple[str, ...]
    needed: int

    @property
    def quorate(self) -> bool:
        """Whether enough of the entitled departments are present; nobody entitled is no quorum."""
        return bool(self.entitled) and len(self.present) >= self.needed


def seating_refusals(
    seats: Sequence[Seat], *, departments: Collection[str], settings: MeetingSettings
) -> Iterator[Refusal]:
    """What is wrong with a list of members; `departments` are those of the district today."""
    conveners = [seat for seat in seats if seat.convener]
    if len(conveners) != 1:
        yield Refusal("meeting_needs_one_convener", {"count": len(conveners)})
    if any(not seat.votes for seat in conveners):
        yield Refusal("convener_is_observer")
    for name in _repeated([seat.department for seat in seats]):
        yield Refusal("department_seated_twice", {"department": name})
    for person in _repeated([seat.holder for seat in seats]):
        yield Refusal("person_seated_twice", {"person": person})
    for seat in seats:
        if seat.department not in departments:
            yield Refusal("department_abolished", {"department": seat.department})
        if seat.votes and seat.department in settings.without_vote:
            yield Refusal("department_has_no_vote", {"department": seat.department})
    voting = {seat.department for seat in seats if seat.votes}
    for name in settings.must_attend:
        if name in departments and name not in voting:
            yield Refusal("department_must_be_seated", {"department": name})


def attendance_refusals(
    seats: Sequence[Seat], came: Sequence[Presence], newcomer: Presence
) -> Iterator[Refusal]:
    """Why somebody may not be entered on the attendance list; a delegate needs a letter."""
    seat = seat_of(seats, newcomer.department)
    if seat is None:
        yield Refusal("department_not_seated", {"department": newcomer.department})
        return
    if any(one.department == newcomer.department for one in came):
        yield Refusal("seat_taken", {"department": newcomer.department})
    if any(one.person == newcomer.person for one in came):
        yield Refusal("person_sits_already", {"person": newcomer.person})
    if newcomer.person != seat.holder:
        if not (newcomer.letter or "").strip():
            yield Refusal("delegate_without_letter", {"department": newcomer.department})
        if any(other.holder == newcomer.person for other in seats):
            yield Refusal("delegate_has_own_seat", {"department": newcomer.department})


def roll_for(
    seats: Sequence[Seat],
    came: Sequence[Presence],
    *,
    recused: Collection[int],
    settings: MeetingSettings,
) -> Roll:
    """Who counts for an item from which the users `recused` are recused.

    A seat is out when its member or the delegate who came for it is recused: a letter does not
    carry a recused member's vote.
    """
    person_of = {one.department: one.person for one in came}
    out = {
        seat.department
        for seat in seats
        if seat.holder in recused or person_of.get(seat.department) in recused
    }
    voting = [seat.department for seat in seats if seat.votes]
    entitled = tuple(name for name in voting if name not in out)
    return Roll(
        entitled=entitled,
        present=tuple(name for name in entitled if name in person_of),
        recused=tuple(name for name in voting if name in out),
        needed=ceil(len(entitled) * settings.quorum_share),
    )


def opening_refusals(roll: Roll, settings: MeetingSettings) -> Iterator[Refusal]:
    """Why an item may not be opened with those present: no quorum, no resolution."""
    if not roll.quorate:
        yield Refusal(
            "item_without_quorum",
            {"present": len(roll.present), "needed": roll.needed, "entitled": len(roll.entitled)},
        )
    for name in settings.must_attend:
        if name in roll.entitled and name not in roll.present:
            yield Refusal("department_must_attend", {"department": name})


def seat_of(seats: Sequence[Seat], department: str) -> Seat | None:
    """The department's seat, if it has one."""
    return next((seat for seat in seats if seat.department == department), None)


def _repeated(items: list[Item]) -> list[Item]:
    return [item for item, count in Counter(items).items() if count > 1]
