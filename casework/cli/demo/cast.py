"""The people of the demonstration: plainly fictional enterprises and officers of departments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session
from stdnum.cn import uscc

from casework.commands import passwords, people
from casework.queries.rule_book import book
from casework.records.people import MemberRole, User
from workflows.roles import SYSTEM, Actor, Role

PASSWORD = "Shifan-2026"
"""The one password of everybody in the demonstration."""
SINCE = date(2022, 1, 4)
_REGION = "91110102MADEM"

SMALL: Mapping[str, Any] = {
    "enterprise.district": "xicheng",
    "enterprise.independent_accounting": True,
    "enterprise.size_class": "small",
    "enterprise.compliant_operation": True,
}
"""A small enterprise of the district with books of its own."""


@dataclass(frozen=True, slots=True)
class Company:
    """One fictional enterprise, and what the registers know of it."""

    sign_in: str
    name: str
    known: Mapping[str, Any] = field(default_factory=lambda: SMALL)
    kind: str = "enterprise"


COMPANIES = (
    Company("jiachen", "甲辰示范科技有限公司"),
    Company("yisi", "乙巳示范软件有限公司"),
    Company("bingwu", "丙午示范智造有限公司"),
    Company(
        "dingwei",
        "丁未示范控股有限公司",
        {
            "enterprise.district": "xicheng",
            "enterprise.establishment_date": "2022-08-01",
            "enterprise.is_newly_introduced": True,
        },
    ),
    Company("wushen", "戊申示范数据有限公司"),
    Company("jiyou", "己酉示范仪器有限公司"),
    Company("gengxu", "庚戌示范装备有限公司"),
    Company("xinhai", "辛亥示范材料有限公司"),
    Company("guichou", "癸丑示范光电有限公司"),
    Company("renzi", "壬子示范融资担保有限公司", {}, "guarantee_institution"),
)


@dataclass(frozen=True, slots=True)
class Officer:
    """One fictional officer: where, and with which roles."""

    sign_in: str
    name: str
    department: str
    roles: tuple[Role, ...]


def _department(short: str, name: str) -> tuple[Officer, ...]:
    """The reviewer and the approver of a department that decides."""
    of = f"xc-{short}"
    return (
        Officer(f"{short}-review", f"{name}·示范审核员", of, (Role.REVIEWER,)),
        Officer(f"{short}-approve", f"{name}·示范批准人", of, (Role.APPROVER,)),
    )


MEMBERS = {
    "fgw": "发改委",
    "czj": "财政局",
    "kxj": "科信局",
    "scj": "市场监管局",
    "rsj": "人社局",
    "sfj": "司法局",
    "jw": "纪委监委",
}
"""Departments that sit in the joint meeting."""
OBSERVERS = ("sfj", "jw")
"""They attend and do not vote."""

OFFICERS = (
    Officer("window", "综合窗口·示范受理员", "xc-zwj", (Role.WINDOW,)),
    *_department("kxj", "科信局"),
    *_department("xcy", "西城园"),
    *_department("zxqy", "中小企业中心"),
    *_department("fgw", "发改委"),
    Officer("secretary", "联席办·示范秘书", "xc-fgw", (Role.SECRETARY,)),
    Officer("convener", "区政府·示范召集人", "xc-zfb", (Role.CONVENER,)),
    *(
        Officer(f"member-{short}", f"{name}·示范委员", f"xc-{short}", (Role.MEMBER,))
        for short, name in MEMBERS.items()
    ),
    Officer("government", "区政府办·示范经办", "xc-zfb", (Role.GOVERNMENT_OFFICE,)),
    Officer("finance", "财政局·示范请款员", "xc-czj", (Role.FINANCE,)),
    Officer("finance-too", "财政局·示范会计", "xc-czj", (Role.FINANCE,)),
    Officer("checker", "财政局·示范审核人", "xc-czj", (Role.FINANCE_APPROVER,)),
    Officer("checker-too", "财政局·示范复核人", "xc-czj", (Role.FINANCE_APPROVER,)),
    Officer("objections", "司法局·示范异议审查员", "xc-sfj", (Role.OBJECTION_EXAMINER,)),
    Officer("auditor", "审计局·示范审计员", "xc-sjj", (Role.AUDITOR,)),
    Officer("system-admin", "示范系统管理员", "xc-zwj", (Role.SYSTEM_ADMIN,)),
    Officer("security-admin", "示范安全管理员", "xc-zwj", (Role.SECURITY_ADMIN,)),
    Officer("audit-admin", "示范审计管理员", "xc-zwj", (Role.AUDIT_ADMIN,)),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who was enrolled, by sign-in name: user ids, and the enterprise of each applicant."""

    users: Mapping[str, int]
    enterprises: Mapping[str, int]


def credit_code(number: int) -> str:
    """The credit code (统一社会信用代码) of the n-th enterprise, its check digit right."""
    body = f"{_REGION}{number:04d}"
    return body + str(uscc.calc_check_digit(body))


def enroll(session: Session, *, at: datetime) -> Cast:
    """Bring everybody into an empty office; the password is hashed once for all of them."""
    people.load_rule_book(session, catalogue=book())
    session.flush()
    secret = passwords.hashed(PASSWORD)
    users = {}
    for officer in OFFICERS:
        user = people.add_user(
            session,
            sign_in_name=officer.sign_in,
            display_name=officer.name,
            department_id=officer.department,
            roles=officer.roles,
            at=at,
        )
        users[officer.sign_in] = _with_password(user, secret, at)
    enterprises = {}
    for number, company in enumerate(COMPANIES, start=1):
        user = people.add_user(
            session, sign_in_name=company.sign_in, display_name=f"{company.name[:4]}·经办人", at=at
        )
        users[company.sign_in] = _with_password(user, secret, at)
        enterprises[company.sign_in] = _register(session, number, company, user, at)
    return Cast(users, enterprises)


def _with_password(user: User, secret: str, at: datetime) -> int:
    user.password_hash, user.password_changed_at = secret, at
    return user.id


def _register(session: Session, number: int, company: Company, user: User, at: datetime) -> int:
    enterprise = people.register_enterprise(
        session,
        credit_code=credit_code(number),
        name=company.name,
        district_id="xicheng",
        kind=company.kind,
        at=at,
    )
    people.add_member(
        session,
        enterprise_id=enterprise.id,
        user_id=user.id,
        role=MemberRole.OWNER,
        since=SINCE,
    )
    for fact, value in company.known.items():
        learn(session, enterprise_id=enterprise.id, fact=fact, value=value, as_of=SINCE, at=at)
    return enterprise.id


def learn(
    session: Session,
    *,
    enterprise_id: int,
    fact: str,
    value: Any,
    as_of: date,
    at: datetime,
    actor: Actor = SYSTEM,
) -> None:
    """Take down what a register says of an enterprise as of a day."""
    people.record_enterprise_fact(
        session,
        catalogue=book(),
        enterprise_id=enterprise_id,
        fact=fact,
        value=value,
        as_of=as_of,
        source="示范登记数据",
        actor=actor,
        at=at,
    )
