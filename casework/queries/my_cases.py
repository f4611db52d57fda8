"""A case as its enterprise may see it: no opinion, note or name that is the office's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries import cases
from casework.queries.dossier import Dossier, take_up
from casework.queries.examination import examine, figures_of
from casework.queries.facts import case_facts
from casework.queries.rule_book import Terms, terms_of
from casework.queries.standing import Standing, standing_of
from casework.records.award import Award
from casework.records.case import Attachment, Case
from casework.records.case_event import CaseEvent
from casework.records.document import Document
from casework.records.instalment import Instalment
from casework.records.ledger_entry import LedgerEntry
from casework.records.people import Department, Enterprise, User
from casework.records.public_notice import PublicNotice
from casework.records.review import Defect
from workflows import application, instalment
from workflows.claims import ClaimAssessment
from workflows.definition import Audience
from workflows.documents import DocumentKind
from workflows.facts import CaseFacts
from workflows.ledger import Kind
from workflows.machine import Option
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor
from workflows.term import civil_date

LETTERS = frozenset(
    {
        *(DocumentKind.RECEIPT, DocumentKind.CORRECTION_NOTICE, DocumentKind.ACCEPTANCE_NOTICE),
        *(DocumentKind.NON_ACCEPTANCE_NOTICE, DocumentKind.PUBLIC_NOTICE),
        *(DocumentKind.SUPPORT_DECISION, DocumentKind.DECLINE_PROPOSAL),
        *(DocumentKind.DECLINE_DECISION, DocumentKind.WITHDRAWAL_NOTICE),
        *(DocumentKind.SUSPENSION_NOTICE, DocumentKind.TERMINATION_NOTICE),
    }
)
"""Papers that are for the enterprise to keep."""

USUAL_WAY = ("draft", "submitted", "under_review", "awaiting_approval", "public_notice")
"""The states every supported case passes, before its money is paid."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One thing that happened, or is still to come, in words for the enterprise."""

    label: str
    """Chinese label of a step or state, or the name of an act."""
    at: datetime | None
    state: str
    """done, now or later"""
    who: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """One instalment as the enterprise sees it."""

    number: int
    name: str
    amount_fen: int
    due_on: date
    provisional: bool
    state: str
    public: str
    paid_fen: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """One message, by whom and when."""

    at: datetime
    who: str
    ours: bool
    words: str


@dataclass(frozen=True, slots=True)
class MyCase:
    """One case as its enterprise sees it."""

    case: Case
    terms: Terms
    enterprise: Enterprise
    department: Department
    standing: Standing
    milestones: Sequence[Milestone]
    attachments: Sequence[Attachment]
    defects: Sequence[Defect]
    """What is to be corrected now."""
    answered: Sequence[Defect]
    award: Award | None
    payments: Sequence[Payment]
    notice: PublicNotice | None
    letters: Sequence[Document]
    messages: Sequence[Said]
    now: ClaimAssessment | None
    facts: CaseFacts
    options: tuple[Option, ...]

    def option(self, action: str) -> Option | None:
        """The step of this name, None where it is not the enterprise's to take now."""
        return next((one for one in self.options if one.action == action), None)

    def allows(self, act: str) -> bool:
        """Whether an act beside the steps is open in the state of the case."""
        return self.case.state in permissions.ACTS[act].states


def my_case(session: Session, reference: str, *, actor: Actor, on: date) -> MyCase:
    """One case of the actor's enterprise; Refused as unknown for any other."""
    dossier = take_up(session, reference)
    case = dossier.case
    if not session.scalar(sa.select(permissions.may_see(actor, case.id))):
        raise Refused(Refusal("case_unknown", {"reference": reference}))
    events = cases.events(session, case.id)
    names = _names(session, events)
    now, facts = _now(session, dossier, on)
    defects = session.scalars(
        sa.select(Defect).where(Defect.case_id == case.id).order_by(Defect.id)
    ).all()
    return MyCase(
        case=case,
        terms=terms_of(case),
        enterprise=session.get_one(Enterprise, case.enterprise_id),
        department=session.get_one(Department, case.department_id),
        standing=standing_of(case, on=on),
        milestones=_milestones(case, events, names),
        attachments=cases.attachments(session, case.id),
        defects=[one for one in defects if one.answered_event is None],
        answered=[one for one in defects if one.answered_event is not None],
        award=cases.latest_award(session, case.id),
        payments=_payments(session, case.id),
        notice=_notice(session, case.id),
        letters=letters(session, case.id),
        messages=_messages(events, names, case),
        now=now,
        facts=facts,
        options=application.VERSIONS[case.process_version].options(case.state, facts, actor),
    )


