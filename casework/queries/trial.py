"""Trying a clause out (试算): what it would come to, with nothing kept and nothing promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from casework.queries import past, people
from casework.queries.questions import judged
from casework.queries.rule_book import book, terms
from casework.records.people import Enterprise
from workflows.assessment import assess
from workflows.claims import Claim, ClaimAssessment, PastAward, Recognition, Request
from workflows.matching import Matches, match
from workflows.matters import SUBSIDY_YEAR
from workflows.money import Money

ANYBODY = "91110102MA00000000"
"""Stands for an enterprise that is not named."""
NO_HISTORY: tuple[PastAward, ...] = ()


def try_out(
    clause_id: str,
    facts: Mapping[str, Any],
    *,
    on: date,
    credit_code: str = ANYBODY,
    history: tuple[PastAward, ...] = NO_HISTORY,
    figure: Money | None = None,
    rate: Fraction | None = None,
    base: str | None = None,
) -> ClaimAssessment:
    """What a clause comes to on a day; whatever officers would recognize counts as recognized."""
    recognised = tuple(
        Recognition(fact=fact, decision="", on=on, by="")
        for fact in sorted(judged(clause_id))
        if fact in facts
    )
    claim = Claim(
        id="trial",
        clause=clause_id,
        facts={SUBSIDY_YEAR: on.year, **facts},
        figure=figure,
        rate=rate,
        base=base,
        subject=None if _names_subject(clause_id, facts) else "trial",
        recognitions=recognised,
    )
    request = Request(filed_on=on, enterprise=credit_code, claims=(claim,), history=history)
    return assess(book(), request).claims[0]


def history_of(session: Session, enterprise_id: int) -> tuple[str, tuple[PastAward, ...]]:
    """Credit code and past awards of an enterprise."""
    enterprise = session.get_one(Enterprise, enterprise_id)
    return enterprise.credit_code, past.awards(session, enterprise, besides=0)


def matches_of(session: Session, enterprise_id: int, *, on: date) -> Matches:
    """Every clause in force set against what the registers know of an enterprise."""
    enterprise = session.get_one(Enterprise, enterprise_id)
    known = people.enterprise_facts(session, enterprise_id, on=on)
    return match(book(), Request(filed_on=on, enterprise=enterprise.credit_code, facts=known))


def _names_subject(clause_id: str, facts: Mapping[str, Any]) -> bool:
    matter = terms(clause_id).clause.matter
    return matter is None or all(fact in facts or fact == SUBSIDY_YEAR for fact in matter.subject)
