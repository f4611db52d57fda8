"""The fixed cast: three enterprises, the officers of one department, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.commands import people as register
from casework.queries import people
from casework.queries.rule_book import book
from casework.records.people import MemberRole, User
from tests.once import once
from workflows.roles import Actor, Role

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday, nine in the morning in Beijing."""

SINCE = date(2020, 1, 1)
DEPARTMENT = "xc-kxj"

ELIGIBLE: dict[str, Any] = {
    "enterprise.district": "xicheng",
    "enterprise.independent_accounting": True,
    "enterprise.size_class": "small",
}

OFFICERS = {
    "window": (Role.WINDOW,),
    "reviewer": (Role.REVIEWER,),
    "second_reviewer": (Role.SECOND_REVIEWER,),
    "approver": (Role.APPROVER,),
    "other_approver": (Role.APPROVER,),
    "secretary": (Role.SECRETARY,),
    "convener": (Role.CONVENER,),
    "government_office": (Role.GOVERNMENT_OFFICE,),
    "finance": (Role.FINANCE,),
    "finance_approver": (Role.FINANCE_APPROVER,),
    "objection_examiner": (Role.OBJECTION_EXAMINER,),
    "auditor": (Role.AUDITOR,),
    "system_admin": (Role.SYSTEM_ADMIN,),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, ready to act."""

    jia: Actor
    """Acts for 甲公司, eligible and complete."""
    yi: Actor
    """Acts for 乙公司."""
    bing: Actor
    """Acts for 丙公司, which left the district."""
    window: Actor
    reviewer: Actor
    second_reviewer: Actor
    approver: Actor
    other_approver: Actor
    secretary: Actor
    convener: Actor
    government_office: Actor
    finance: Actor
    finance_approver: Actor
    objection_examiner: Actor
    auditor: Actor
    system_admin: Actor
    consulted: Actor
    """Of another department of the district."""
    colleague: Actor
    """A reviewer of another department."""
    stranger: Actor
    """An officer of another district who must never get in."""


def gather(session: Session, *, department: str = DEPARTMENT) -> Cast:
    """Bring the cast into an empty office."""
    return once(session, ("cast", department), lambda: _gather(session, department))


def _gather(session: Session, department: str) -> Cast:
    register.load_rule_book(session, catalogue=book())
    session.flush()
    applicants = {
        "jia": _enterprise(session, "jia", "甲示例科技有限公司", "911101020000000018", "xicheng"),
        "yi": _enterprise(session, "yi", "乙示例科技有限公司", "911101020000000026", "xicheng"),
        "bing": _enterprise(session, "bing", "丙示例科技有限公司", "911101020000000034", "other"),
    }
    officers = {
        name: _officer(session, name, department, roles) for name, roles in OFFICERS.items()
    }
    officers["consulted"] = _officer(session, "consulted", "xc-rsj", (Role.CONSULTED,))
    officers["colleague"] = _officer(session, "colleague", "xc-rsj", (Role.REVIEWER,))
    officers["stranger"] = _officer(
        session, "stranger", "tz-cyb", (Role.REVIEWER, Role.APPROVER, Role.FINANCE)
    )
    return Cast(**applicants, **officers)


def _enterprise(session: Session, who: str, name: str, code: str, district: str) -> Actor:
    enterprise = register.register_enterprise(
        session,
        credit_code=code,
        name=name,
        at=START,
        district_id="xicheng",
        override_by=0,
        override_reason="a code of the tests",
    )
    user = register.add_user(session, sign_in_name=who, display_name=f"{name}经办人", at=START)
    register.add_member(
        session,
        enterprise_id=enterprise.id,
        user_id=user.id,
        role=MemberRole.OWNER,
        since=SINCE,
    )
    known = {**ELIGIBLE, "enterprise.district": district}
    for fact, value in known.items():
        register.record_enterprise_fact(
            session,
            catalogue=book(),
            enterprise_id=enterprise.id,
            fact=fact,
            value=value,
            as_of=SINCE,
            source="登记信息",
            actor=_as(session, user, enterprise_id=enterprise.id),
            at=START,
        )
    return _as(session, user, enterprise_id=enterprise.id)


def _officer(session: Session, name: str, department: str, roles: tuple[Role, ...]) -> Actor:
    user = register.add_user(
        session,
        sign_in_name=name,
        display_name=name,
        at=START,
        department_id=department,
        roles=roles,
    )
    return _as(session, user)


def _as(session: Session, user: User, *, enterprise_id: int | None = None) -> Actor:
    return people.actor(session, user.id, on=date(2026, 3, 2), enterprise_id=enterprise_id)
