"""The acts of a meeting: who may do each, at which stage, and what stage follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.meeting.minutes import Stage, stage_refusals
from workflows.refusals import Refusal
from workflows.roles import ADMINISTRATORS, Actor, Role

_OFFICE = (Role.SECRETARY,)
_CHAIR = (Role.SECRETARY, Role.CONVENER)
_SITTING = (Role.MEMBER, Role.CONVENER)


@dataclass(frozen=True, slots=True)
class MeetingActRule:
    """Who may act at which stages; `to` is the stage that follows, None for the same."""

    by: tuple[Role, ...]
    at: tuple[Stage, ...]
    to: Stage | None = None


ACTS = {
    "put_on_agenda": MeetingActRule(_OFFICE, (Stage.CALLED,)),
    "take_off_agenda": MeetingActRule(_OFFICE, (Stage.CALLED,)),
    "send_papers": MeetingActRule(_OFFICE, (Stage.CALLED,), Stage.PAPERS_SENT),
    "move": MeetingActRule(_OFFICE, (Stage.CALLED, Stage.PAPERS_SENT)),
    "cancel": MeetingActRule(_CHAIR, (Stage.CALLED, Stage.PAPERS_SENT), Stage.CANCELLED),
    "open": MeetingActRule(_CHAIR, (Stage.PAPERS_SENT,), Stage.IN_SESSION),
    "sign_in": MeetingActRule((*_OFFICE, *_SITTING), (Stage.PAPERS_SENT, Stage.IN_SESSION)),
    "open_item": MeetingActRule(_CHAIR, (Stage.IN_SESSION,)),
    "give_opinion": MeetingActRule(_SITTING, (Stage.IN_SESSION,)),
    "conclude_item": MeetingActRule(_CHAIR, (Stage.IN_SESSION,)),
    "close": MeetingActRule(_CHAIR, (Stage.IN_SESSION,), Stage.CLOSED),
    "draft_minutes": MeetingActRule(_OFFICE, (Stage.CLOSED, Stage.DRAFTED), Stage.DRAFTED),
    "countersign": MeetingActRule(_SITTING, (Stage.DRAFTED,)),
    "issue_minutes": MeetingActRule((Role.CONVENER,), (Stage.DRAFTED,), Stage.ISSUED),
    "correct_minutes": MeetingActRule(_CHAIR, (Stage.ISSUED,)),
}

TOLD = frozenset({"call", "move", "cancel", "send_papers", "draft_minutes"})
"""Acts of which everybody who sits at the meeting, and its office, is told."""


def act_refusals(action: str, *, stage: Stage, district: str, actor: Actor) -> Iterator[Refusal]:
    """Why this person may not do this now: role, district and stage."""
    rule = ACTS[action]
    if not actor.roles & set(rule.by) or actor.roles & ADMINISTRATORS:
        yield Refusal("not_your_step", {"roles": rule.by})
    if actor.district != district:
        yield Refusal("beyond_your_reach")
    yield from stage_refusals(stage, *rule.at)


def stage_after(action: str, stage: Stage) -> Stage:
    """Where the meeting stands after the act."""
    return ACTS[action].to or stage
