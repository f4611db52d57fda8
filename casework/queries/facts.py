"""Rows become the facts that guards look at, afresh for every step."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

from casework.queries.dossier import Dossier, Paper
from casework.queries.examined import UNEXAMINED, Examined
from casework.queries.rule_book import Terms, book, terms_of
from casework.queries.rule_book import terms as terms_of_clause
from casework.records.case import NOT_DUE
from workflows import instalment, review_flags
from workflows.definition import Capacity
from workflows.facts import (
    AssessmentFacts,
    CaseFacts,
    GovernmentFacts,
    Involvement,
    MeetingFacts,
    NoticeFacts,
    Opinion,
    Result,
    Route,
)
from workflows.money import Money, yuan
from workflows.workdays import DueDate, official_calendar

FACTS_CHANGE = frozenset(
    {"edit", "resubmit", "record_fact", "supply", "refer", "record_paper", "void_review"}
)
"""Acts after which a calculation is outdated: facts, materials or papers have changed."""

DECLINE_PROPOSALS = ("propose_decline", "not_agreed", "record_government_result")
UNDER_WAY = frozenset({"requested", "ordered", "sent"})


def involvement(dossier: Dossier, terms: Terms) -> Involvement:
    """Who has to do with the case; what deputies did counts for both persons (ruling 29)."""
    case = dossier.case
    acted: dict[Capacity, frozenset[int]] = defaultdict(frozenset)
    for act in dossier.acts:
        if act.capacity:
            acted[Capacity(act.capacity)] |= act.persons
    return Involvement(
        enterprise_id=case.enterprise_id,
        departments=frozenset({case.department_id, *terms.clause.departments}),
        consulted=frozenset(opinion.department_id for opinion in dossier.opinions),
        acted=acted,
        recused=dossier.recused,
        district=case.district_id,
    )


def case_facts(
    dossier: Dossier,
    *,
    on: date,
    examined: Examined = UNEXAMINED,
    remarks: str = "",
    amount: Money | None = None,
    objection_upheld: bool | None = None,
) -> CaseFacts:
    """What is true of a case on a day; `examined` is what only a calculation can tell."""
    case, terms = dossier.case, terms_of(dossier.case)
    required, deferrable = _wanted_materials(case.clause_id)
    return CaseFacts(
        today=on,
        involved=involvement(dossier, terms),
        in_force=examined.in_force or book().term_of(case.clause_id),
        route=_route(dossier, terms),
        facts_missing=examined.facts_missing,
        materials_missing=tuple(name for name in required if name not in dossier.materials),
        materials_promised=tuple(name for name in deferrable if name not in dossier.materials),
        duplicates=examined.duplicates,
        filed_already=examined.filed_already,
        assessment=_assessment(dossier),
        flags_open=_flags_open(dossier),
        over_caps=examined.over_caps,
        exceptions_missing=examined.exceptions_missing,
        notice_days=terms.notice_days,
        remarks=remarks,
        amount=amount,
        first_filed_on=case.filed_on,
        due=None if case.due_on == NOT_DUE else DueDate(case.due_on, case.due_provisional),
        accepted=case.accepted_on is not None,
        corrections_used=_corrections_used(dossier),
        referrals=tuple(case.referrals),
        opinions=tuple(
            Opinion(
                department=opinion.department_id,
                answered=opinion.verdict is not None,
                objects=opinion.verdict == "disagree",
                veto=bool(opinion.veto),
            )
            for opinion in dossier.opinions
        ),
        meeting=_meeting(dossier),
        government=_government(dossier),
        implementing_document_wanted=_wants_implementing_document(terms),
        implementing_document_recorded=dossier.latest_paper("implementing_document") is not None,
        pool_balance=examined.pool_balance,
        authority_limit=_authority_limit(terms),
        notice=_notice(dossier, terms),
        objections_open=dossier.objections_open,
        objection_upheld=objection_upheld,
        answered=dossier.last_act("answer") > dossier.last_act(*DECLINE_PROPOSALS),
        instalments_open=_instalments(dossier, open_ones=True),
        payments_under_way=_instalments(dossier, open_ones=False),
        recovery_open=examined.recovery_open,
    )


@cache
def _wanted_materials(clause_id: str) -> tuple[list[str], list[str]]:
    """Names of the materials that must come at once, and of those that may follow (容缺)."""
    policy, clause = terms_of_clause(clause_id)
    wanted = (*policy.material, *clause.material)
    return (
        [material.name for material in wanted if material.need == "required"],
        [material.name for material in wanted if material.need == "deferrable"],
    )


_UPWARD = (Route.DEPARTMENT, Route.JOINT_MEETING, Route.DISTRICT_GOVERNMENT)


def _route(dossier: Dossier, terms: Terms) -> Route:
    """The farthest of what the clause, the assessment and an officer's referral demand."""
    routes = [Route(terms.clause.route), Route(dossier.case.route)]
    if dossier.case.one_case_one_policy or terms.clause.one_case_one_policy == "always":
        routes.append(Route.DISTRICT_GOVERNMENT)
    return max(routes, key=_UPWARD.index)


