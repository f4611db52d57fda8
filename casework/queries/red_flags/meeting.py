"""Meetings without quorum or minutes, and departments whose silence was passed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import PAY, Found, Rows, Within, named
from casework.records.award import Award
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.ledger_entry import LedgerEntry
from casework.records.meeting.agenda import AgendaItem, ItemResult
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import Department
from casework.records.review import Finding, Opinion
from workflows.facts import Result, Route

_CARRIED = (Result.AGREED, Result.AGREED_WITH_CHANGES, Result.REFERRED)

_WENT_ON = ("recommend", "approve", "propose_decline")


def without_quorum_or_minutes(session: Session, within: Within) -> Iterator[Found]:
    """15 · Decided without a quorum, without issued minutes, or paid before the minutes."""
    for found in named(session, within, _items()):
        facts = found.facts
        why = _lacking(facts)
        if why:
            yield found.saying(
                why=why,
                meeting=facts["meeting"],
                issued_at=facts["issued_at"],
                decided_at=facts["decided_at"],
                paid_at=facts["paid_at"],
            )
    for found in named(session, within, _without_any()):
        yield found.saying(why="no_minutes", decided_at=found.facts["decided_at"])


def _lacking(facts: Any) -> str:
    roll = facts["roll"]
    needed = None if roll is None else roll.get("needed")
    if needed is None or facts["present"] < needed or not roll.get("entitled", True):
        return "no_quorum"
    if not facts["passed"]:
        return "not_carried"
    issued: datetime | None = facts["issued_at"]
    if issued is None:
        return "minutes_not_issued"
    if facts["decided_at"] < issued:
        return "minutes_after_decision"
    if facts["paid_at"] is not None and facts["paid_at"] < issued:
        return "minutes_after_payment"
    return ""


def _first_payment(case_id: Any) -> sa.ScalarSelect[Any]:
    return (
        sa.select(sa.func.min(LedgerEntry.booked_at))
        .where(PAY, LedgerEntry.case_id == case_id)
        .scalar_subquery()
    )


def _items() -> Rows:
    """What the meeting carried of every case that was then awarded something."""
    later = aliased(AgendaItem)
    again = sa.exists().where(later.case_id == AgendaItem.case_id, later.id > AgendaItem.id)
    return (
        sa.select(
            AgendaItem.case_id,
            JointMeeting.reference.label("meeting"),
            JointMeeting.issued_at,
            AgendaItem.roll,
            ItemResult.present,
            ItemResult.passed,
            Award.decided_at,
            _first_payment(AgendaItem.case_id).label("paid_at"),
        )
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .join(ItemResult, ItemResult.item_id == AgendaItem.id)
        .join(Award, Award.case_id == AgendaItem.case_id)
        .where(ItemResult.result.in_(_CARRIED), Award.number == 1, ~again)
    )


def _without_any() -> Rows:
    """Awards that had to go to a meeting, with neither an item nor recorded minutes."""
    of = aliased(Case)
    minuted = sa.exists().where(
        Finding.case_id == of.id,
        Finding.kind == "joint_meeting",
        Finding.number != "",
        Finding.recorded_at <= Award.decided_at,
    )
    heard = sa.exists().where(AgendaItem.case_id == of.id, ItemResult.item_id == AgendaItem.id)
    return (
        sa.select(Award.case_id, Award.decided_at)
        .join(of, of.id == Award.case_id)
        .where(of.route != Route.DEPARTMENT.value, ~minuted, ~heard)
    )


def silent_department(session: Session, within: Within) -> Iterator[Found]:
    """31 · A department whose answer was needed gave none, and the case went on."""
    went_on = (
        sa.select(sa.func.min(CaseEvent.at))
        .where(
            CaseEvent.case_id == Opinion.case_id,
            CaseEvent.action.in_(_WENT_ON),
            CaseEvent.at > Opinion.asked_at,
            sa.or_(Opinion.answered_at.is_(None), CaseEvent.at < Opinion.answered_at),
        )
        .scalar_subquery()
    )
    rows = (
        sa.select(
            Opinion.case_id,
            Department.name.label("asked_department"),
            Opinion.asked_at,
            Opinion.due_on,
            Opinion.answered_at,
            went_on.label("went_on_at"),
        )
        .join(Department, Department.id == Opinion.department_id)
        .where(Opinion.veto, went_on.is_not(None))
    )
    yield from named(session, within, rows)
