"""Keep the papers that were issued, and minutes

Why: every paper has a number without gaps and can be proved. New tables; all of them are only
added to and reject UPDATE and DELETE.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = (
    "documents",
    "minutes_drafts",
    "minutes_signatures",
    "minutes_corrections",
)


def upgrade() -> None:
    _documents()
    _minutes_drafts()
    _minutes_signatures()
    _minutes_corrections()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("case_id", BigInt, nullable=True),
        sa.Column("event_number", sa.BigInteger(), nullable=True),
        sa.Column("meeting_id", BigInt, nullable=True),
        sa.Column("layout", sa.BigInteger(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_documents_acting_for_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_documents_case_id")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["users.id"], name=op.f("fk_documents_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["issuer_id"], ["departments.id"], name=op.f("fk_documents_issuer_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_documents_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("code", name=op.f("uq_documents_code")),
        sa.UniqueConstraint(
            "issuer_id",
            "kind",
            "year",
            "serial",
            name=op.f("uq_documents_issuer_id_kind_year_serial"),
        ),
        sa.UniqueConstraint("number", name=op.f("uq_documents_number")),
    )
    op.create_index("ix_documents_case", "documents", ["case_id", "event_number"])
    op.create_index("ix_documents_meeting", "documents", ["meeting_id"])


def _minutes_drafts() -> None:
    op.create_table(
        "minutes_drafts",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("drafted_by_id", BigInt, nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_minutes_drafts_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_minutes_drafts_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_drafts")),
        sa.UniqueConstraint(
            "meeting_id", "version", name=op.f("uq_minutes_drafts_meeting_id_version")
        ),
    )


def _minutes_signatures() -> None:
    op.create_table(
        "minutes_signatures",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("draft_id", BigInt, nullable=False),
        sa.Column("seat_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_minutes_signatures_acting_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["minutes_drafts.id"], name=op.f("fk_minutes_signatures_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_minutes_signatures_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["meeting_seats.id"], name=op.f("fk_minutes_signatures_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signatures")),
        sa.UniqueConstraint(
            "draft_id", "seat_id", name=op.f("uq_minutes_signatures_draft_id_seat_id")
        ),
    )


def _minutes_corrections() -> None:
    op.create_table(
        "minutes_corrections",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("item_id", BigInt, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_id", BigInt, nullable=False),
        sa.Column("corrected_by_id", BigInt, nullable=False),
        sa.Column("corrected_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"], ["users.id"], name=op.f("fk_minutes_corrections_corrected_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_minutes_corrections_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_minutes_corrections_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_minutes_corrections_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_corrections")),
        sa.UniqueConstraint(
            "meeting_id", "serial", name=op.f("uq_minutes_corrections_meeting_id_serial")
        ),
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
