"""Which cases a report looks at, what it finds, and the one join that names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework import permissions
from casework.queries.sought import naming
from casework.records.case import Case
from casework.records.ledger_entry import LedgerEntry
from casework.records.people import Enterprise
from workflows.roles import Actor

Rows = sa.Select[*tuple[Any, ...]]
"""A statement, whatever its columns."""

NEVER_SUPPORTED = ("draft", "withdrawn", "lapsed", "not_accepted", "declined")
LIVE = Case.state.not_in(NEVER_SUPPORTED)
"""A case that asks for money, or has been given some."""

PAY = LedgerEntry.kind == "pay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The cases a report looks at: those in the actor's sight, narrowed by what was asked."""

    actor: Actor
    on: date
    """The day the report is made: what is late or open is so on this day."""
    since: date | None = None
    until: date | None = None
    """First and last day of first filing, both included."""
    policy: str = ""
    department: str = ""
    text: str = ""
    """A case number, a credit code, or part of a name."""

    def cases(self) -> sa.ColumnElement[bool]:
        """The condition on `Case`, joined with its `Enterprise`."""
        asked = [permissions.visible_cases(self.actor)]
        if self.since is not None:
            asked.append(Case.filed_on >= self.since)
        if self.until is not None:
            asked.append(Case.filed_on <= self.until)
        if self.policy:
            asked.append(Case.policy_id == self.policy)
        if self.department:
            asked.append(Case.department_id == self.department)
        if self.text:
            asked.append(naming(self.text))
        return sa.and_(*asked)

    def ids(self) -> sa.Select[int]:
        """The ids of these cases, for what is grouped before it is named."""
        joined = sa.select(Case.id).join(Enterprise, Enterprise.id == Case.enterprise_id)
        return joined.where(self.cases())

    @property
    def is_narrowed(self) -> bool:
        """Whether cases were asked for: what belongs to no case is then left out."""
        return any((self.since, self.until, self.policy, self.department, self.text))


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: the case and enterprise it is about, if any, and its facts by column."""

    case: str | None
    enterprise: str | None
    credit_code: str | None
    department: str | None
    facts: Mapping[str, Any]

    def saying(self, **facts: Any) -> Found:
        """The same finding with other facts."""
        return replace(self, facts=facts)


def named(session: Session, within: Within, statement: Rows) -> Iterator[Found]:
    """Each row of a statement that has a `case_id`, as a finding of a case that is looked at."""
    asked = statement.subquery("asked")
    facts = [column for column in asked.c if column.name != "case_id"]
    rows = session.execute(
        sa.select(
            Case.reference, Enterprise.name, Enterprise.credit_code, Case.department_id, *facts
        )
        .join(asked, asked.c.case_id == Case.id)
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(within.cases())
        .order_by(Case.id, *(column for column in facts if _sorts(column)))
    )
    names = [column.name for column in facts]
    for row in rows:
        yield Found(row[0], row[1], row[2], row[3], dict(zip(names, row[4:], strict=True)))


def _sorts(column: sa.ColumnElement[Any]) -> bool:
    return not isinstance(column.type, sa.JSON)
