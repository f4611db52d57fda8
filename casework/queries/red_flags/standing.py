"""Outside the policy's time; enterprises that were not, or are no longer, what a clause asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import NEVER_SUPPORTED, Found, Within, named
from casework.queries.red_flags.registers import Registers
from casework.queries.rule_book import book
from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.case import Case
from casework.records.people import EnterpriseFact
from workflows.claims import InForce

_PLACE: dict[str, Callable[[Any, str], bool]] = {
    "enterprise.district": lambda value, case: value == case,
    "enterprise.registered_in_district": lambda value, _case: value is not False,
    "enterprise.is_resident": lambda value, _case: value is not False,
}
"""Facts that say where an enterprise belongs, and whether a value still fits the case."""


def outside_policy_time(session: Session, within: Within) -> Iterator[Found]:
    """8 · First filed outside the clause's term; a support that continues (ruling 3) is none."""
    of, last = aliased(Case), aliased(Assessment)
    newest = sa.select(sa.func.max(last.number)).where(last.case_id == of.id).scalar_subquery()
    terms = [(clause, book().term_of(clause)) for clause in book().clauses]
    outside = [
        sa.and_(
            of.clause_id == clause,
            of.filed_on < term.starts
            if term.until is None
            else sa.or_(of.filed_on < term.starts, of.filed_on >= term.until),
        )
        for clause, term in terms
    ]
    rows = (
        sa.select(
            of.id.label("case_id"),
            of.clause_id.label("clause"),
            of.filed_on,
            Assessment.answer["in_force"].as_string().label("in_force"),
        )
        .outerjoin(Assessment, sa.and_(Assessment.case_id == of.id, Assessment.number == newest))
        .where(of.state.not_in(NEVER_SUPPORTED), sa.or_(*outside))
    )
    for found in named(session, within, rows):
        if found.facts["in_force"] != InForce.CONTINUING.value:
            term = book().term_of(found.facts["clause"])
            yield found.saying(
                filed_on=found.facts["filed_on"], starts_on=term.starts, until=term.until
            )


def not_eligible(session: Session, within: Within) -> Iterator[Found]:
    """9 · By what the registers say today of the day of decision, the clause is not met."""
    registers = Registers(session, EnterpriseFact.enterprise_id.in_(sa.select(Award.enterprise_id)))
    of = aliased(Case)
    rows = sa.select(
        Award.case_id,
        Award.case_id.label("id"),
        Award.clause_id.label("clause"),
        Award.enterprise_id.label("whose"),
        Award.decided_on,
        of.filed_on,
    ).join(of, of.id == Award.case_id)
    for found in named(session, within, rows):
        facts = found.facts
        for day in dict.fromkeys((facts["filed_on"], facts["decided_on"])):
            unmet = registers.unmet(
                facts["clause"], enterprise_id=facts["whose"], case_id=facts["id"], day=day
            )
            if unmet:
                yield found.saying(fact=", ".join(unmet), as_of=day, decided_on=facts["decided_on"])
                break


def left_the_district(session: Session, within: Within) -> Iterator[Found]:
    """10 · Registration or tax moved away since the award; a fact, no fault (ruling 30)."""
    rows = (
        sa.select(
            Award.case_id,
            Award.decided_on,
            Award.enterprise_id.label("whose"),
            EnterpriseFact.fact.label("fact"),
            EnterpriseFact.value,
            EnterpriseFact.as_of,
            EnterpriseFact.id.label("entry"),
            Case.district_id.label("district"),
        )
        .join(Case, Case.id == Award.case_id)
        .join(
            EnterpriseFact,
            sa.and_(
                EnterpriseFact.enterprise_id == Award.enterprise_id,
                EnterpriseFact.as_of > Award.decided_on,
            ),
        )
        .where(EnterpriseFact.fact.in_(_PLACE), EnterpriseFact.as_of <= within.on)
    )
    latest: dict[tuple[str | None, str], Found] = {}
    for found in named(session, within, rows):
        key = (found.case, found.facts["fact"])
        before = latest.get(key)
        if before is None or _moment(before) < _moment(found):
            latest[key] = found
    for found in latest.values():
        facts = found.facts
        if not _PLACE[facts["fact"]](facts["value"], facts["district"]):
            yield found.saying(
                fact=facts["fact"],
                as_of=facts["as_of"],
                decided_on=facts["decided_on"],
            )


def _moment(found: Found) -> tuple[date, int]:
    return found.facts["as_of"], found.facts["entry"]
