"""Deputies (授权代理): acting for an absent officer, within a term, a department and a limit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.money import Money
from workflows.refusals import Refusal
from workflows.roles import ADMINISTRATORS, Role
from workflows.term import Term

DELEGABLE = frozenset(Role) - ADMINISTRATORS - {Role.APPLICANT, Role.AUDITOR, Role.SYSTEM}


@dataclass(frozen=True, slots=True)
class Delegation:
    """The power of one officer lent to another; None for a clause or a limit means no narrowing."""

    grantor: int
    deputy: int
    role: Role
    department: str
    term: Term
    clause: str | None = None
    limit: Money | None = None

    def clashes(self, other: Delegation) -> bool:
        """Whether this delegation and the other lend the same role at the same time."""
        return (
            self.grantor == other.grantor
            and self.role == other.role
            and self.department == other.department
            and self.term.overlaps(other.term)
        )


def granting_refusals(
    new: Delegation,
    *,
    grantor_roles: Collection[Role],
    grantor_department: str | None,
    deputy_roles: Collection[Role],
    others: Sequence[Delegation],
    on: date,
) -> Iterator[Refusal]:
    """Why a power may not be lent: not one's own, to oneself, without end, lent on, lent twice."""
    if new.grantor == new.deputy:
        yield Refusal("deputy_of_oneself")
    if new.role not in DELEGABLE or new.role not in grantor_roles:
        yield Refusal("power_not_ones_own", {"role": new.role})
    if grantor_department is not None and new.department != grantor_department:
        yield Refusal("department_not_ones_own", {"department": new.department})
    if new.term.until is None:
        yield Refusal("delegation_without_end")
    if new.term.starts < on:
        yield Refusal("delegation_backdated", {"day": new.term.starts})
    if set(deputy_roles) & (ADMINISTRATORS | {Role.AUDITOR, Role.APPLICANT}):
        yield Refusal("deputy_holds_barred_role")
    if any(new.clashes(other) for other in others):
        yield Refusal("power_lent_already", {"role": new.role})


def acting_refusals(
    lent: Delegation,
    *,
    department: str,
    clause: str,
    amount: Money | None,
    recused: Collection[int],
    acted: Collection[int],
    on: date,
) -> Iterator[Refusal]:
    """Why a deputy may not act on a case.

    `acted` are the users who acted on it before in another capacity. An unknown amount is above
    every limit: a deputy with a limit acts only on a computed case.
    """
    if not lent.term.covers(on):
        yield Refusal("delegation_not_running", {"day": on})
    if lent.department != department:
        yield Refusal("delegation_of_other_department", {"department": department})
    if lent.clause is not None and lent.clause != clause:
        yield Refusal("delegation_of_other_clause", {"clause": clause})
    if lent.limit is not None and (amount is None or amount > lent.limit):
        yield Refusal("above_delegated_limit", {"limit": lent.limit})
    if {lent.deputy, lent.grantor} & set(recused):
        yield Refusal("recused")
    if lent.deputy in acted:
        yield Refusal("deputy_acted_already")
