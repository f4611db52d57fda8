"""The district government (区政府): referral, the three opinions on it, and its decision."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id
from workflows.facts import Result
from workflows.meeting.government import GovernmentMeeting, Verdict
from workflows.meeting.settings import Examination


class GovernmentReferral(Base):
    """The request (请示) that takes a case from the meeting to the government. Added to only."""

    __tablename__ = "government_referrals"
    __table_args__ = (sa.UniqueConstraint("item_id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_items.id"))
    """The minute item it rests on."""
    number: Mapped[str]
    dated: Mapped[date]
    file_sha256: Mapped[str]
    words: Mapped[str]
    amount_fen: Mapped[int]
    referred_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    referred_at: Mapped[datetime]


class ReferralExamination(Base):
    """One of the three opinions on a referral, given in parallel. Added to only."""

    __tablename__ = "referral_examinations"
    __table_args__ = (sa.UniqueConstraint("referral_id", "kind"),)

    id: Mapped[Id]
    referral_id: Mapped[int] = mapped_column(sa.ForeignKey("government_referrals.id"))
    kind: Mapped[Examination]
    verdict: Mapped[Verdict]
    words: Mapped[str]
    department_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))
    file_sha256: Mapped[str | None]
    given_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    given_at: Mapped[datetime]


class GovernmentDecision(Base):
    """What the government decided on a referral: date, number, kind of meeting and file."""

    __tablename__ = "government_decisions"
    __table_args__ = (sa.UniqueConstraint("referral_id"),)

    id: Mapped[Id]
    referral_id: Mapped[int] = mapped_column(sa.ForeignKey("government_referrals.id"))
    result: Mapped[Result]
    meeting_kind: Mapped[GovernmentMeeting]
    dated: Mapped[date]
    number: Mapped[str]
    file_sha256: Mapped[str]
    amount_fen: Mapped[int | None]
    words: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
