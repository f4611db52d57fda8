"""Lending a power for an absence (授权代理), and taking it back early."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.deputies import as_rule
from casework.queries.people import by_id, roles_of
from casework.queries.rule_book import book
from casework.records.delegation import Delegation
from casework.records.people import UserStatus
from workflows.delegation import Delegation as Lent
from workflows.delegation import granting_refusals
from workflows.money import Money
from workflows.refusals import Refusal, Refused, refuse_any
from workflows.roles import Actor, Role
from workflows.term import Term, civil_date


def grant(
    session: Session,
    *,
    deputy_id: int,
    role: Role,
    starts_on: date,
    until: date,
    reason: str,
    actor: Actor,
    at: datetime,
    clause_id: str | None = None,
    limit: Money | None = None,
) -> Delegation:
    """Lend one of one's own roles to somebody for a term; `until` is the first day without it.

    Narrowed to a clause and to amounts up to `limit`, where these are given.
    """
    deputy = by_id(session, deputy_id)
    if deputy is None or deputy.status is not UserStatus.ACTIVE:
        raise Refused(Refusal("user_not_active"))
    if actor.department is None or actor.deputizes_for is not None:
        raise Refused(Refusal("power_not_ones_own", {"role": role}))
    if until <= starts_on:
        raise Refused(Refusal("delegation_without_end"))
    if clause_id is not None and clause_id not in book().clauses:
        raise Refused(Refusal("clause_unknown", {"clause": clause_id}))
    if not reason.strip():
        raise Refused(Refusal("reason_wanted"))
    on = civil_date(at)
    others = session.scalars(
        sa.select(Delegation)
        .where(Delegation.grantor_id == actor.user_id, Delegation.revoked_at.is_(None))
        .with_for_update()
    )
    new = Lent(
        actor.user_id, deputy_id, role, actor.department, Term(starts_on, until), clause_id, limit
    )
    refuse_any(
        granting_refusals(
            new,
            grantor_roles=roles_of(session, actor.user_id, on=on),
            grantor_department=actor.department,
            deputy_roles=roles_of(session, deputy_id, on=on),
            others=[as_rule(one) for one in others],
            on=on,
        )
    )
    row = Delegation(
        grantor_id=actor.user_id,
        deputy_id=deputy_id,
        role=role.value,
        department_id=actor.department,
        clause_id=clause_id,
        limit_fen=None if limit is None else limit.fen,
        starts_on=starts_on,
        until=until,
        reason=reason.strip(),
        granted_by_id=actor.user_id,
        granted_at=at,
    )
    session.add(row)
    session.flush()
    return row


def revoke(session: Session, *, delegation_id: int, actor: Actor, at: datetime) -> Delegation:
    """Take a lent power back before its term ends; by who lent it."""
    row = session.get(Delegation, delegation_id, with_for_update=True)
    if row is None or row.grantor_id != actor.user_id:
        raise Refused(Refusal("power_not_ones_own", {"role": ""}))
    if row.revoked_at is not None:
        raise Refused(Refusal("delegation_revoked_already"))
    row.revoked_by_id, row.revoked_at = actor.user_id, at
    session.flush()
    return row