def _assessment(dossier: Dossier) -> AssessmentFacts | None:
    sums = dossier.calculation
    if sums is None:
        return None
    checks = [
        act
        for act in dossier.acts
        if act.action == "check_assessment" and act.number > sums.event_number
    ]
    return AssessmentFacts(
        eligible={"eligible": True, "not_eligible": False}.get(sums.eligibility),
        amount=None if sums.amount_fen is None else Money(sums.amount_fen),
        ceiling=None if sums.ceiling_fen is None else Money(sums.ceiling_fen),
        figure_stands=bool(sums.figure_stands),
        current=dossier.last_act(*FACTS_CHANGE) < sums.event_number,
        by=sums.assessed_by_id,
        checked_by=checks[-1].actor_id if checks else None,
    )


def _flags_open(dossier: Dossier) -> tuple[str, ...]:
    answered = {answer.flag for answer in dossier.legal_answers}
    return tuple(code for code in _flags(dossier.case.clause_id) if code not in answered)


@cache
def _flags(clause_id: str) -> tuple[str, ...]:
    policy, clause = terms_of_clause(clause_id)
    return tuple(flag.code for flag in review_flags.raised(policy.flags, clause.flags))


def _corrections_used(dossier: Dossier) -> int:
    """Returns for correction, less those taken back."""
    returned = sum(act.action == "return_for_correction" for act in dossier.acts)
    taken_back = sum(act.action == "take_back" and act.source == "returned" for act in dossier.acts)
    return returned - taken_back


def _meeting(dossier: Dossier) -> MeetingFacts | None:
    """The resolution since the case last went up; an earlier round does not count."""
    paper = dossier.paper_since("joint_meeting", dossier.last_act("recommend"))
    if paper is None:
        return None
    return MeetingFacts(
        result=Result(paper.result),
        held_on=paper.on,
        amount=_money(paper),
        number=paper.number,
        minutes_issued=bool(paper.number),
        changes_confirmed=dossier.last_act("confirm_changes") > paper.event_number,
    )


def _government(dossier: Dossier) -> GovernmentFacts | None:
    paper = dossier.paper_since("district_government", dossier.last_act("recommend"))
    if paper is None:
        return None
    return GovernmentFacts(
        result=Result(paper.result),
        decided_on=paper.on,
        amount=_money(paper),
        number=paper.number,
        file_kept=bool(paper.file_sha256),
    )


def _money(paper: Paper) -> Money | None:
    return None if paper.amount_fen is None else Money(paper.amount_fen)


def _wants_implementing_document(terms: Terms) -> bool:
    own = terms.clause.implementing_document
    return terms.policy.implementing_document if own is None else own


def _authority_limit(terms: Terms) -> Money | None:
    """What a department may decide alone; None while the district has set no limit."""
    limit = terms.policy.routing.department_limit_yuan
    return None if limit is None else yuan(limit)


def _notice(dossier: Dossier, terms: Terms) -> NoticeFacts | None:
    """The notice since the last approval, its end counted with the calendar known today."""
    notice = dossier.notice
    if notice is None or notice.posted_event < dossier.last_act("approve"):
        return None
    posted_on = date.fromisoformat(notice.posted_on)
    ends = official_calendar().add_workdays(posted_on, terms.notice_days)
    return NoticeFacts(posted_on=posted_on, ends=ends, proof_kept=bool(notice.proof_sha256))


def _instalments(dossier: Dossier, *, open_ones: bool) -> int:
    if open_ones:
        final = instalment.VERSIONS[instalment.CURRENT].workflow.final
        return sum(part.state not in final for part in dossier.instalments)
    return sum(part.state in UNDER_WAY for part in dossier.instalments)
