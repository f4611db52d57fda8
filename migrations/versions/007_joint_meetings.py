"""Keep joint meetings

Why: decisions follow from meetings whose members, attendance and acts are kept. New tables; what
is only added to rejects UPDATE and DELETE.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = (
    "meeting_acts",
    "attendances",
)


def upgrade() -> None:
    _joint_meetings()
    _meeting_acts()
    _meeting_seats()
    _attendances()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _joint_meetings() -> None:
    op.create_table(
        "joint_meetings",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("district_id", sa.Text(), nullable=False),
        sa.Column("host_department_id", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "called",
                "papers_sent",
                "in_session",
                "closed",
                "drafted",
                "issued",
                "cancelled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("called_by_id", BigInt, nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("papers_sent_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=True),
        sa.Column("last_act", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["users.id"], name=op.f("fk_joint_meetings_called_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_joint_meetings_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["host_department_id"],
            ["departments.id"],
            name=op.f("fk_joint_meetings_host_department_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_meetings")),
        sa.UniqueConstraint(
            "district_id", "year", "serial", name=op.f("uq_joint_meetings_district_id_year_serial")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_joint_meetings_reference")),
    )
    op.create_index("ix_joint_meetings_calendar", "joint_meetings", ["district_id", "starts_at"])


def _meeting_acts() -> None:
    op.create_table(
        "meeting_acts",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("actor_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.Column("particulars", Json, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_meeting_acts_acting_for_id")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_meeting_acts_actor_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_meeting_acts_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_acts")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_acts_meeting_id_number")),
    )


def _meeting_seats() -> None:
    op.create_table(
        "meeting_seats",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("holder_id", BigInt, nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.Column("convener", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_meeting_seats_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["users.id"], name=op.f("fk_meeting_seats_holder_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_meeting_seats_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_seats")),
        sa.UniqueConstraint(
            "meeting_id", "department_id", name=op.f("uq_meeting_seats_meeting_id_department_id")
        ),
        sa.UniqueConstraint(
            "meeting_id", "holder_id", name=op.f("uq_meeting_seats_meeting_id_holder_id")
        ),
    )
    op.create_index("ix_meeting_seats_holder", "meeting_seats", ["holder_id"])


def _attendances() -> None:
    op.create_table(
        "attendances",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("seat_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=True),
        sa.Column("letter_sha256", sa.Text(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(letter_number IS NULL) = (letter_sha256 IS NULL)",
            name=op.f("ck_attendances_letter_with_file"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_attendances_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_attendances_person_id")),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["meeting_seats.id"], name=op.f("fk_attendances_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_attendances_meeting_id_person_id")
        ),
        sa.UniqueConstraint("seat_id", name=op.f("uq_attendances_seat_id")),
    )


def forbid_changes(table: str) -> None:
    """Make the database refuse UPDATE, DELETE and TRUNCATE; the function is of migration 005."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is added to only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
