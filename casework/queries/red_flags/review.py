"""Legal review that a flag demands and a decision went without (ruling 31)."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.red_flags.finding import Found, Within, named
from casework.queries.rule_book import book
from casework.records.award import Award
from casework.records.review import LegalAnswer

COMPETITION = ("C1", "C2", "C4", "C6")
"""Award by contribution, by moving in, for named enterprises; no record of the review."""


def without_competition_review(session: Session, within: Within) -> Iterator[Found]:
    """30 · An award tied to contribution or a list without a valid competition review before it."""
    for flag in COMPETITION:
        carrying = [
            clause.id
            for policy in book().policies
            for clause in policy.clause
            if flag in (*policy.flags, *clause.flags)
        ]
        answered = sa.exists().where(
            LegalAnswer.case_id == Award.case_id,
            LegalAnswer.flag == flag,
            LegalAnswer.may_proceed,
            LegalAnswer.event_number <= Award.event_number,
        )
        rows = sa.select(Award.case_id, Award.amount_fen, Award.decided_on).where(
            Award.clause_id.in_(carrying), ~answered
        )
        for found in named(session, within, rows):
            yield found.saying(flag=flag, **found.facts)
