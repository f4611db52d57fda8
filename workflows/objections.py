"""Objections, reports and complaints (异议、举报、投诉): three kinds, examined by an outsider."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.refusals import Refusal
from workflows.roles import Actor, Role
from workflows.workdays import DueDate, WorkCalendar


class ObjectionKind(StrEnum):
    """Who complains of what."""

    OBJECTION = "objection"  # 异议: against a result under notice
    REPORT = "report"  # 举报: anyone, about the applicant
    COMPLAINT = "complaint"  # 投诉: anyone, about officials


class Outcome(StrEnum):
    """How it ends."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a kind asks of who raises it, and whether the case waits for the answer."""

    real_name: bool
    during_notice: bool
    stops_case: bool


RULES = {
    ObjectionKind.OBJECTION: KindRule(real_name=True, during_notice=True, stops_case=True),
    ObjectionKind.REPORT: KindRule(real_name=False, during_notice=False, stops_case=True),
    ObjectionKind.COMPLAINT: KindRule(real_name=True, during_notice=False, stops_case=False),
}
EXTENSIONS = 1
_MAY_KNOW = frozenset({Role.OBJECTION_EXAMINER, Role.AUDITOR})


def name_is_withheld(kind: ObjectionKind, *, taken_down_by: int | None, actor: Actor) -> bool:
    """Whether the person who reported (举报) is kept from an officer.

    Examiners and auditors know, and whoever took the report down; nobody who handles the case.
    """
    if kind is not ObjectionKind.REPORT:
        return False
    return not actor.roles & _MAY_KNOW and taken_down_by not in actor.persons


def receiving_refusals(
    kind: ObjectionKind, *, raised_by: str, grounds: str, received_on: date, last_day: date | None
) -> Iterator[Refusal]:
    """Why it may not be received; `last_day` of the notice, None where none hangs."""
    rule = RULES[kind]
    if rule.real_name and not raised_by.strip():
        yield Refusal("objection_without_name")
    if not grounds.strip():
        yield Refusal("objection_without_grounds")
    if rule.during_notice and last_day is None:
        yield Refusal("no_notice_hangs")
    elif rule.during_notice and last_day is not None and received_on > last_day:
        yield Refusal("objection_too_late", {"day": last_day})


def examiner_refusals(
    examiner: int, *, handled_by: Collection[int], recused: Collection[int]
) -> Iterator[Refusal]:
    """It is examined by somebody who did not handle the case in any capacity, nor is recused."""
    if examiner in handled_by:
        yield Refusal("took_part")
    if examiner in recused:
        yield Refusal("recused")


def settling_refusals(*, examined: bool, answer: str, settled: bool) -> Iterator[Refusal]:
    """Why an answer may not be given: nobody examined it, it says nothing, it was given before."""
    if settled:
        yield Refusal("objection_settled_already")
    if not examined:
        yield Refusal("objection_unexamined")
    if not answer.strip():
        yield Refusal("objection_without_answer")


def answer_due(
    received_on: date, working_days: int, extended: int, calendar: WorkCalendar
) -> DueDate:
    """By when it is answered; every extension adds the same working days again."""
    return calendar.add_workdays(received_on, working_days * (1 + extended))


def extension_refusals(*, extended: int, reason: str) -> Iterator[Refusal]:
    """The time may be extended once, with a reason."""
    if extended >= EXTENSIONS:
        yield Refusal("objection_extended_already")
    if not reason.strip():
        yield Refusal("extension_without_reason")
