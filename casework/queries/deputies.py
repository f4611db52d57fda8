"""Deputies: whose power somebody may exercise today, and whether it reaches a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.dossier import Dossier
from casework.queries.people import actor, roles_of
from casework.queries.sign_in import SignedIn
from casework.records.delegation import Delegation
from casework.records.people import User
from workflows.delegation import Delegation as Lent
from workflows.delegation import acting_refusals
from workflows.money import Money
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role, Scope
from workflows.term import Term


def as_rule(row: Delegation) -> Lent:
    """A kept delegation as the rule book knows it."""
    return Lent(
        grantor=row.grantor_id,
        deputy=row.deputy_id,
        role=Role(row.role),
        department=row.department_id,
        term=Term(row.starts_on, row.until),
        clause=row.clause_id,
        limit=None if row.limit_fen is None else Money(row.limit_fen),
    )


def lent_to(session: Session, deputy_id: int, *, on: date) -> Sequence[tuple[Delegation, str]]:
    """What somebody may exercise for others on a day, each with the grantor's name."""
    rows = session.execute(
        sa.select(Delegation, User.display_name)
        .join(User, User.id == Delegation.grantor_id)
        .where(Delegation.deputy_id == deputy_id, _running(on))
        .order_by(Delegation.until, Delegation.id)
    )
    return [(row, name) for row, name in rows]


def lent_by(session: Session, grantor_id: int) -> Sequence[tuple[Delegation, str]]:
    """Everything somebody lent, the latest first, each with the deputy's name."""
    rows = session.execute(
        sa.select(Delegation, User.display_name)
        .join(User, User.id == Delegation.deputy_id)
        .where(Delegation.grantor_id == grantor_id)
        .order_by(Delegation.id.desc())
    )
    return [(row, name) for row, name in rows]


def as_deputy(session: Session, deputy_id: int, delegation_id: int, *, on: date) -> Actor:
    """The deputy as an actor with the lent role only; Refused unless it runs and is theirs."""
    row = session.scalars(
        sa.select(Delegation).where(
            Delegation.id == delegation_id, Delegation.deputy_id == deputy_id, _running(on)
        )
    ).one_or_none()
    if row is None or Role(row.role) not in roles_of(session, row.grantor_id, on=on):
        raise Refused(Refusal("delegation_not_running", {"day": on}))
    deputy, grantor = actor(session, deputy_id, on=on), actor(session, row.grantor_id, on=on)
    return Actor(
        user_id=deputy.user_id,
        name=deputy.name,
        roles=frozenset({Role(row.role)}),
        department=row.department_id,
        deputizes_for=row.grantor_id,
        district=grantor.district,
    )


def standing_in(session: Session, known: SignedIn, delegation_id: object, *, on: date) -> SignedIn:
    """The person as the deputy they act as; as themselves once the power has ended."""
    if not isinstance(delegation_id, int) or known.actor.enterprise_id is not None:
        return known
    try:
        deputy = as_deputy(session, known.actor.user_id, delegation_id, on=on)
    except Refused:
        return known
    grantor = session.get_one(User, deputy.deputizes_for)
    return replace(known, actor=deputy, acting_for=grantor.display_name)


def refuse_ended(session: Session, actor: Actor, on: date) -> None:
    """Refused unless what this deputy acts on is still lent, by somebody who still has it."""
    if actor.deputizes_for is not None:
        _lent_still(session, actor, on)


def _lent_still(session: Session, actor: Actor, on: date) -> Sequence[Delegation]:
    """What is lent and was not taken back, read now and not when the deputy signed in."""
    lent = session.scalars(
        sa.select(Delegation).where(
            Delegation.deputy_id == actor.user_id,
            Delegation.grantor_id == actor.deputizes_for,
            Delegation.role.in_([role.value for role in actor.roles]),
            Delegation.revoked_at.is_(None),
        )
    ).all()
    held = roles_of(session, actor.deputizes_for or 0, on=on)
    still = [row for row in lent if Role(row.role) in held]
    if not any(as_rule(row).term.covers(on) for row in still):
        raise Refused(Refusal("delegation_not_running", {"day": on}))
    return still


def refuse_beyond(
    session: Session,
    dossier: Dossier,
    actor: Actor,
    amount: Money | None,
    on: date,
    *,
    department: str | None = None,
) -> None:
    """Refused with every reason unless some delegation lets this deputy act on this case.

    `department` is whose matter it is, where that is not the department of the case.
    """
    if actor.deputizes_for is None:
        return
    case = dossier.case
    if amount is None and case.ceiling_fen:
        amount = Money(case.ceiling_fen)
    lent = _lent_still(session, actor, on)
    acted = {
        act.actor_id
        for act in dossier.acts
        if act.capacity and act.acting_for_id != actor.deputizes_for
    }
    refusals = [
        tuple(
            acting_refusals(
                as_rule(row),
                department=_department(row, department or case.department_id),
                clause=case.clause_id,
                amount=amount,
                recused=dossier.recused,
                acted=acted,
                on=on,
            )
        )
        for row in lent
    ]
    if all(refusals):
        raise Refused(*refusals[0])


def _department(row: Delegation, of_case: str) -> str:
    """Whose case it has to be: roles of the whole district reach every department's."""
    return row.department_id if Role(row.role).scope is Scope.DISTRICT else of_case


def _running(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        Delegation.revoked_at.is_(None), Delegation.starts_on <= on, Delegation.until > on
    )
