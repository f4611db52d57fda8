"""Papers that were issued (文书): what they said, under which number, and how to prove them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class Document(Base):
    """One issued paper, printed for life from the content it was issued with.

    UPDATE and DELETE are rejected by the database.
    """

    __tablename__ = "documents"
    __table_args__ = (
        sa.UniqueConstraint("issuer_id", "kind", "year", "serial"),
        sa.Index("ix_documents_case", "case_id", "event_number"),
        sa.Index("ix_documents_meeting", "meeting_id"),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    """A value of `workflows.documents.DocumentKind`."""
    issuer_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(index=True)
    """As written on the paper, e.g. 西科补〔2026〕3号."""
    code: Mapped[str] = mapped_column(unique=True)
    """By which anybody who holds the paper can check that it is genuine."""
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))
    event_number: Mapped[int | None]
    """The act of the case that it tells of."""
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    layout: Mapped[int]
    content: Mapped[dict[str, Any]]
    fingerprint: Mapped[str]
    """SHA-256 of the content."""
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
