"""Minutes (会议纪要): when they may be drafted, signed and issued, and how they are corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflows.meeting.quorum import Presence, Seat
from workflows.refusals import Refusal


class ItemStanding(StrEnum):
    """Where an item stands at its meeting."""

    WAITING = "waiting"
    OPEN = "open"
    CONCLUDED = "concluded"
    NOT_HEARD = "not_heard"
    """Taken off or never opened, for want of a quorum or of time; it may be put on again."""


class Stage(StrEnum):
    """Where a meeting stands, from its calling to its minutes."""

    CALLED = "called"
    PAPERS_SENT = "papers_sent"
    IN_SESSION = "in_session"
    CLOSED = "closed"
    DRAFTED = "drafted"
    ISSUED = "issued"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Signature:
    """A member's signature under one version of the draft."""

    department: str
    person: int
    version: int


def stage_refusals(stage: Stage, *allowed: Stage) -> Iterator[Refusal]:
    """An act has its stage: nothing of a meeting is skipped, repeated or taken out of order."""
    if stage not in allowed:
        yield Refusal("meeting_stage", {"stage": stage})


def closing_refusals(items: Sequence[ItemStanding]) -> Iterator[Refusal]:
    """A meeting does not close over an open item."""
    still_open = items.count(ItemStanding.OPEN)
    if still_open:
        yield Refusal("items_open", {"count": still_open})


def drafting_refusals(items: Sequence[ItemStanding]) -> Iterator[Refusal]:
    """Minutes are drafted from what was recorded: every item is concluded or was not heard."""
    undone = sum(item in (ItemStanding.OPEN, ItemStanding.WAITING) for item in items)
    if undone:
        yield Refusal("items_open", {"count": undone})


def signers(seats: Sequence[Seat], came: Sequence[Presence]) -> dict[str, int]:
    """Who countersigns: everyone who sat with a vote, by department."""
    voting = {seat.department for seat in seats if seat.votes}
    return {one.department: one.person for one in came if one.department in voting}


def signing_refusals(
    signature: Signature, *, expected: dict[str, int], given: Sequence[Signature], version: int
) -> Iterator[Refusal]:
    """Why a signature may not be taken: only who sat there, once, under the draft as it stands."""
    if expected.get(signature.department) != signature.person:
        yield Refusal("signer_was_not_there", {"department": signature.department})
    if signature.version != version:
        yield Refusal("draft_has_changed", {"version": version})
    if any(one.department == signature.department and one.version == version for one in given):
        yield Refusal("signed_already", {"department": signature.department})


def issuing_refusals(
    items: Sequence[ItemStanding],
    *,
    expected: dict[str, int],
    given: Sequence[Signature],
    version: int,
) -> Iterator[Refusal]:
    """Why the minutes may not be issued yet: an open item, or a countersignature is missing."""
    yield from drafting_refusals(items)
    signed = {one.department for one in given if one.version == version}
    unsigned = tuple(name for name in expected if name not in signed)
    if unsigned:
        yield Refusal("countersignatures_missing", {"departments": unsigned})


def correction_refusals(
    *, issued: bool, text: str, reason: str, items: Collection[int], item: int | None
) -> Iterator[Refusal]:
    """Issued minutes change only by a numbered correction that says what and why."""
    if not issued:
        yield Refusal("minutes_not_issued")
    if not text.strip():
        yield Refusal("correction_without_text")
    if not reason.strip():
        yield Refusal("correction_without_reason")
    if item is not None and item not in items:
        yield Refusal("correction_of_unknown_item", {"item": item})
