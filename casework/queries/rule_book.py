"""The rule book as this office uses it: its policies, and the clause a case stands under."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from casework.config import policy_folders
from casework.records.case import Case
from workflows.catalogue import Catalogue, catalogue
from workflows.history import hash_of
from workflows.policy.document import Clause, Clocks, Policy
from workflows.policy.limits import Plan


class Terms(NamedTuple):
    """The clause and document a case stands under, with their clocks."""

    policy: Policy
    clause: Clause

    @property
    def clocks(self) -> Clocks:
        """Working days allowed: the clause's own, else the document's."""
        return self.clause.clocks or self.policy.clocks

    @property
    def notice_days(self) -> int:
        """Working days of public notice: the clause's own, else the document's (ruling 27)."""
        days = self.clause.notice_working_days
        return self.policy.notice_working_days if days is None else days


@cache
def book() -> Catalogue:
    """The policies of the package and of the folders in the settings."""
    return catalogue(*policy_folders())


def terms_of(case: Case) -> Terms:
    """What the case stands under for life (ruling 1)."""
    return terms(case.clause_id)


def plan_of(case: Case) -> Plan:
    """How the award of a case is paid: by a plan of its own, else as its clause says."""
    if case.plan is None:
        return terms_of(case).clause.plan
    return Plan.model_validate(case.plan)


@cache
def terms(clause_id: str) -> Terms:
    """The clause of an id and its document; KeyError where there is none."""
    return Terms(book().document_of(clause_id), book().clause(clause_id))


@cache
def edition(clause_id: str) -> str:
    """SHA-256 of the clause as it is read today: a later correction shows as another edition."""
    return hash_of(content(clause_id))


@cache
def content(clause_id: str) -> Mapping[str, Any]:
    """The clause as it is read today, as JSON keeps it; what is not said is left out."""
    said: dict[str, Any] = terms(clause_id).clause.model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    return said
