"""Who may act: role and reach, recusal, and the same person in two capacities."""

from __future__ import annotations

from workflows.definition import Capacity
from workflows.facts import Involvement
from workflows.refusals import Refusal
from workflows.roles import ADMINISTRATORS, Actor, Role, Scope


def entitled(by: tuple[Role, ...], involved: Involvement, actor: Actor) -> Refusal | None:
    """The actor holds one of the roles, and that role reaches this case."""
    held = actor.roles.intersection(by)
    if not held or not ADMINISTRATORS.isdisjoint(actor.roles):
        return Refusal("not_your_step", {"roles": by})
    for role in held:
        if _reaches(role, involved, actor):
            return None
    return Refusal("beyond_your_reach")


def not_recused(involved: Involvement, actor: Actor) -> Refusal | None:
    """Nobody recused acts, nor through a deputy."""
    if not involved.recused:
        return None
    return Refusal("recused") if actor.persons & involved.recused else None


def apart(capacity: Capacity | None, involved: Involvement, actor: Actor) -> Refusal | None:
    """Nobody acts in two of applying, reviewing, approving, paying; history counts (ruling 29)."""
    if capacity is None or actor.is_system:
        return None
    for earlier, persons in involved.acted.items():
        if earlier is not capacity and actor.persons & persons:
            return Refusal("same_person", {"earlier": earlier, "now": capacity})
    return None


def _reaches(role: Role, involved: Involvement, actor: Actor) -> bool:
    if role.scope is Scope.ENTERPRISE:
        return actor.enterprise_id == involved.enterprise_id
    if not actor.is_system and involved.district not in (None, actor.district):
        return False  # an officer of another district
    if role.scope is Scope.DEPARTMENT:
        return actor.department in involved.departments
    if role.scope is Scope.CONSULTED:
        return actor.department in involved.consulted
    return role.scope is Scope.DISTRICT
