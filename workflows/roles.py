"""Who may act: the roles of a subsidy case and the actor who holds them (practice 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """How far a role reaches."""

    ENTERPRISE = "enterprise"  # the cases of one enterprise
    DEPARTMENT = "department"  # the cases of the departments in charge
    CONSULTED = "consulted"  # the cases on which the department was asked for an opinion
    DISTRICT = "district"  # every case
    NO_CASE = "no_case"  # no case at all (the three administrators)


class Role(StrEnum):
    """A capacity granted to a user; what each may do stands in the processes."""

    APPLICANT = "applicant"
    WINDOW = "window"
    REVIEWER = "reviewer"
    SECOND_REVIEWER = "second_reviewer"
    CONSULTED = "consulted"
    APPROVER = "approver"
    SECRETARY = "secretary"
    CONVENER = "convener"
    MEMBER = "member"
    GOVERNMENT_OFFICE = "government_office"
    FINANCE = "finance"
    FINANCE_APPROVER = "finance_approver"
    OBJECTION_EXAMINER = "objection_examiner"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    SYSTEM = "system"

    @property
    def scope(self) -> Scope:
        """How far this role reaches; whoever is not listed reaches the whole district."""
        return _SCOPES.get(self, Scope.DISTRICT)


_SCOPES = {
    Role.APPLICANT: Scope.ENTERPRISE,
    Role.WINDOW: Scope.DISTRICT,
    Role.REVIEWER: Scope.DEPARTMENT,
    Role.SECOND_REVIEWER: Scope.DEPARTMENT,
    Role.APPROVER: Scope.DEPARTMENT,
    Role.CONSULTED: Scope.CONSULTED,
    Role.SYSTEM_ADMIN: Scope.NO_CASE,
    Role.SECURITY_ADMIN: Scope.NO_CASE,
    Role.AUDIT_ADMIN: Scope.NO_CASE,
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the system) who takes a step.

    `department` is the department's id, as the clauses write it; `enterprise_id` is set for
    applicants. `deputizes_for` is the user whose powers are exercised: both persons count in the
    same-person rule (ruling 29).
    """

    user_id: int
    name: str
    roles: frozenset[Role]
    department: str | None = None
    enterprise_id: int | None = None
    deputizes_for: int | None = None
    district: str | None = None

    @property
    def persons(self) -> frozenset[int]:
        """Every user this act counts for: who signs, and whom they deputize for."""
        if self.deputizes_for is None:
            return frozenset({self.user_id})
        return frozenset({self.user_id, self.deputizes_for})

    @property
    def is_system(self) -> bool:
        """Whether no person acts, only a date that was reached."""
        return Role.SYSTEM in self.roles


SYSTEM_USER_ID = 0
SYSTEM = Actor(user_id=SYSTEM_USER_ID, name="system", roles=frozenset({Role.SYSTEM}))
