"""What the registers say of enterprises as of a day, under what officers found of a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.records.people import EnterpriseFact
from casework.records.review import CaseFact
from workflows.claims import Eligibility
from workflows.fact_values import read_facts
from workflows.prepared import prepare


class Registers:
    """What is said of some enterprises and cases, read in two statements."""

    def __init__(self, session: Session, enterprises: sa.ColumnElement[bool]) -> None:
        self._said: dict[int, list[tuple[date, str, Any]]] = defaultdict(list)
        columns: tuple[Any, ...] = (
            EnterpriseFact.enterprise_id,
            EnterpriseFact.as_of,
            EnterpriseFact.fact,
            EnterpriseFact.value,
        )
        said = sa.select(*columns).where(enterprises)
        for row in session.execute(said.order_by(EnterpriseFact.as_of, EnterpriseFact.id)):
            self._said[row.enterprise_id].append((row.as_of, row.fact, row.value))
        self._found: dict[int, dict[str, Any]] = defaultdict(dict)
        found = sa.select(CaseFact.case_id, CaseFact.fact, CaseFact.value).order_by(CaseFact.id)
        for case_id, fact, value in session.execute(found):
            self._found[case_id][fact] = value

    def on(self, enterprise_id: int, day: date) -> Mapping[str, Any]:
        """Of each fact the latest that held on a day."""
        return {fact: value for as_of, fact, value in self._said[enterprise_id] if as_of <= day}

    def unmet(
        self, clause_id: str, *, enterprise_id: int, case_id: int, day: date
    ) -> tuple[str, ...]:
        """The facts by which a clause is certainly not met; nothing where it is met or unknown."""
        clause = prepare(book()).clauses.get(clause_id)
        if clause is None:
            return ()
        found = self._found[case_id]
        read = read_facts(book().facts, {**self.on(enterprise_id, day), **found})
        verdict, reasons = clause.conditions.judge(read, frozenset(found))
        if verdict is not Eligibility.NOT_ELIGIBLE:
            return ()
        named = (one.fact for one in reasons if one.fact is not None and one.fact in read.values)
        return tuple(dict.fromkeys(named))
