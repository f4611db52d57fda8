"""Cases, their files and their history.

Why: The partial indexes serve the worklists and name their states as literals.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
IN_HAND = sa.text(
    "state NOT IN ('draft', 'settled', 'declined', 'not_accepted', 'lapsed', 'withdrawn', "
    "'terminated')"
)


def upgrade() -> None:
    _cases()
    _attachments()
    _case_events()
    _assessments()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("enterprise_id", BIG, nullable=False),
        sa.Column("district_id", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("policy_id", sa.Text(), nullable=False),
        sa.Column("clause_id", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("claim_year", sa.BigInteger(), nullable=False),
        sa.Column("claim_facts", JSON, nullable=False),
        sa.Column("asked_fen", sa.BigInteger(), nullable=True),
        sa.Column("matter_group", sa.Text(), nullable=True),
        sa.Column("matter_subject", sa.Text(), nullable=True),
        sa.Column("matter_keys", JSON, nullable=False),
        sa.Column("one_case_one_policy", sa.Boolean(), nullable=False),
        sa.Column("process_version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("referrals", JSON, nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("resubmitted_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("clock", sa.Text(), nullable=True),
        sa.Column("clock_from", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("stopped_clock", sa.Text(), nullable=True),
        sa.Column("stopped_left", sa.BigInteger(), nullable=True),
        sa.Column("assigned_to_id", BIG, nullable=True),
        sa.Column("ceiling_fen", sa.BigInteger(), nullable=True),
        sa.Column("copied_from_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["users.id"], name=op.f("fk_cases_assigned_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["cases.id"], name=op.f("fk_cases_copied_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_cases_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_cases_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_cases_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index("ix_cases_clause", "cases", ["clause_id", "filed_on"])
    op.create_index(
        "ix_cases_department_worklist",
        "cases",
        ["department_id", "due_on", "id"],
        sqlite_where=IN_HAND,
        postgresql_where=IN_HAND,
    )
    op.create_index("ix_cases_matter", "cases", ["enterprise_id", "matter_group", "matter_subject"])
    op.create_index(
        "ix_cases_own_worklist",
        "cases",
        ["assigned_to_id", "due_on", "id"],
        sqlite_where=IN_HAND,
        postgresql_where=IN_HAND,
    )
    op.create_index(
        "ix_cases_state_worklist",
        "cases",
        ["district_id", "state", "due_on", "id"],
        sqlite_where=IN_HAND,
        postgresql_where=IN_HAND,
    )


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "material",
                "correction",
                "evidence",
                "decision",
                "objection",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("attached_by_id", BIG, nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_not_empty")),
        sa.ForeignKeyConstraint(
            ["attached_by_id"], ["users.id"], name=op.f("fk_attachments_attached_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_attachments_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_case_id"), "attachments", ["case_id"])
    op.create_index(op.f("ix_attachments_sha256"), "attachments", ["sha256"])


def _case_events() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("instalment", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("actor_id", BIG, nullable=False),
        sa.Column("acting_for_id", BIG, nullable=True),
        sa.Column("department_id", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("particulars", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_case_events_acting_for_id")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_case_events_actor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_case_events_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_events_case_id_number")),
    )
    op.create_index("ix_case_events_actor", "case_events", ["actor_id", "at"])
    op.create_index("ix_case_events_at", "case_events", ["at"])


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("request", JSON, nullable=False),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("figure_stands", sa.Boolean(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_fen", sa.BigInteger(), nullable=True),
        sa.Column("officer_fen", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("event_number", sa.BigInteger(), nullable=False),
        sa.Column("assessed_by_id", BIG, nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "amount_fen IS NULL OR amount_fen >= 0", name=op.f("ck_assessments_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"], ["users.id"], name=op.f("fk_assessments_assessed_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessments_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_assessments_case_id_number")),
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
