"""The thirty-two red flags as saved reports: what each is, and the question that finds it.

The question looks at the data as it lies in the tables, also where the office makes a fault
impossible: an auditor need not take its word for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from casework.queries.red_flags import (
    amounts,
    authority,
    budget,
    caps,
    clocks,
    double_support,
    evidence,
    integrity,
    meeting,
    no_application,
    notice,
    payment,
    people,
    recovery,
    review,
    standing,
)
from casework.queries.red_flags.finding import Found, Within
from workflows.red_flags import RedFlagFault, red_flags

Question = Callable[[Session, Within], Iterator[Found]]

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "claimed_more_than_once": double_support.claimed_more_than_once,
        "paid_above_entitlement": double_support.paid_above_entitlement,
        "over_cap": caps.over_cap,
        "reused_evidence": evidence.reused_evidence,
        "related_applicants": people.related_applicants,
        "agents": people.agents,
        "material_expired": evidence.material_expired,
        "outside_policy_time": standing.outside_policy_time,
        "not_eligible": standing.not_eligible,
        "left_the_district": standing.left_the_district,
        "not_the_formula": amounts.not_the_formula,
        "matched_above_verified": caps.matched_above_verified,
        "over_authority": authority.over_authority,
        "split_awards": authority.split_awards,
        "without_quorum_or_minutes": meeting.without_quorum_or_minutes,
        "recused_acted": people.recused_acted,
        "same_person_twice": people.same_person_twice,
        "notice_missing_or_short": notice.notice_missing_or_short,
        "paid_over_objection": notice.paid_over_objection,
        "paid_early": payment.paid_early,
        "paid_late": payment.paid_late,
        "budget_overrun": budget.budget_overrun,
        "payee_problem": payment.payee_problem,
        "paid_twice": payment.paid_twice,
        "paid_while_held": payment.paid_while_held,
        "recovery_unpaid": recovery.recovery_unpaid,
        "barred_by_special_deal": double_support.barred_by_special_deal,
        "clock_abuse": clocks.clock_abuse,
        "missed_or_wrong": no_application.missed_or_wrong,
        "without_competition_review": review.without_competition_review,
        "silent_department": meeting.silent_department,
        "log_gap": integrity.log_gap,
    }
)
"""By the code of the red flag, in its order."""

if list(QUESTIONS) != list(red_flags().flags):
    raise RedFlagFault("dictionary/red_flags.toml and the questions are not the same")


def find(session: Session, code: str, within: Within) -> list[Found]:
    """What a report finds; KeyError for a code there is none of."""
    return list(QUESTIONS[code](session, within))


__all__ = ["QUESTIONS", "Found", "Within", "find"]
