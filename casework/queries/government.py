"""Cases before the district government: what waits, and everything the page of one shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.dossier import take_up
from casework.queries.facts import case_facts
from casework.queries.rule_book import terms
from casework.records.case import Case
from casework.records.document import Document
from casework.records.meeting.agenda import AgendaItem, ItemResult
from casework.records.meeting.government import (
    GovernmentDecision,
    GovernmentReferral,
    ReferralExamination,
)
from casework.records.meeting.joint_meeting import JointMeeting
from casework.records.people import Department, Enterprise, User
from workflows.documents import DocumentKind
from workflows.meeting.settings import Examination, MeetingSettings, read_settings
from workflows.money import Money
from workflows.policy.document import Clause
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case that is before the government."""

    reference: str
    enterprise: str
    clause: Clause
    department_id: str
    department: str
    amount: Money | None
    number: str | None
    dated: date | None
    examined: int
    """How many of the three opinions are in."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One of the three opinions."""

    examination: ReferralExamination
    department: str
    person: str


@dataclass(frozen=True, slots=True)
class GovernmentDesk:
    """One case before the government as one person works on it."""

    case: Case
    enterprise: str
    clause: Clause
    department: str
    meeting: JointMeeting
    item: AgendaItem
    result: ItemResult
    minutes: Document | None
    referral: GovernmentReferral | None
    examinations: Mapping[Examination, Examined]
    decision: GovernmentDecision | None
    settings: MeetingSettings
    closed: Mapping[str, tuple[Refusal, ...]]

    @property
    def missing(self) -> tuple[Examination, ...]:
        """Opinions that are not in."""
        return tuple(kind for kind in Examination if kind not in self.examinations)

    def may(self, act: str) -> bool:
        """Whether the act is open to the person now."""
        return not self.closed[act]

    def examines(self, actor: Actor) -> tuple[Examination, ...]:
        """The opinions that the person's department still owes."""
        if self.referral is None or self.decision is not None or self.closed["examine_referral"]:
            return ()
        return tuple(k for k in self.missing if actor.department in self.settings.examiners[k])


_LATEST = (
    sa.select(sa.func.max(ItemResult.id))
    .join(AgendaItem, AgendaItem.id == ItemResult.item_id)
    .where(AgendaItem.case_id == Case.id)
    .correlate(Case)
    .scalar_subquery()
)


def queue(
    session: Session, actor: Actor, *, decided: bool = False, most: int = 200
) -> Sequence[QueueRow]:
    """The cases before the government that the person sees, the soonest due first.

    Or those it has decided on, the latest first.
    """
    examined = (
        sa.select(sa.func.count())
        .where(ReferralExamination.referral_id == GovernmentReferral.id)
        .correlate(GovernmentReferral)
        .scalar_subquery()
    )
    wanted = (
        sa.select(
            Case.reference,
            Enterprise.name,
            Case.clause_id,
            Case.department_id,
            Department.short,
            ItemResult.amount_fen,
            GovernmentReferral.number,
            GovernmentReferral.dated,
            examined,
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Department, Department.id == Case.department_id)
        .outerjoin(ItemResult, ItemResult.id == _LATEST)
        .outerjoin(GovernmentReferral, GovernmentReferral.item_id == ItemResult.item_id)
        .where(Case.district_id == actor.district, permissions.visible_cases(actor))
        .limit(most)
    )
    if decided:
        wanted = wanted.join(
            GovernmentDecision, GovernmentDecision.referral_id == GovernmentReferral.id
        ).order_by(GovernmentDecision.id.desc())
    else:
        wanted = wanted.where(Case.state == "deliberation").order_by(Case.due_on, Case.id)
    return [
        QueueRow(
            reference=row[0],
            enterprise=row[1],
            clause=terms(row[2]).clause,
            department_id=row[3],
            department=row[4],
            amount=None if row[5] is None else Money(row[5]),
            number=row[6],
            dated=row[7],
            examined=row[8],
        )
        for row in session.execute(wanted)
    ]


def government_desk(
    session: Session, reference: str, actor: Actor, *, on: date
) -> GovernmentDesk | None:
    """One case before the government; None for one that no meeting has sent on."""
    dossier = take_up(session, reference)
    case = dossier.case
    row = session.execute(
        sa.select(
            AgendaItem,
            ItemResult,
            JointMeeting,
            Document,
            GovernmentReferral,
            GovernmentDecision,
            Enterprise.name,
            Department.short,
        )
        .join(ItemResult, ItemResult.item_id == AgendaItem.id)
        .join(JointMeeting, JointMeeting.id == AgendaItem.meeting_id)
        .join(Enterprise, Enterprise.id == case.enterprise_id)
        .join(Department, Department.id == case.department_id)
        .outerjoin(
            Document,
            sa.and_(
                Document.meeting_id == JointMeeting.id,
                Document.kind == DocumentKind.MINUTES.value,
            ),
        )
        .outerjoin(GovernmentReferral, GovernmentReferral.item_id == AgendaItem.id)
        .outerjoin(GovernmentDecision, GovernmentDecision.referral_id == GovernmentReferral.id)
        .where(AgendaItem.case_id == case.id)
        .order_by(ItemResult.id.desc())
        .limit(1)
    ).first()
    if row is None or (row[4] is None and case.state != "deliberation"):
        return None
    involved = case_facts(dossier, on=on).involved
    closed = {
        act: _against(case, act, involved, actor)
        for act in ("refer_to_government", "examine_referral")
    }
    office = Role.GOVERNMENT_OFFICE in actor.roles and case.state == "deliberation"
    closed["record_result"] = () if office else (Refusal("not_your_step", {"roles": _OFFICE}),)
    return GovernmentDesk(
        case=case,
        enterprise=row[6],
        clause=terms(case.clause_id).clause,
        department=row[7],
        meeting=row[2],
        item=row[0],
        result=row[1],
        minutes=row[3],
        referral=row[4],
        examinations=_examinations(session, row[4]),
        decision=row[5],
        settings=read_settings(row[2].settings),
        closed=closed,
    )


_OFFICE = (Role.GOVERNMENT_OFFICE,)


def _against(case: Case, act: str, involved: object, actor: Actor) -> tuple[Refusal, ...]:
    try:
        permissions.require_act(case, act, involved, actor)  # type: ignore[arg-type]
    except Refused as refused:
        return refused.refusals
    return ()


def _examinations(
    session: Session, referral: GovernmentReferral | None
) -> dict[Examination, Examined]:
    if referral is None:
        return {}
    rows = session.execute(
        sa.select(ReferralExamination, Department.short, User.display_name)
        .join(Department, Department.id == ReferralExamination.department_id)
        .join(User, User.id == ReferralExamination.given_by_id)
        .where(ReferralExamination.referral_id == referral.id)
    )
    return {row[0].kind: Examined(row[0], row[1], row[2]) for row in rows}
