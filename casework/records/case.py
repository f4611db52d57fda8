"""The case (案件): where it stands, and what was filed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.records.base import Base, Id
from casework.records.people import Department, Enterprise

NOT_DUE = date(9999, 12, 31)
"""The due date of a case for which no clock runs: it sorts last and is never shown."""

CLOSED = ("settled", "declined", "not_accepted", "lapsed", "withdrawn", "terminated")
"""The final states; literals, because partial indexes are planned with them."""

IN_HAND = sa.text(f"state NOT IN ('draft', {', '.join(repr(state) for state in CLOSED)})")


def _worklist(name: str, *columns: str, too: tuple[str, ...] = ()) -> sa.Index:
    """An index over the cases in hand in the order a worklist shows them.

    What else stands in it is there to count and to leave out without reading the case.
    """
    return sa.Index(
        name, *columns, "due_on", "id", *too, sqlite_where=IN_HAND, postgresql_where=IN_HAND
    )


class Case(Base):
    """One application under one clause of one edition, and where it stands.

    `state`, `last_event` and `last_hash` change only in `commands/step.py`.
    """

    __tablename__ = "cases"
    __table_args__ = (
        _worklist("ix_cases_department_worklist", "department_id", too=("state",)),
        _worklist("ix_cases_district_worklist", "district_id", too=("state",)),
        _worklist("ix_cases_own_worklist", "assigned_to_id", too=("state", "department_id")),
        _worklist("ix_cases_state_worklist", "district_id", "state"),
        sa.Index("ix_cases_matter", "enterprise_id", "matter_group", "matter_subject"),
        sa.Index("ix_cases_clause", "clause_id", "filed_on"),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(unique=True)
    """受理编号, e.g. XC-2026-000123, without gaps within district and year."""
    enterprise_id: Mapped[int] = mapped_column(sa.ForeignKey("enterprises.id"))
    district_id: Mapped[str] = mapped_column(sa.ForeignKey("districts.id"))
    department_id: Mapped[str] = mapped_column(sa.ForeignKey("departments.id"))

    policy_id: Mapped[str]
    clause_id: Mapped[str]
    edition: Mapped[str]
    """SHA-256 of the clause as it was read on submission: the case keeps it for life (ruling 1)."""
    claim_year: Mapped[int]
    """The calendar year claimed; one clause is claimed once a year unless it says otherwise."""
    claim_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the applicant declared, by fact name; officers' facts stand in `case_facts`."""
    asked_fen: Mapped[int | None]
    """What the applicant asks for, where the clause leaves the figure open."""
    matter_group: Mapped[str | None]
    matter_subject: Mapped[str | None]
    """What is supported: the same group and subject are the same matter (ruling 20)."""
    matter_keys: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The facts that name item, premises and subject, as the assessment gave them."""
    one_case_one_policy: Mapped[bool] = mapped_column(default=False)

    plan: Mapped[dict[str, Any] | None]
    """A plan of payments of its own, laid down before approval; None follows the clause."""

    process_version: Mapped[int]
    state: Mapped[str]
    last_event: Mapped[int] = mapped_column(default=0)
    """Number of the last event: the version that a page has seen."""
    last_hash: Mapped[str] = mapped_column(default="")
    route: Mapped[str] = mapped_column(default="department")
    """department, joint_meeting or district_government; it only ever goes up."""
    referrals: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the reasons why it goes up though its clause does not."""

    drafted_at: Mapped[datetime]
    filed_on: Mapped[date | None]
    """First submission: it governs the edition for life (ruling 1)."""
    resubmitted_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    clock: Mapped[str | None]
    """Which clock of the clause runs or waits: acceptance, correction, review …"""
    clock_from: Mapped[date | None]
    due_on: Mapped[date] = mapped_column(default=NOT_DUE)
    due_provisional: Mapped[bool] = mapped_column(default=False)
    """True while the working-day calendar of that year is not official (ruling 28)."""
    stopped_clock: Mapped[str | None]
    """Which clock was stopped, to run on later with the working days it had left."""
    stopped_left: Mapped[int | None]

    assigned_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    ceiling_fen: Mapped[int | None]
    """What the case may reach at most, as last computed; the hold in the ledger is of this sum."""
    copied_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))

    __mapper_args__ = {  # noqa: RUF012
        "version_id_col": last_event,
        "version_id_generator": False,
    }

    enterprise: Mapped[Enterprise] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")


class Purpose(StrEnum):
    """Why a file lies in a case."""

    MATERIAL = "material"
    CORRECTION = "correction"
    EVIDENCE = "evidence"
    DECISION = "decision"
    OBJECTION = "objection"


class Attachment(Base):
    """A file of a case, kept once under its SHA-256; taken out of use, never overwritten."""

    __tablename__ = "attachments"
    __table_args__ = (sa.CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.MATERIAL)
    material: Mapped[str] = mapped_column(default="")
    """Name of the material the clause asks for, where it answers one."""
    sha256: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    """Number of the certificate, contract or invoice, where it has one."""
    expires_on: Mapped[date | None]
    attached_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    attached_at: Mapped[datetime]
    taken_out_at: Mapped[datetime | None]
