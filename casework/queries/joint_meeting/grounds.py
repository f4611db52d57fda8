"""Why a case comes to the meeting, and whether it goes on to the government."""

from __future__ import annotations

from casework.queries.dossier import Dossier
from casework.queries.facts import case_facts
from casework.queries.rule_book import terms_of
from casework.records.case import Case
from workflows.facts import Route
from workflows.meeting.grounds import grounds
from workflows.meeting.settings import Ground
from workflows.review_flags import raised


def grounds_of(dossier: Dossier) -> tuple[Ground, ...]:
    """Every ground, the one that decides how it is voted on first."""
    case, terms = dossier.case, terms_of(dossier.case)
    answered = {answer.flag for answer in dossier.legal_answers}
    flags = raised(terms.policy.flags, terms.clause.flags)
    return grounds(
        case.referrals,
        one_case=_one_case(case),
        objection_upheld=any(result == "upheld" for _, result in dossier.objection_results),
        flagged=any(flag.code not in answered for flag in flags),
    )


def to_government(dossier: Dossier) -> bool:
    """Whether the meeting's result is only a proposal (ruling 26)."""
    on = dossier.case.filed_on or dossier.case.drafted_at.date()
    return case_facts(dossier, on=on).route is Route.DISTRICT_GOVERNMENT


def _one_case(case: Case) -> bool:
    return case.one_case_one_policy or terms_of(case).clause.one_case_one_policy == "always"
