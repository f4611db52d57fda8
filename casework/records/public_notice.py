"""The public notice (公示) of an award and the objections (异议) to it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class PublicNotice(Base):
    """One posting of one case: from the day after posting, for the clause's working days."""

    __tablename__ = "public_notices"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "posted_event"),
        sa.Index(
            "ix_public_notices_open",
            "last_day",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    posted_event: Mapped[int]
    posted_on: Mapped[date]
    posted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    place: Mapped[str] = mapped_column(default="")
    """Address or board where it hangs: the proof of posting."""
    proof_sha256: Mapped[str | None]
    working_days: Mapped[int]
    last_day: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    amount_fen: Mapped[int]
    closed_at: Mapped[datetime | None]
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("documents.id"))
    """The announcement it hangs as; one may list several cases."""


class Objection(Base):
    """An objection, report or complaint about one case; only that case stops (ruling 27)."""

    __tablename__ = "objections"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(default="objection")
    """objection 异议, report 举报, complaint 投诉"""
    raised_by: Mapped[str]
    grounds: Mapped[str]
    received_on: Mapped[date]
    received_event: Mapped[int]
    contact: Mapped[str] = mapped_column(default="")
    """How to answer; shown masked, never published."""
    stops_case: Mapped[bool] = mapped_column(default=True)
    """False for a complaint about officials: the enterprise's case goes on."""
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    due_on: Mapped[date | None]
    due_provisional: Mapped[bool] = mapped_column(default=False)
    extended_reason: Mapped[str | None]
    examiner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    """Who examines it: somebody who did not handle the case."""
    finding: Mapped[str | None]
    finding_result: Mapped[str | None]
    examined_at: Mapped[datetime | None]
    result: Mapped[str | None]
    """upheld, not_upheld"""
    answer: Mapped[str | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
