"""Who is signed in from where, how often somebody tried, and what was looked at or refused."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class SignIn(Base):
    """One signed-in browser of a user; the browser holds the token, the office only its hash."""

    __tablename__ = "sign_ins"
    __table_args__ = (sa.Index("ix_sign_ins_open", "user_id", "ended_at"),)

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    epoch: Mapped[int]
    """The user's `session_epoch` when it was opened: a raised epoch ends it."""
    enterprise_id: Mapped[int | None] = mapped_column(sa.ForeignKey("enterprises.id"))
    """The enterprise the person acts for in this browser."""
    second_factor_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str]
    device: Mapped[str]


class Attempts(Base):
    """How often something was tried within one stretch of time: the limits, for all workers."""

    __tablename__ = "attempts"

    scope: Mapped[str] = mapped_column(primary_key=True)
    """sign_in, status, upload …"""
    subject: Mapped[str] = mapped_column(primary_key=True)
    """Whose tries: an address, a user."""
    since: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class AccessKind(StrEnum):
    """Why an entry stands in the access log."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    REFUSED = "refused"
    VIEWED = "viewed"
    EXPORTED = "exported"
    REVEALED = "revealed"
    ADMINISTERED = "administered"


class AccessEntry(Base):
    """One line of the access log: added to only, kept beside the history of cases."""

    __tablename__ = "access_log"
    __table_args__ = (
        sa.Index("ix_access_log_at", "at"),
        sa.Index("ix_access_log_user", "user_id", "at"),
    )

    id: Mapped[Id]
    at: Mapped[datetime]
    kind: Mapped[AccessKind]
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    sign_in_id: Mapped[int | None]
    page: Mapped[str]
    """The endpoint, as the table of pages names it."""
    path: Mapped[str]
    address: Mapped[str]
    particulars: Mapped[dict[str, Any]] = mapped_column(default=dict)
