"""The people of a trial office by what they come for, as its sign-in page sets them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from casework.queries.sign_in import Someone
from workflows.roles import Role

AUDIENCES: Mapping[str, frozenset[Role]] = {
    "enterprise": frozenset({Role.APPLICANT}),
    "review": frozenset(
        {Role.WINDOW, Role.REVIEWER, Role.SECOND_REVIEWER, Role.CONSULTED, Role.APPROVER}
    ),
    "meeting": frozenset({
        Role.SECRETARY, Role.CONVENER, Role.MEMBER, Role.GOVERNMENT_OFFICE,
        Role.OBJECTION_EXAMINER,
    }),
    "finance": frozenset({Role.FINANCE, Role.FINANCE_APPROVER}),
    "audit": frozenset({Role.AUDITOR}),
    "administration": frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
}  # fmt: skip
"""Each kind of person with the roles it is known by; the first that fits."""


def by_audience(people: Iterable[Someone]) -> Sequence[tuple[str, Sequence[Someone]]]:
    """Everybody under what they come for; who holds no role belongs to an enterprise."""
    found: dict[str, list[Someone]] = {name: [] for name in AUDIENCES}
    for one in people:
        held = set(one.roles) or {Role.APPLICANT}
        place = next((name for name, roles in AUDIENCES.items() if roles & held), "administration")
        found[place].append(one)
    return tuple((name, those) for name, those in found.items() if those)
