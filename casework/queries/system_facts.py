"""Facts that nobody declares because the office knows them itself."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.records.award import Award
from casework.records.case import Case
from workflows.facts import Route
from workflows.matters import SUBSIDY_YEAR

SPECIAL_DEAL = "enterprise.special_deal_yishiyiyi"
"""Whether one case, one policy support of the enterprise is running (ruling 6)."""

_RUNNING = ("public_notice", "objection", "disbursing")


def system_facts(session: Session, case: Case) -> dict[str, object]:
    """What the office knows of a case and its enterprise."""
    return {
        SUBSIDY_YEAR: case.claim_year,
        SPECIAL_DEAL: _has_special_deal(session, case),
        **_first_awards(session, case),
    }


def _has_special_deal(session: Session, case: Case) -> bool:
    running = sa.select(Case.id).where(
        Case.enterprise_id == case.enterprise_id,
        Case.id != case.id,
        Case.state.in_(_RUNNING),
        sa.or_(Case.one_case_one_policy, Case.route == Route.DISTRICT_GOVERNMENT.value),
    )
    return session.scalar(running.limit(1)) is not None


def _first_awards(session: Session, case: Case) -> dict[str, str]:
    """Dates of first awards, for the facts that are such dates."""
    wanted = {name: entry.first_award_of for name, entry in book().facts.items()}
    clauses = {clause for of in wanted.values() for clause in of}
    rows = session.execute(
        sa.select(Award.clause_id, sa.func.min(Award.decided_on))
        .where(Award.enterprise_id == case.enterprise_id, Award.clause_id.in_(clauses))
        .group_by(Award.clause_id)
    )
    first = {clause: on for clause, on in rows}
    return {
        name: min(first[clause] for clause in of if clause in first).isoformat()
        for name, of in wanted.items()
        if any(clause in first for clause in of)
    }
