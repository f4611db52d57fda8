"""Everything the page of one agenda item shows, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.dossier import take_up_id
from casework.queries.facts import case_facts
from casework.queries.joint_meeting.agenda import ItemPage, item_page
from casework.queries.joint_meeting.room import closed_acts
from casework.queries.joint_meeting.sitting import Sitting, item_of, look_at
from casework.queries.people import departments
from casework.queries.recusals import ClaimRow, claims_of
from casework.queries.rule_book import book, terms
from casework.records.assessment import Assessment
from casework.records.case import Attachment, Case
from casework.records.people import Department, User
from workflows.assessment import assess
from workflows.claims import ClaimAssessment
from workflows.claims_json import read_request
from workflows.meeting import quorum, recusal
from workflows.meeting.minutes import ItemStanding
from workflows.meeting.quorum import Roll
from workflows.meeting.recusal import RecusalClaim, kept_out
from workflows.meeting.settings import DecisionRule
from workflows.policy.document import Clause
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor


@dataclass(frozen=True, slots=True)
class ItemDesk:
    """One item as one person, who is not recused from it, works on it."""

    sitting: Sitting
    page: ItemPage
    case: Case
    clause: Clause
    rule: DecisionRule
    roll: Roll
    """Who counts: as it was opened, or as it would be opened now."""
    claims: Sequence[ClaimRow]
    materials: Sequence[Attachment]
    calculation: ClaimAssessment | None
    """The calculation it was put forward with, worked out again from what it was made of."""
    assessment: Assessment
    closed: Mapping[str, tuple[Refusal, ...]]
    """Of each act every reason against it; nothing where it is open."""
    handlers: Sequence[tuple[int, str]]
    """Officers who acted on the case and could have a conflict."""
    departments: Sequence[Department]

    def may(self, action: str) -> bool:
        """Whether nothing stands against this act now."""
        return not self.closed[action]


def item_desk(
    session: Session, reference: str, position: int, actor: Actor, *, on: date
) -> ItemDesk:
    """One item in full; Refused for whoever is recused from it."""
    sitting = look_at(session, reference, actor)
    page, item = item_page(session, sitting, position, actor), item_of(session, sitting, position)
    dossier = take_up_id(session, item.case_id)
    case, claims = dossier.case, claims_of(session, item.case_id)
    rules = [RecusalClaim(one.person_id, one.raised_by_id, one.standing) for one in claims]
    roll = sitting.roll(kept_out(rules))
    if item.roll is not None:
        kept = {name: tuple(item.roll[name]) for name in ("entitled", "present", "recused")}
        roll = Roll(needed=item.roll["needed"], **kept)
    assessment = session.get_one(Assessment, item.assessment_id)
    closed = dict(closed_acts(sitting, actor))
    if item.standing is ItemStanding.WAITING and not closed["open_item"]:
        closed["open_item"] = _named(
            sitting,
            (*recusal.opening_refusals(rules), *quorum.opening_refusals(roll, sitting.settings)),
        )
    involved = case_facts(dossier, on=on).involved
    for act in ("raise_recusal", "decide_recusal"):
        closed[act] = _against(case, act, involved, actor)
    return ItemDesk(
        sitting=sitting,
        page=page,
        case=case,
        clause=terms(case.clause_id).clause,
        rule=sitting.settings.rule(item.ground),
        roll=roll,
        claims=claims,
        materials=_materials(session, item.case_id),
        calculation=assess(book(), read_request(assessment.request)).claims[0],
        assessment=assessment,
        closed=closed,
        handlers=_handlers(
            session, {act.actor_id for act in dossier.acts if _officer(act.capacity)}
        ),
        departments=departments(session, sitting.meeting.district_id),
    )


def _against(case: Case, act: str, involved: object, actor: Actor) -> tuple[Refusal, ...]:
    try:
        permissions.require_act(case, act, involved, actor)  # type: ignore[arg-type]
    except Refused as refused:
        return refused.refusals
    return ()


def _named(sitting: Sitting, refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    try:
        sitting.refuse(refusals)
    except Refused as refused:
        return refused.refusals
    return ()


def _officer(capacity: str) -> bool:
    return bool(capacity) and capacity != "applying"


def _materials(session: Session, case_id: int) -> Sequence[Attachment]:
    return session.scalars(
        sa.select(Attachment)
        .where(Attachment.case_id == case_id, Attachment.taken_out_at.is_(None))
        .order_by(Attachment.id)
    ).all()


def _handlers(session: Session, ids: set[int]) -> list[tuple[int, str]]:
    rows = session.execute(
        sa.select(User.id, User.display_name).where(User.id.in_(sorted(ids))).order_by(User.id)
    )
    return [(user_id, name) for user_id, name in rows]
