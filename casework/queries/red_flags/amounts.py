"""Amounts that are not what the formula gives, or that somebody set without saying why."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.audit.recomputation import recompute
from casework.queries.red_flags.finding import Found, Within, named
from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.case_event import CaseEvent


def not_the_formula(session: Session, within: Within) -> Iterator[Found]:
    """11 · Inputs come to something else, or a figure was set without a reason or second person."""
    for one in recompute(session, within):
        if not one.agrees:
            yield Found(
                one.case,
                one.enterprise,
                one.credit_code,
                None,
                {
                    "why": "recomputed_differs" if one.differences else "award_differs",
                    "amount_fen": one.awarded_fen,
                    "kept_fen": one.kept_fen,
                    "found_fen": one.found_fen,
                    "where": ", ".join(found.where for found in one.differences[:5]),
                },
            )
    yield from _set_by_hand(session, within)


def _set_by_hand(session: Session, within: Within) -> Iterator[Found]:
    checked = aliased(CaseEvent)
    by_another = sa.exists().where(
        checked.case_id == Award.case_id,
        checked.number > Assessment.event_number,
        checked.number <= Award.event_number,
        checked.action.in_(("check_assessment", "approve")),
        checked.actor_id != Assessment.assessed_by_id,
    )
    rows = (
        sa.select(
            Award.case_id,
            Award.amount_fen,
            Assessment.amount_fen.label("kept_fen"),
            Assessment.reason,
            by_another.label("checked"),
        )
        .join(Assessment, Assessment.id == Award.assessment_id)
        .where(Assessment.officer_fen.is_not(None))
        .where(sa.or_(Assessment.reason == "", ~by_another))
    )
    for found in named(session, within, rows):
        yield found.saying(
            why="no_second_person" if found.facts["reason"] else "no_reason",
            amount_fen=found.facts["amount_fen"],
            kept_fen=found.facts["kept_fen"],
        )
