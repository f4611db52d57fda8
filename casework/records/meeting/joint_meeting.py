"""The joint meeting (联席会议): when and under which rules, who sits, who came, every act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id
from workflows.meeting.minutes import Stage


class JointMeeting(Base):
    """One meeting of a district, from its calling to its minutes.

    `stage` and `last_act` change only in `commands/meeting/act.py`.
    """

    __tablename__ = "joint_meetings"
    __table_args__ = (
        sa.UniqueConstraint("district_id", "year", "serial"),
        sa.Index("ix_joint_meetings_calendar", "district_id", "starts_at"),
    )

    id: Mapped[Id]
    district_id: Mapped[str] = mapped_column(sa.ForeignKey("districts.id"))
    host_department_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))
    """The department that keeps the meeting's office (联席办) and numbers its papers."""
    year: Mapped[int]
    serial: Mapped[int]
    reference: Mapped[str] = mapped_column(unique=True)
    """e.g. XC-M-2026-003."""
    title: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[datetime]
    settings: Mapped[dict[str, Any]]
    """The rules it was called under, kept for life."""
    stage: Mapped[Stage] = mapped_column(default=Stage.CALLED)
    called_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    called_at: Mapped[datetime]
    papers_sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]
    last_act: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {  # noqa: RUF012
        "version_id_col": last_act,
        "version_id_generator": False,
    }


class MeetingAct(Base):
    """One act of a meeting: who, when, on which item. Added to only, chained by hash."""

    __tablename__ = "meeting_acts"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    number: Mapped[int]
    action: Mapped[str]
    position: Mapped[int | None]
    """The agenda item it concerns, None for the meeting as a whole."""
    source: Mapped[str]
    target: Mapped[str]
    """Values of `workflows.meeting.minutes.Stage`."""
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    particulars: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class MeetingSeat(Base):
    """A department's place at a meeting: one vote, or none for an observer (列席)."""

    __tablename__ = "meeting_seats"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "department_id"),
        sa.UniqueConstraint("meeting_id", "holder_id"),
        sa.Index("ix_meeting_seats_holder", "holder_id"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    department_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))
    holder_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    votes: Mapped[bool]
    convener: Mapped[bool] = mapped_column(default=False)


class Attendance(Base):
    """Who came for a seat: the member, or a delegate with a letter (委托书)."""

    __tablename__ = "attendances"
    __table_args__ = (
        sa.UniqueConstraint("seat_id"),
        sa.UniqueConstraint("meeting_id", "person_id"),
        sa.CheckConstraint(
            "(letter_number IS NULL) = (letter_sha256 IS NULL)", name="letter_with_file"
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("joint_meetings.id"))
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_seats.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    letter_number: Mapped[str | None]
    letter_sha256: Mapped[str | None]
    arrived_at: Mapped[datetime]
