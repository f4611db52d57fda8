"""Who may do and see what on a case: one table for acts beside the processes, one for sight.

The steps of the processes name their own roles; the machine asks for them. Denied by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from casework.records.case import Case
from casework.records.recusal import Recusal
from casework.records.review import Opinion
from workflows import application
from workflows.application.states import STATES
from workflows.definition import Capacity
from workflows.facts import Involvement
from workflows.guards.people import apart, entitled, not_recused
from workflows.meeting.recusal import Standing
from workflows.refusals import Refusal, Refused
from workflows.roles import ADMINISTRATORS, Actor, Role, Scope

_HANDLING = (Role.REVIEWER, Role.SECOND_REVIEWER)
_MEETING = (Role.SECRETARY, Role.CONVENER)
_COMPLAINTS = (Role.OBJECTION_EXAMINER,)
_FILED = tuple(state.name for state in STATES if not state.initial)
_ANYBODY = tuple(role for role in Role if role not in ADMINISTRATORS and role is not Role.SYSTEM)
_IN_REVIEW = ("submitted", "under_review", "joint_check")
_PAID_FROM = ("disbursing", "settled", "terminated")
_UNDECIDED = ("under_review", "joint_meeting", "deliberation", "awaiting_approval")
_OPEN = (*_IN_REVIEW, "returned", "joint_meeting", "deliberation", "awaiting_approval")


@dataclass(frozen=True, slots=True)
class ActRule:
    """Who may do something on a case that moves it nowhere, in which states, in which capacity."""

    by: tuple[Role, ...]
    states: tuple[str, ...]
    capacity: Capacity | None = None


ACTS = {
    "edit": ActRule((Role.APPLICANT,), ("draft", "returned"), Capacity.APPLYING),
    "attach": ActRule((Role.APPLICANT,), ("draft", "returned"), Capacity.APPLYING),
    "supply": ActRule((Role.APPLICANT,), (*_IN_REVIEW, "awaiting_approval"), Capacity.APPLYING),
    "assign": ActRule(
        (*_HANDLING, Role.APPROVER, Role.SYSTEM), (*_OPEN, "decline_proposed", "public_notice")
    ),
    "record_fact": ActRule(_HANDLING, ("under_review",), Capacity.REVIEWING),
    "refer": ActRule(_HANDLING, ("under_review",), Capacity.REVIEWING),
    "ask_opinion": ActRule(_HANDLING, ("under_review", "joint_check"), Capacity.REVIEWING),
    "record_paper": ActRule(_HANDLING, ("under_review",), Capacity.REVIEWING),
    "record_legal_answer": ActRule((*_HANDLING, Role.CONSULTED), _OPEN, Capacity.REVIEWING),
    "change_plan": ActRule(_HANDLING, _UNDECIDED, Capacity.REVIEWING),
    "confirm_changes": ActRule(_HANDLING, ("joint_meeting",), Capacity.REVIEWING),
    "record_resolution": ActRule(_MEETING, ("joint_meeting",)),
    "refer_to_government": ActRule((Role.REVIEWER, Role.SECRETARY), ("deliberation",)),
    "examine_referral": ActRule((Role.MEMBER, Role.CONSULTED, Role.FINANCE), ("deliberation",)),
    "raise_recusal": ActRule(_ANYBODY, (*_OPEN, "public_notice", "objection")),
    "decide_recusal": ActRule((*_MEETING, Role.APPROVER), (*_OPEN, "public_notice", "objection")),
    "void_review": ActRule((*_MEETING, Role.APPROVER), (*_OPEN, "public_notice", "objection")),
    "bind_line": ActRule((Role.FINANCE, Role.SYSTEM), ("disbursing", "public_notice")),
    "record_condition": ActRule(_HANDLING, ("disbursing",), Capacity.REVIEWING),
    "recovery": ActRule((*_HANDLING, Role.APPROVER, Role.FINANCE), _PAID_FROM),
    "prove_notice": ActRule((Role.REVIEWER,), ("public_notice",), Capacity.REVIEWING),
    "receive_complaint": ActRule((*_COMPLAINTS, Role.WINDOW, Role.APPLICANT), _FILED),
    "assign_examiner": ActRule((*_COMPLAINTS, Role.WINDOW), _FILED),
    "extend_objection": ActRule(_COMPLAINTS, _FILED),
    "examine_objection": ActRule(_COMPLAINTS, _FILED),
    "answer_complaint": ActRule(_COMPLAINTS, _FILED),
    "change_award": ActRule((Role.APPROVER,), ("disbursing",), Capacity.APPROVING),
    "note": ActRule((*_HANDLING, Role.WINDOW, Role.APPROVER), _OPEN),
    "message": ActRule((Role.APPLICANT, *_HANDLING, Role.WINDOW, Role.APPROVER), _FILED),
}
"""Acts beside the processes' steps."""


def require_act(case: Case, action: str, involved: Involvement, actor: Actor) -> ActRule:
    """The rule of an act, or Refused with every reason why this person may not do it now."""
    rule = ACTS[action]
    stranger = entitled(rule.by, involved, actor) or not_recused(involved, actor)
    if stranger is not None:
        raise Refused(stranger)
    found = [apart(rule.capacity, involved, actor)]
    if case.state not in rule.states:
        process = application.VERSIONS[case.process_version].workflow
        found.append(Refusal("act_not_open", {"state": process.state(case.state).label}))
    refusals = [refusal for refusal in found if refusal is not None]
    if refusals:
        raise Refused(*refusals)
    return rule


def visible_cases(actor: Actor) -> sa.ColumnElement[bool]:
    """The cases this person may see: own enterprise's, own department's, asked ones, district's."""
    if actor.is_system:
        return sa.true()
    return sa.and_(sa.or_(sa.false(), *_sights(actor)), ~recused(actor, Case.id))


def _sights(actor: Actor) -> Iterator[sa.ColumnElement[bool]]:
    """What each reach shows; a whole district holds its departments' cases and asked ones.

    One condition instead of three, so that the lists of a district are read by their index.
    """
    reach = {role.scope for role in actor.roles}
    if Scope.ENTERPRISE in reach and actor.enterprise_id is not None:
        yield Case.enterprise_id == actor.enterprise_id
    filed = Case.state != "draft"
    if Scope.DISTRICT in reach and actor.district is not None:
        yield sa.and_(filed, Case.district_id == actor.district)
        return
    if Scope.DEPARTMENT in reach and actor.department is not None:
        yield sa.and_(filed, Case.department_id == actor.department)
    if Scope.CONSULTED in reach and actor.department is not None:
        asked = sa.select(Opinion.case_id).where(Opinion.department_id == actor.department)
        yield sa.and_(filed, Case.id.in_(asked))


def recused(actor: Actor, case: Any) -> sa.Exists:
    """Whether the actor, or whom the actor stands in for, is out of a case, as SQL."""
    ordered = Recusal.standing == Standing.ORDERED
    declared = sa.and_(
        Recusal.standing == Standing.PENDING, Recusal.raised_by_id == Recusal.person_id
    )
    return sa.exists().where(
        Recusal.case_id == case,
        Recusal.person_id.in_(sorted(actor.persons)),
        sa.or_(ordered, declared),
    )


def may_see(actor: Actor, case: Any) -> sa.Exists:
    """Whether the actor sees a case, as SQL."""
    return sa.exists().where(Case.id == case, visible_cases(actor))
