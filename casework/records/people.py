"""Who takes part: districts, departments, users and their roles, enterprises and their members."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.records.base import Base, BigInt, Id, Json


class District(Base):
    """A district (区), from the dictionary of the rule book."""

    __tablename__ = "districts"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]


class Department(Base):
    """A department (部门) that reviews, from the dictionary; never deleted, only closed."""

    __tablename__ = "departments"

    id: Mapped[str] = mapped_column(primary_key=True)
    district_id: Mapped[str] = mapped_column(sa.ForeignKey("districts.id"), index=True)
    name: Mapped[str]
    name_en: Mapped[str]
    short: Mapped[str]
    closed_on: Mapped[date | None]


class UserStatus(StrEnum):
    """Whether a person may sign in; history keeps naming them in any case."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"


class User(Base):
    """A person who signs in, or the one row `system` for what a date brings about."""

    __tablename__ = "users"
    __table_args__ = (sa.CheckConstraint("sign_in_name = lower(sign_in_name)", name="lower_case"),)

    id: Mapped[Id]
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str | None]
    """None means that nobody can sign in with it."""
    department_id: Mapped[str | None] = mapped_column(sa.ForeignKey("departments.id"), index=True)
    status: Mapped[UserStatus] = mapped_column(default=UserStatus.ACTIVE)
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    """The last time step that was used: a code counts once."""
    session_epoch: Mapped[int] = mapped_column(default=0)
    """Raised to end every session of this person."""
    must_change_password: Mapped[bool] = mapped_column(default=False)
    password_changed_at: Mapped[datetime | None]
    earlier_password_hashes: Mapped[list[Any]] = mapped_column(default=list)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(default="zh")
    created_at: Mapped[datetime]

    department: Mapped[Department | None] = relationship(lazy="raise")


class RoleGrant(Base):
    """A role given to a user for a term; revoked, never deleted, so that history stays readable."""

    __tablename__ = "role_grants"
    __table_args__ = (
        sa.Index(
            "uq_role_grants_open",
            "user_id",
            "role",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    role: Mapped[str]
    """A value of `workflows.roles.Role`."""
    starts_on: Mapped[date | None]
    until: Mapped[date | None]
    granted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    granted_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None]


class Enterprise(Base):
    """Who receives (企业、创新主体). Its row is also the lock under which its caps are checked."""

    __tablename__ = "enterprises"
    __table_args__ = (
        sa.CheckConstraint(
            "(code_override_by_id IS NULL) = (code_override_reason IS NULL)", name="override_whole"
        ),
    )

    id: Mapped[Id]
    credit_code: Mapped[str] = mapped_column(unique=True)
    """统一社会信用代码, compact; checked unless an officer overrode the check."""
    code_override_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    code_override_reason: Mapped[str | None]
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(default="enterprise")
    """As `who` of a clause: enterprise, institution, park_operator …"""
    district_id: Mapped[str | None] = mapped_column(sa.ForeignKey("districts.id"), index=True)
    """Where it is registered today; the fact that decides is dated (`EnterpriseFact`)."""
    legal_person: Mapped[str] = mapped_column(default="")
    registered_address: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    last_change: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": last_change}  # noqa: RUF012


class EnterpriseContact(Base):
    """The sensitive part of an enterprise, apart so that no list reads it by accident."""

    __tablename__ = "enterprise_contacts"

    enterprise_id: Mapped[int] = mapped_column(
        BigInt, sa.ForeignKey("enterprises.id"), primary_key=True, autoincrement=False
    )
    contact_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="", index=True)
    email: Mapped[str] = mapped_column(default="", index=True)
    account_name: Mapped[str] = mapped_column(default="")
    account_bank: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str] = mapped_column(default="", index=True)
    account_changed_at: Mapped[datetime | None]
    last_change: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": last_change}  # noqa: RUF012


class MemberRole(StrEnum):
    """What a member may do for the enterprise: the owner (授权人) also names handlers (经办)."""

    OWNER = "owner"
    HANDLER = "handler"


class EnterpriseMember(Base):
    """A user who acts for an enterprise from a day on, until a day."""

    __tablename__ = "enterprise_members"
    __table_args__ = (
        sa.Index(
            "uq_enterprise_members_open",
            "enterprise_id",
            "user_id",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )

    id: Mapped[Id]
    enterprise_id: Mapped[int] = mapped_column(sa.ForeignKey("enterprises.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    role: Mapped[MemberRole]
    since: Mapped[date]
    until: Mapped[date | None]


class EnterpriseFact(Base):
    """What was known of an enterprise as of a day; a correction is a later row, never an edit."""

    __tablename__ = "enterprise_facts"
    __table_args__ = (sa.Index("ix_enterprise_facts_latest", "enterprise_id", "fact", "as_of"),)

    id: Mapped[Id]
    enterprise_id: Mapped[int] = mapped_column(sa.ForeignKey("enterprises.id"))
    fact: Mapped[str]
    """A name of the fact dictionary, e.g. `enterprise.size_class`."""
    value: Mapped[Any] = mapped_column(Json)
    as_of: Mapped[date]
    source: Mapped[str]
    """Who said so: registry, tax office, the enterprise itself …, with the paper's number."""
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