def letters(session: Session, case_id: int) -> Sequence[Document]:
    """The letters of a case to its enterprise, the latest first."""
    return session.scalars(
        sa.select(Document)
        .where(Document.case_id == case_id, Document.kind.in_(sorted(LETTERS)))
        .order_by(Document.id.desc())
    ).all()


def _now(session: Session, dossier: Dossier, on: date) -> tuple[ClaimAssessment | None, CaseFacts]:
    _, examined = examine(session, dossier, on=on, figures=figures_of(session, dossier))
    return examined.assessment, case_facts(dossier, on=on, examined=examined)


def _milestones(
    case: Case, events: Sequence[CaseEvent], names: Mapping[int, str]
) -> list[Milestone]:
    """What the enterprise was told of, then where it stands, then what usually follows."""
    workflow = application.VERSIONS[case.process_version].workflow
    found = []
    for event in events:
        if event.instalment is not None or event.source == event.target:
            continue
        step = next(
            (s for s in workflow.branches(event.source, event.action) if s.target == event.target),
            None,
        )
        told = step is not None and Audience.APPLICANT in step.tells
        if event.source and step is not None and not told:
            public = workflow.state(event.target).public
            if workflow.state(event.source).public == public:
                continue
        label = workflow.state(event.target).public if event.source else "draft"
        ours = event.capacity == "applying"
        found.append(
            Milestone(
                label=label if step is None or not told else step.label,
                at=event.at,
                state="done",
                who=names.get(event.actor_id, "") if ours else "",
                words=event.remarks if told and step is not None and step.reason else "",
            )
        )
    state = workflow.state(case.state)
    found.append(Milestone(state.public, None, "done" if state.final else "now"))
    return found + [
        Milestone(workflow.state(name).public, None, "later") for name in _to_come(case)
    ]


def _to_come(case: Case) -> tuple[str, ...]:
    """The states that usually follow."""
    way = list(USUAL_WAY)
    if case.route != "department" or case.state in ("joint_meeting", "deliberation"):
        way.insert(3, "joint_meeting")
    if case.route == "district_government" or case.state == "deliberation":
        way.insert(4, "deliberation")
    way += ["disbursing", "settled"]
    at = {"returned": "submitted" if case.accepted_on is None else "under_review"}
    here = {**at, "joint_check": "under_review", "objection": "public_notice"}.get(
        case.state, case.state
    )
    return tuple(way[way.index(here) + 1 :]) if here in way else ()


def _payments(session: Session, case_id: int) -> list[Payment]:
    """Every instalment with what was really paid of it, by the ledger."""
    rows = session.scalars(
        sa.select(Instalment).where(Instalment.case_id == case_id).order_by(Instalment.number)
    ).all()
    paid: dict[int | None, list[Any]] = {}
    entries = session.execute(
        sa.select(LedgerEntry.instalment, LedgerEntry.amount_fen, LedgerEntry.booked_at).where(
            LedgerEntry.case_id == case_id, LedgerEntry.kind == Kind.PAY
        )
    )
    for number, fen, at in entries:
        paid.setdefault(number, []).append((fen, at))
    return [
        Payment(
            number=row.number,
            name=row.name,
            amount_fen=row.amount_fen,
            due_on=row.due_on,
            provisional=row.due_provisional,
            state=row.state,
            public=instalment.VERSIONS[row.process_version].workflow.state(row.state).public,
            paid_fen=sum(fen for fen, _ in paid.get(row.number, [])),
            paid_on=max((civil_date(at) for _, at in paid.get(row.number, [])), default=None),
        )
        for row in rows
    ]


def _notice(session: Session, case_id: int) -> PublicNotice | None:
    return session.scalars(
        sa.select(PublicNotice)
        .where(PublicNotice.case_id == case_id)
        .order_by(PublicNotice.id.desc())
        .limit(1)
    ).one_or_none()


def _messages(events: Sequence[CaseEvent], names: Mapping[int, str], case: Case) -> list[Said]:
    return [
        Said(
            at=event.at,
            who=names.get(event.actor_id, ""),
            ours=event.department_id is None,
            words=event.remarks,
        )
        for event in events
        if event.action == "message"
    ]


def _names(session: Session, events: Sequence[CaseEvent]) -> Mapping[int, str]:
    acted = {event.actor_id for event in events}
    rows = session.execute(sa.select(User.id, User.display_name).where(User.id.in_(acted)))
    return {user_id: name for user_id, name in rows}
