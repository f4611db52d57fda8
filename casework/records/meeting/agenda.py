"""The agenda (议题): each case, the opinions on it, its result, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id
from workflows.facts import Result
from workflows.meeting.minutes import ItemStanding
from workflows.meeting.settings import Ground, Mode
from workflows.meeting.votes import Choice

_UNFINISHED = sa.text("standing IN ('waiting', 'open')")


class AgendaItem(Base):
    """One case on one agenda, with the calculation it was put forward with."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "position"),
        sa.Index(
            "uq_agenda_items_case_unfinished",
            "case_id",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        sa.Index("ix_agenda_items_case", "case_id"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    position: Mapped[int]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    ground: Mapped[Ground]
    """Why it came here; the strictest one decides how it is voted on."""
    grounds: Mapped[list[Any]]
    """Every ground, as codes."""
    to_government: Mapped[bool]
    case_event: Mapped[int]
    """Number of the case's event when it was put on the agenda."""
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessments.id"))
    recommended_fen: Mapped[int | None]
    ceiling_fen: Mapped[int | None]
    standing: Mapped[ItemStanding] = mapped_column(default=ItemStanding.WAITING)
    opened_at: Mapped[datetime | None]
    roll: Mapped[dict[str, Any] | None]
    """Who counted when it was opened: entitled, present, recused, needed."""


class MeetingOpinion(Base):
    """A department's opinion on an item (表决). Added to only."""

    __tablename__ = "meeting_opinions"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "seat_id"),
        sa.UniqueConstraint("item_id", "person_id"),
    )

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id"))
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_seats.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    choice: Mapped[Choice]
    reason: Mapped[str]
    at: Mapped[datetime]


class ItemResult(Base):
    """What the meeting resolved on an item, and the count behind it. Added to only."""

    __tablename__ = "item_results"
    __table_args__ = (
        sa.UniqueConstraint("item_id"),
        sa.CheckConstraint("amount_fen IS NULL OR amount_fen > 0", name="above_zero"),
    )

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id"))
    result: Mapped[Result]
    amount_fen: Mapped[int | None]
    conditions: Mapped[str]
    responsible_id: Mapped[str | None] = mapped_column(sa.ForeignKey("departments.id"))
    due_on: Mapped[date | None]
    reason: Mapped[str]
    mode: Mapped[Mode]
    in_favor: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    present: Mapped[int]
    passed: Mapped[bool]
    concluded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    concluded_at: Mapped[datetime]


class FollowUp(Base):
    """What a department has to do after an item (督办), until it is done."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        sa.Index(
            "ix_follow_ups_open",
            "due_on",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id"), index=True)
    department_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))
    task: Mapped[str]
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(default="")
