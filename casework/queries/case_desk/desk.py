"""Everything the officers' page of one case shows, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries import documents, people
from casework.queries.case_desk.evidence import FactRow, MaterialRow, fact_rows, material_rows
from casework.queries.case_desk.others import OtherCase, other_cases
from casework.queries.case_desk.ways import Raised, Ways, raised_on, ways_of
from casework.queries.case_file import CaseFile, case_file
from casework.queries.recusals import ClaimRow, claims_of
from casework.queries.rule_book import book
from casework.records.case_event import CaseEvent
from casework.records.document import Document
from casework.records.people import RoleGrant, User, UserStatus
from workflows import review_flags
from workflows.assessment import assess
from workflows.claims import ClaimAssessment
from workflows.claims_json import read_request
from workflows.formula import Formula
from workflows.money import Money
from workflows.prepared import prepare
from workflows.refusals import Refusal, Refused
from workflows.review_flags import Flag
from workflows.roles import Actor, Role

ACTS = (
    *("assign", "record_fact", "record_paper", "record_legal_answer", "refer", "ask_opinion"),
    *("note", "message", "raise_recusal", "decide_recusal"),
)
"""Acts beside the steps that the page offers."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One case as officers work on it."""

    file: CaseFile
    facts: Sequence[FactRow]
    materials: Sequence[MaterialRow]
    others: Sequence[OtherCase]
    documents: Sequence[Document]
    reviewers: Sequence[tuple[int, str]]
    """Who may be given the case."""
    recusals: Sequence[ClaimRow]
    raised: Sequence[Raised]
    """Objections, reports and complaints on the case."""
    ways: Ways
    """Where else the case is dealt with."""
    recorded: ClaimAssessment | None
    """The calculation that stands, worked out again from what it was made of."""
    flags: Sequence[Flag]
    closed_acts: dict[str, tuple[Refusal, ...]]
    """Of each act beside the steps every reason against it; nothing where it is open."""

    @property
    def formula(self) -> Formula:
        """How the clause works its amount out, and what it leaves to officers."""
        return prepare(book()).clauses[self.file.case.clause_id].formula

    @property
    def paid_elsewhere(self) -> Money:
        """What the enterprise was paid in its other cases, over all policies."""
        return Money.total(one.balance.net_paid for one in self.others)

    def may(self, act: str) -> bool:
        """Whether an act beside the steps is open to the person now."""
        return not self.closed_acts[act]

    def said(self, action: str) -> list[CaseEvent]:
        """The events of one kind: messages, or notes."""
        return [event for event in self.file.events if event.action == action]


def desk_of(session: Session, reference: str, *, actor: Actor, on: date) -> Desk:
    """The desk of one case; Refused as unknown where the actor may not see it."""
    file = case_file(session, reference, actor=actor, on=on)
    case, terms = file.case, file.terms
    known = people.enterprise_facts(session, case.enterprise_id, on=case.filed_on or on)
    return Desk(
        file=file,
        facts=fact_rows(case, file.facts, known),
        materials=material_rows(file),
        others=other_cases(session, case, actor),
        documents=documents.of_case(session, case.id, actor=actor),
        reviewers=_reviewers(session, case.department_id, on),
        recusals=claims_of(session, case.id),
        raised=raised_on(file.objections, actor),
        ways=ways_of(session, case),
        recorded=_recorded(file),
        flags=review_flags.raised(terms.policy.flags, terms.clause.flags),
        closed_acts={act: _against(file, act, actor) for act in ACTS},
    )


def _recorded(file: CaseFile) -> ClaimAssessment | None:
    if not file.assessments:
        return None
    return assess(book(), read_request(file.assessments[-1].request)).claims[0]


def _against(file: CaseFile, act: str, actor: Actor) -> tuple[Refusal, ...]:
    try:
        permissions.require_act(file.case, act, file.standing.involved, actor)
    except Refused as refused:
        return refused.refusals
    return ()


def _reviewers(session: Session, department_id: str, on: date) -> list[tuple[int, str]]:
    rows = session.execute(
        sa.select(User.id, User.display_name)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            User.department_id == department_id,
            User.status == UserStatus.ACTIVE,
            RoleGrant.role.in_((Role.REVIEWER, Role.SECOND_REVIEWER)),
            RoleGrant.revoked_at.is_(None),
            sa.or_(RoleGrant.starts_on.is_(None), RoleGrant.starts_on <= on),
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > on),
        )
        .distinct()
        .order_by(User.id)
    )
    return [(user_id, name) for user_id, name in rows]
