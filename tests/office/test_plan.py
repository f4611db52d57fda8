"""A plan of payments of a case's own, changed before approval."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from casework.commands import approve
from casework.commands.plan import change_plan
from casework.records.instalment import Instalment
from tests.office.desk import Desk
from workflows.money import yuan
from workflows.refusals import Refused

STAGES: tuple[dict[str, Any], ...] = (
    {"share": "50%", "name": "首期"},
    {"share": "50%", "name": "验收后", "after_years": 1, "conditions": ["milestone_accepted"]},
)


def test_the_award_is_laid_out_by_the_case_s_own_plan(desk: Desk) -> None:
    reference = desk.recommended()

    _change(desk, reference, STAGES)
    desk(approve.approve, reference, by=desk.cast.approver, seen=None)

    with desk.database.reading() as session:
        rows = session.scalars(sa.select(Instalment).order_by(Instalment.number)).all()
    assert [(row.name, row.amount_fen, row.fiscal_year) for row in rows] == [
        ("首期", yuan(150_000).fen, 2026),
        ("验收后", yuan(150_000).fen, 2027),
    ]
    assert rows[1].conditions == ["milestone_accepted"]


def test_the_plan_stays_in_the_history_with_its_reason(desk: Desk) -> None:
    reference = desk.recommended()

    _change(desk, reference, STAGES)

    event = desk.events(reference)[-1]
    assert (event.action, event.remarks) == ("change_plan", "按建设进度分期")
    assert len(event.particulars["plan"]["part"]) == 2


@pytest.mark.parametrize(
    ("stages", "code"),
    [
        (STAGES[:1], "plan_sum"),
        ((), "plan_sum"),
        (({"share": "1/2", "name": "首期"}, STAGES[1]), "plan_part_wrong"),
        ((STAGES[0], {**STAGES[1], "conditions": ["good_weather"]}), "plan_part_wrong"),
    ],
)
def test_a_plan_that_cannot_be_paid_is_refused(
    desk: Desk, stages: tuple[dict[str, Any], ...], code: str
) -> None:
    reference = desk.recommended()

    with pytest.raises(Refused, match=code):
        _change(desk, reference, stages)


def test_a_decided_plan_is_not_changed(desk: Desk) -> None:
    reference = desk.approved()

    with pytest.raises(Refused, match="act_not_open"):
        _change(desk, reference, STAGES)


def _change(desk: Desk, reference: str, stages: tuple[dict[str, Any], ...]) -> None:
    desk(
        change_plan,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        parts=stages,
        remarks="按建设进度分期",
    )
