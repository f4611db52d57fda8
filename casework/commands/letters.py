"""Letters to the enterprise, written from the event they tell of (practice 2.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.commands.documents import case_block, issue, money_block
from casework.queries.rule_book import terms_of
from casework.records.award import Award
from casework.records.case import Attachment, Case
from casework.records.case_event import CaseEvent
from casework.records.document import Document
from casework.records.people import User
from casework.records.review import Finding
from workflows import application
from workflows.definition import Capacity
from workflows.documents import DocumentKind
from workflows.money import Money
from workflows.roles import SYSTEM, Actor
from workflows.term import civil_date
from workflows.wording import spoken
from workflows.workdays import official_calendar

_KIND_OF_ACTION = {
    "submit": DocumentKind.RECEIPT,
    "resubmit": DocumentKind.RECEIPT,
    "accept": DocumentKind.ACCEPTANCE_NOTICE,
    "decline_acceptance": DocumentKind.NON_ACCEPTANCE_NOTICE,
    "return_for_correction": DocumentKind.CORRECTION_NOTICE,
    "suspend": DocumentKind.SUSPENSION_NOTICE,
    "withdraw": DocumentKind.WITHDRAWAL_NOTICE,
}
_KIND_OF_TARGET = {
    "decline_proposed": DocumentKind.DECLINE_PROPOSAL,
    "declined": DocumentKind.DECLINE_DECISION,
    "terminated": DocumentKind.TERMINATION_NOTICE,
    "disbursing": DocumentKind.SUPPORT_DECISION,
}

Content = Mapping[str, Any]


def kind_of(action: str, source: str, target: str) -> DocumentKind | None:
    """The letter that tells of a step, None where it has none."""
    if source == target or (source == "draft" and target != "submitted"):
        return None
    return _KIND_OF_ACTION.get(action) or _KIND_OF_TARGET.get(target)


def write(session: Session, *, case: Case, event: CaseEvent) -> Document | None:
    """Write the letter of an event, once; None where it has none or it was written before.

    Numbered and dated by the event, signed by whoever took the step.
    """
    kind = kind_of(event.action, event.source, event.target)
    if kind is None or event.instalment is not None:
        return None
    before = sa.select(Document.id).where(
        Document.case_id == case.id,
        Document.event_number == event.number,
        Document.kind == kind.value,
    )
    if session.scalar(before) is not None:
        return None
    more = _CONTENT.get(kind)
    return issue(
        session,
        kind,
        issuer_id=case.department_id,
        content={
            "case": case_block(session, case),
            **_due(case, event),
            "remarks": event.remarks,
            "basis": "",
            **({} if more is None else more(session, case, event)),
        },
        actor=_signer(session, event),
        at=event.at,
        case_id=case.id,
        event_number=event.number,
    )


def _signer(session: Session, event: CaseEvent) -> Actor:
    """Who signs: the officer of the act, nobody where a date or the enterprise itself acted."""
    if event.actor_id == SYSTEM.user_id or event.capacity == Capacity.APPLYING:
        return SYSTEM
    user = session.get_one(User, event.actor_id)
    return Actor(
        user_id=user.id,
        name=user.display_name,
        roles=frozenset(),
        deputizes_for=event.acting_for_id,
    )


def _due(case: Case, event: CaseEvent) -> Content:
    """By when the next step is promised or asked for, counted from the event's day."""
    state = application.VERSIONS[case.process_version].workflow.state(event.target)
    days = None if state.allowed is None else getattr(terms_of(case).clocks, state.allowed, None)
    if days is None:
        return {"due_on": None, "due_provisional": False}
    due = official_calendar().add_workdays(civil_date(event.at), days)
    return {"due_on": due.on, "due_provisional": due.provisional}


def _received(session: Session, case: Case, event: CaseEvent) -> Content:
    """The files as the event has them: by name and the head of their hash."""
    files: Sequence[Mapping[str, str]] = event.particulars.get("files", ())
    return {
        "materials": [{"name": one["material"], "fingerprint": one["sha256"][:8]} for one in files]
    }


def _defects(session: Session, case: Case, event: CaseEvent) -> Content:
    told: Sequence[Mapping[str, str]] = event.particulars.get("defects", ())
    return {"defects": [{"about": one["about"], "words": one["words"]} for one in told]}


def _promised(session: Session, case: Case, event: CaseEvent) -> Content:
    """What was accepted to follow later (容缺): deferrable and not handed in by then."""
    policy, clause = terms_of(case)
    deferrable = [m.name for m in (*policy.material, *clause.material) if m.need == "deferrable"]
    there = set(
        session.scalars(
            sa.select(Attachment.material).where(
                Attachment.case_id == case.id, Attachment.attached_at <= event.at
            )
        )
    )
    return {"promised": [name for name in deferrable if name not in there]}


def _decision(session: Session, case: Case, event: CaseEvent) -> Content:
    """The award that stood at the event, with its plan and the papers it rests on."""
    award = session.scalars(
        sa.select(Award)
        .where(Award.case_id == case.id, Award.event_number <= event.number)
        .order_by(Award.number.desc())
        .limit(1)
    ).one()
    return {
        "amount": money_block(Money(award.amount_fen)),
        "plan": [
            {
                "number": part["number"],
                "name": part["name"],
                "due": spoken(date.fromisoformat(part["due_on"])),
                "yuan": str(Money(part["amount_fen"])),
            }
            for part in award.plan
        ],
        "conditions": award.conditions,
        "reason": award.reason,
        **_resolved(session, case, event),
    }


def _resolved(session: Session, case: Case, event: CaseEvent) -> Content:
    """The numbers of the minutes and the government's paper that the case rested on."""
    papers = session.scalars(
        sa.select(Finding)
        .where(
            Finding.case_id == case.id,
            Finding.kind.in_(("joint_meeting", "district_government")),
            Finding.event_number <= event.number,
        )
        .order_by(Finding.id)
    )
    latest = {paper.kind: paper.number for paper in papers}
    return {"basis": spoken(tuple(latest.values()))}


_CONTENT: Mapping[DocumentKind, Callable[[Session, Case, CaseEvent], Content]] = {
    DocumentKind.RECEIPT: _received,
    DocumentKind.CORRECTION_NOTICE: _defects,
    DocumentKind.ACCEPTANCE_NOTICE: _promised,
    DocumentKind.SUPPORT_DECISION: _decision,
    DocumentKind.DECLINE_PROPOSAL: _resolved,
    DocumentKind.DECLINE_DECISION: _resolved,
}
