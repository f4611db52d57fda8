"""Payment runs (支付批次): what is sent to the treasury together, and what came back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.records.base import Base, Id


class RunState(StrEnum):
    """How far a run has come; each stage can be stopped and resumed."""

    GATHERING = "gathering"
    """The maker adds instalments that are ready."""
    SUBMITTED = "submitted"
    """Closed by the maker, before the checkers."""
    APPROVED = "approved"
    """By as many checkers as its total asks for; its instalments are being ordered."""
    SENT = "sent"
    """The treasury file was written."""
    DISSOLVED = "dissolved"
    """Given up before it was sent; its instalments are ready again."""


class PaymentRun(Base):
    """One numbered batch."""

    __tablename__ = "payment_runs"
    __table_args__ = (sa.UniqueConstraint("number"),)

    id: Mapped[Id]
    number: Mapped[str]
    district_id: Mapped[str] = mapped_column(sa.ForeignKey("districts.id"))
    fiscal_year: Mapped[int]
    state: Mapped[RunState] = mapped_column(default=RunState.GATHERING)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    made_at: Mapped[datetime]
    checkers_wanted: Mapped[int | None]
    """How many persons must agree, by the level of its total when it was submitted."""
    file_sha256: Mapped[str | None]
    """Of the treasury file as it was first written: writing it again gives the same bytes."""
    sent_at: Mapped[datetime | None]


class RunApproval(Base):
    """One checker's agreement to a run."""

    __tablename__ = "payment_run_approvals"
    __table_args__ = (sa.UniqueConstraint("run_id", "checker_id"),)

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("payment_runs.id"))
    checker_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    approved_at: Mapped[datetime]


class Answer(StrEnum):
    """What the treasury said of a payment."""

    PAID = "paid"
    RETURNED = "returned"
    UNKNOWN = "unknown"


_LIVE = sa.text("taken_out_at IS NULL AND (answer IS NULL OR answer <> 'returned')")


class PaymentLine(Base):
    """One payment of a run, as it goes to the treasury: a copy, so that it can be proved later.

    A payment number stands in at most one run that is still open, unknown or paid.
    """

    __tablename__ = "payment_lines"
    __table_args__ = (
        sa.UniqueConstraint("run_id", "number"),
        sa.Index(
            "uq_payment_lines_live",
            "payment_number",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        sa.Index("ix_payment_lines_payment_number", "payment_number", "id"),
        sa.CheckConstraint("amount_fen > 0", name="above_zero"),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("payment_runs.id"))
    number: Mapped[int]
    """Place in the run."""
    instalment_id: Mapped[int] = mapped_column(sa.ForeignKey("instalments.id"))
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    instalment: Mapped[int]
    payment_number: Mapped[str]
    amount_fen: Mapped[int]
    budget_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("budget_lines.id"))
    account_name: Mapped[str]
    account_bank: Mapped[str]
    account_number: Mapped[str]
    taken_out_at: Mapped[datetime | None]
    """When it left the run before it was sent."""
    answer: Mapped[Answer | None]
    slip: Mapped[str | None]
    answered_on: Mapped[date | None]
    """The day the treasury paid or returned it."""
    answered_at: Mapped[datetime | None]


class ResultFile(Base):
    """A file of answers, read whole and found right; its lines are booked one after another."""

    __tablename__ = "result_files"
    __table_args__ = (sa.UniqueConstraint("sha256"),)

    id: Mapped[Id]
    sha256: Mapped[str]
    name: Mapped[str]
    lines: Mapped[int]
    paid_fen: Mapped[int]
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    acting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    imported_at: Mapped[datetime]


class ResultLine(Base):
    """One answer of a file; `booked_at` says that it was dealt with, so that a rest resumes."""

    __tablename__ = "result_lines"
    __table_args__ = (
        sa.UniqueConstraint("file_id", "payment_number"),
        sa.Index(
            "ix_result_lines_open",
            "file_id",
            "number",
            sqlite_where=sa.text("booked_at IS NULL"),
            postgresql_where=sa.text("booked_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("result_files.id"))
    number: Mapped[int]
    """Line of the file."""
    payment_number: Mapped[str]
    answer: Mapped[Answer]
    amount_fen: Mapped[int]
    slip: Mapped[str]
    answered_on: Mapped[date]
    reason: Mapped[str]
    booked_at: Mapped[datetime | None]


class AlarmKind(StrEnum):
    """What does not fit and goes to reconciliation (对账)."""

    PAID_AGAIN = "paid_again"
    """The treasury reports a second success for a number that was paid."""
    RETURNED_AFTER_PAID = "returned_after_paid"
    """The treasury returns what was booked as paid."""
    PAID_AFTER_RETURN = "paid_after_return"
    """It reports success for what it had returned, when the payment is on its way anew."""


class PaymentAlarm(Base):
    """An answer that must not be booked; a person settles it with a note."""

    __tablename__ = "payment_alarms"
    __table_args__ = (
        sa.Index(
            "ix_payment_alarms_open",
            "raised_at",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        ),
        sa.UniqueConstraint("kind", "payment_number", "slip"),
    )

    id: Mapped[Id]
    kind: Mapped[AlarmKind]
    payment_number: Mapped[str]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    amount_fen: Mapped[int]
    slip: Mapped[str]
    answered_on: Mapped[date]
    raised_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
    note: Mapped[str | None]
