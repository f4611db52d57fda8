"""What a review leaves behind: defects, facts found, legal answers, opinions, findings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id, Json


class Defect(Base):
    """One thing to correct (补正事项): told once, all together, and ticked off on resubmission."""

    __tablename__ = "defects"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    event_number: Mapped[int]
    """The return for correction that told of it."""
    kind: Mapped[str]
    """incorrect, incomplete, outdated … from the catalogue of defects."""
    about: Mapped[str] = mapped_column(default="")
    """The material or fact concerned."""
    words: Mapped[str]
    stops_clock: Mapped[bool] = mapped_column(default=True)
    answer: Mapped[str | None]
    answered_event: Mapped[int | None]


class CaseFact(Base):
    """A fact an officer found or a body recognized; it outranks the declaration. Added to only."""

    __tablename__ = "case_facts"
    __table_args__ = (sa.Index("ix_case_facts_case", "case_id", "fact"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    fact: Mapped[str]
    value: Mapped[Any] = mapped_column(Json)
    recognition: Mapped[bool] = mapped_column(default=False)
    """True for a judgement (经认定): it names the decision it rests on."""
    basis: Mapped[str]
    """The paper, its number and date, or the reason."""
    event_number: Mapped[int]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[datetime]


class LegalAnswer(Base):
    """The recorded answer of a named lawyer or officer to one flag of a case (ruling 31)."""

    __tablename__ = "legal_answers"
    __table_args__ = (sa.UniqueConstraint("case_id", "flag", "event_number"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    flag: Mapped[str]
    may_proceed: Mapped[bool]
    words: Mapped[str]
    basis: Mapped[str]
    event_number: Mapped[int]
    answered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    answered_at: Mapped[datetime]


class Opinion(Base):
    """What another department was asked (征求意见) and answered; silence is shown as silence."""

    __tablename__ = "opinions"
    __table_args__ = (
        sa.Index(
            "ix_opinions_open",
            "department_id",
            "due_on",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    department_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))
    question: Mapped[str]
    veto: Mapped[bool] = mapped_column(default=False)
    """True where the case may not go on without this answer."""
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    verdict: Mapped[str | None]
    """agree, agree_with_conditions, disagree"""
    words: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]


class Finding(Base):
    """A paper that a case rests on (rulings 7, 17, 18, 26): a resolution, the government's result,
    an exception, an implementing document. Added to only."""

    __tablename__ = "findings"
    __table_args__ = (sa.Index("ix_findings_case", "case_id", "kind"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    kind: Mapped[str]
    """joint_meeting, district_government, cap_exception, implementing_document, partial_award"""
    result: Mapped[str]
    """agreed, agreed_with_changes, postponed, not_agreed, refer_up; `recorded` for papers"""
    number: Mapped[str]
    dated: Mapped[date]
    amount_fen: Mapped[int | None]
    words: Mapped[str] = mapped_column(default="")
    file_sha256: Mapped[str | None]
    event_number: Mapped[int]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
