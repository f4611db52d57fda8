"""People and enterprises behind cases: related applicants, agents, recused, one in two parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.red_flags.finding import NEVER_SUPPORTED, Found, Rows, Within, named
from casework.records.case import Case
from casework.records.case_event import CaseEvent
from casework.records.meeting.agenda import AgendaItem, MeetingOpinion
from casework.records.people import (
    Enterprise,
    EnterpriseContact,
    EnterpriseMember,
    RoleGrant,
    User,
)
from casework.records.public_notice import Objection
from casework.records.recusal import Recusal
from casework.records.sign_in import AccessEntry, AccessKind
from workflows.definition import Capacity
from workflows.meeting.recusal import Standing
from workflows.roles import ADMINISTRATORS

AGENT_OF = 5
"""From so many enterprises on, one contact counts as an agent."""

_TRAITS: tuple[tuple[str, Any], ...] = (
    ("same_legal_person", Enterprise.legal_person),
    ("same_address", Enterprise.registered_address),
    ("same_phone", EnterpriseContact.phone),
    ("same_email", EnterpriseContact.email),
    ("same_account", EnterpriseContact.account_number),
)


def related_applicants(session: Session, within: Within) -> Iterator[Found]:
    """5 · Enterprises that applied share legal person, address, phone, e-mail, account, handler."""
    for why, trait in _TRAITS:
        yield from _sharing(session, within, why, _holders(trait), at_least=2)
    yield from _sharing(session, within, "same_handler", _handlers(), at_least=2)


def agents(session: Session, within: Within) -> Iterator[Found]:
    """6 · One phone, e-mail or person stands behind five enterprises or more."""
    for why, trait in (
        ("same_phone", EnterpriseContact.phone),
        ("same_email", EnterpriseContact.email),
    ):
        yield from _sharing(session, within, why, _holders(trait), at_least=AGENT_OF)
    yield from _sharing(session, within, "same_handler", _handlers(), at_least=AGENT_OF)


def _holders(trait: Any) -> Rows:
    return (
        sa.select(Enterprise.id.label("enterprise_id"), trait.label("trait"))
        .outerjoin(EnterpriseContact, EnterpriseContact.enterprise_id == Enterprise.id)
        .where(trait != "")
    )


def _handlers() -> Rows:
    return sa.select(
        EnterpriseMember.enterprise_id.label("enterprise_id"), User.sign_in_name.label("trait")
    ).join(User, User.id == EnterpriseMember.user_id)


def _sharing(
    session: Session, within: Within, why: str, holders: Rows, *, at_least: int
) -> Iterator[Found]:
    """A finding for each case whose enterprise shares a trait with others that applied."""
    of, other = aliased(Case), aliased(Case)
    applied = sa.select(other.enterprise_id).where(other.state != "draft")
    has = holders.subquery()
    count = sa.func.count(has.c.enterprise_id.distinct())
    several = (
        sa.select(has.c.trait, count.label("enterprises"))
        .where(has.c.enterprise_id.in_(applied))
        .group_by(has.c.trait)
        .having(count >= at_least)
        .subquery()
    )
    rows = (
        sa.select(of.id.label("case_id"), has.c.trait.label("subject"), several.c.enterprises)
        .join(has, has.c.enterprise_id == of.enterprise_id)
        .join(several, several.c.trait == has.c.trait)
        .where(of.state.not_in(NEVER_SUPPORTED))
        .distinct()
    )
    for found in named(session, within, rows):
        shown = found.facts["subject"]
        subject = _masked(shown) if why in ("same_phone", "same_account") else shown
        yield found.saying(why=why, subject=subject, enterprises=found.facts["enterprises"])


def _masked(number: str) -> str:
    """The last four characters: enough to tell one from another."""
    return f"****{number[-4:]}"


def recused_acted(session: Session, within: Within) -> Iterator[Found]:
    """16 · A recused person acted on, voted on or opened the case after the recusal."""
    declared = Recusal.raised_by_id == Recusal.person_id
    kept_out = sa.or_(
        Recusal.standing == Standing.ORDERED,
        sa.and_(Recusal.standing == Standing.PENDING, declared),
    )
    of = aliased(Case)
    from_then = sa.func.coalesce(
        sa.case((declared, Recusal.raised_at)),
        Recusal.decided_at,
        type_=Recusal.raised_at.type,
    )
    person = sa.or_(
        CaseEvent.actor_id == Recusal.person_id, CaseEvent.acting_for_id == Recusal.person_id
    )
    acted = (
        sa.select(
            Recusal.case_id,
            User.display_name.label("person"),
            CaseEvent.action.label("act"),
            CaseEvent.at.label("at"),
        )
        .join(CaseEvent, sa.and_(CaseEvent.case_id == Recusal.case_id, person))
        .join(User, User.id == Recusal.person_id)
        .where(kept_out, CaseEvent.at > from_then, CaseEvent.action != "raise_recusal")
    )
    voted = (
        sa.select(
            Recusal.case_id,
            User.display_name.label("person"),
            sa.literal("vote").label("act"),
            MeetingOpinion.at.label("at"),
        )
        .join(AgendaItem, AgendaItem.case_id == Recusal.case_id)
        .join(
            MeetingOpinion,
            sa.and_(
                MeetingOpinion.item_id == AgendaItem.id,
                MeetingOpinion.person_id == Recusal.person_id,
            ),
        )
        .join(User, User.id == Recusal.person_id)
        .where(kept_out, MeetingOpinion.at > from_then)
    )
    opened = (
        sa.select(
            Recusal.case_id,
            User.display_name.label("person"),
            sa.literal("open").label("act"),
            AccessEntry.at.label("at"),
        )
        .join(of, of.id == Recusal.case_id)
        .join(
            AccessEntry,
            sa.and_(
                AccessEntry.user_id == Recusal.person_id, AccessEntry.path.contains(of.reference)
            ),
        )
        .join(User, User.id == Recusal.person_id)
        .where(kept_out, AccessEntry.at > from_then, AccessEntry.kind != AccessKind.REFUSED)
    )
    for statement in (acted, voted, opened):
        yield from named(session, within, statement)


def same_person_twice(session: Session, within: Within) -> Iterator[Found]:
    """17 · One person in two parts of a case: apply, review, approve, pay, examine, administer."""
    parts: dict[tuple[str | None, str], tuple[Found, set[str]]] = defaultdict(
        lambda: (_NOBODY, set())
    )
    for statement in (_in_capacities(within), _as_members(), _as_examiners(), _as_administrators()):
        for found in named(session, within, statement):
            key = (found.case, found.facts["person"])
            parts[key] = (found, parts[key][1] | {found.facts["capacity"]})
    for found, capacities in parts.values():
        if len(capacities) > 1:
            yield found.saying(
                person=found.facts["person"], capacities=", ".join(sorted(capacities))
            )


_NOBODY = Found(None, None, None, None, {})


def _acting(within: Within) -> sa.Subquery:
    """Who acted on which case, deputies and those they stood in for alike."""
    looked_at = CaseEvent.case_id.in_(within.ids()) if within.is_narrowed else sa.true()
    return sa.union(
        sa.select(CaseEvent.case_id, CaseEvent.capacity, CaseEvent.actor_id.label("user_id")).where(
            looked_at
        ),
        sa.select(
            CaseEvent.case_id, CaseEvent.capacity, CaseEvent.acting_for_id.label("user_id")
        ).where(CaseEvent.acting_for_id.is_not(None), looked_at),
    ).subquery()


def _in_capacities(within: Within) -> Rows:
    """Who acted in more than one capacity."""
    acting, several = _acting(within), _acting(within)
    twice = (
        sa.select(several.c.case_id, several.c.user_id)
        .where(several.c.capacity != "")
        .group_by(several.c.case_id, several.c.user_id)
        .having(sa.func.count(several.c.capacity.distinct()) > 1)
        .subquery()
    )
    return (
        sa.select(acting.c.case_id, User.display_name.label("person"), acting.c.capacity)
        .join(
            twice,
            sa.and_(twice.c.case_id == acting.c.case_id, twice.c.user_id == acting.c.user_id),
        )
        .join(User, User.id == acting.c.user_id)
        .where(acting.c.capacity != "")
    )


def _as_members() -> Rows:
    """Who handled a case as an officer and belongs to its enterprise."""
    of = aliased(Case)
    return (
        _both(sa.literal("member"))
        .join(of, of.id == CaseEvent.case_id)
        .join(
            EnterpriseMember,
            sa.and_(
                EnterpriseMember.enterprise_id == of.enterprise_id,
                EnterpriseMember.user_id == CaseEvent.actor_id,
            ),
        )
        .where(CaseEvent.capacity.not_in(("", Capacity.APPLYING.value)))
    )


def _as_examiners() -> Rows:
    """Who examined an objection to a case they had handled."""
    return (
        _both(sa.literal("examining"))
        .join(
            Objection,
            sa.and_(
                Objection.case_id == CaseEvent.case_id,
                Objection.examiner_id == CaseEvent.actor_id,
            ),
        )
        .where(CaseEvent.capacity.not_in(("", "examining")))
    )


def _as_administrators() -> Rows:
    """Who acted on a case while being an administrator."""
    return (
        _both(sa.literal("administrator"))
        .join(
            RoleGrant,
            sa.and_(
                RoleGrant.user_id == CaseEvent.actor_id,
                RoleGrant.role.in_([role.value for role in ADMINISTRATORS]),
                RoleGrant.granted_at <= CaseEvent.at,
                sa.or_(RoleGrant.revoked_at.is_(None), RoleGrant.revoked_at > CaseEvent.at),
            ),
        )
        .where(CaseEvent.capacity != "")
    )


def _both(second: sa.ColumnElement[str]) -> Rows:
    """Two rows for each act: the capacity it was done in, and the second one."""
    part = sa.union_all(sa.select(sa.literal(1).label("n")), sa.select(sa.literal(2).label("n")))
    which = part.subquery()
    return (
        sa.select(
            CaseEvent.case_id,
            User.display_name.label("person"),
            sa.case((which.c.n == 1, CaseEvent.capacity), else_=second).label("capacity"),
        )
        .select_from(CaseEvent)
        .join(which, sa.true())
        .join(User, User.id == CaseEvent.actor_id)
    )
