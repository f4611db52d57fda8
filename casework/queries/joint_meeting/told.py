"""What is told of agenda items: each with its case, result and opinions, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.joint_meeting.sitting import Sitting
from casework.queries.rule_book import terms
from casework.records.case import Case
from casework.records.meeting.agenda import AgendaItem, ItemResult, MeetingOpinion
from casework.records.meeting.joint_meeting import MeetingAct
from casework.records.people import Department, Enterprise, User
from workflows.meeting.settings import Ground
from workflows.money import Money
from workflows.wording import phrase, spoken


@dataclass(frozen=True, slots=True)
class ItemTold:
    """An item with the names that go with it."""

    reference: str
    case_state: str
    enterprise: str
    credit_code: str
    clause_id: str
    clause: str
    department: str
    result: ItemResult | None
    responsible: str
    """Short name of the department that carries the result out, empty without."""


def items_told(session: Session, items: Sequence[AgendaItem]) -> dict[int, ItemTold]:
    """The case and the result of each item, by item id, in one statement."""
    responsible = aliased(Department)
    rows = session.execute(
        sa.select(
            AgendaItem.id,
            Case.reference,
            Case.state,
            Enterprise.name,
            Enterprise.credit_code,
            Case.clause_id,
            Department.short,
            ItemResult,
            responsible.short,
        )
        .join(Case, Case.id == AgendaItem.case_id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Department, Department.id == Case.department_id)
        .outerjoin(ItemResult, ItemResult.item_id == AgendaItem.id)
        .outerjoin(responsible, responsible.id == ItemResult.responsible_id)
        .where(AgendaItem.id.in_([item.id for item in items]))
    )
    return {
        item_id: ItemTold(
            reference=reference,
            case_state=state,
            enterprise=name,
            credit_code=code,
            clause_id=clause_id,
            clause=terms(clause_id).clause.name,
            department=short,
            result=result,
            responsible=carries or "",
        )
        for item_id, reference, state, name, code, clause_id, short, result, carries in rows
    }


def opinions_told(
    session: Session, sitting: Sitting, items: Sequence[AgendaItem]
) -> Mapping[int, list[dict[str, Any]]]:
    """The opinions on each item in words, by item id, in the order they were given."""
    departments = {chair.id: chair.department for chair in sitting.chairs}
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = session.execute(
        sa.select(MeetingOpinion, User.display_name)
        .join(User, User.id == MeetingOpinion.person_id)
        .where(MeetingOpinion.item_id.in_([item.id for item in items]))
        .order_by(MeetingOpinion.id)
    )
    for opinion, person in rows:
        told[opinion.item_id].append(
            {
                "department": departments[opinion.seat_id],
                "person": person,
                "choice": spoken(opinion.choice),
                "reason": opinion.reason,
            }
        )
    return told


def count_words(item: AgendaItem, result: ItemResult | None) -> str:
    """The count of an item in words."""
    if result is None:
        return spoken(item.standing)
    return phrase(
        "count_of_item",
        {
            "in_favor": result.in_favor,
            "against": result.against,
            "abstained": result.abstained,
            "present": result.present,
            "mode": result.mode,
            "outcome": phrase("count_passed" if result.passed else "count_not_passed", {}),
        },
    )


def concluded_by_deputies(session: Session, sitting: Sitting) -> dict[int, str]:
    """By position both names in words, for each item that a deputy concluded."""
    lender = aliased(User)
    rows = session.execute(
        sa.select(MeetingAct.position, User.display_name, lender.display_name)
        .join(User, User.id == MeetingAct.actor_id)
        .join(lender, lender.id == MeetingAct.acting_for_id)
        .where(MeetingAct.meeting_id == sitting.meeting.id, MeetingAct.action == "conclude_item")
    )
    return {
        position: phrase("concluded_by_deputy", {"person": person, "lender": lent_by})
        for position, person, lent_by in rows
        if position is not None
    }


def quorum_words(item: AgendaItem) -> str:
    """The quorum of an item in words, empty for one that was not opened."""
    if item.roll is None:
        return ""
    return phrase(
        "quorum_of_item",
        {
            "entitled": len(item.roll["entitled"]),
            "needed": item.roll["needed"],
            "present": len(item.roll["present"]),
        },
    )


def calculation_words(item: AgendaItem) -> str:
    """What was computed for an item, in words."""
    return phrase(
        "calculation_of_item",
        {"recommended": figure(item.recommended_fen), "ceiling": figure(item.ceiling_fen)},
    )


def ground_words(item: AgendaItem) -> str:
    """Every ground of an item, in words."""
    return spoken(tuple(Ground(ground) for ground in item.grounds))


def figure(fen: int | None) -> str:
    """An amount in yuan, or that none is set."""
    return phrase("no_figure", {}) if fen is None else str(Money(fen))
