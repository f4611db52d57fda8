"""Keep the government's answers, recusals and deputies; say who examines an objection

Why: the government decides after the meeting, a recused person is out everywhere, a deputy acts
within limits, and an objection is examined by an outsider. The new columns may be empty.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, UtcDateTime

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = (
    "government_referrals",
    "referral_examinations",
    "government_decisions",
)


def upgrade() -> None:
    _government_referrals()
    _referral_examinations()
    _government_decisions()
    _recusals()
    _delegations()
    _objections()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _government_referrals() -> None:
    op.create_table(
        "government_referrals",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("referred_by_id", BigInt, nullable=False),
        sa.Column("referred_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_government_referrals_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_government_referrals_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["referred_by_id"], ["users.id"], name=op.f("fk_government_referrals_referred_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_government_referrals")),
        sa.UniqueConstraint("item_id", name=op.f("uq_government_referrals_item_id")),
    )
    op.create_index(op.f("ix_government_referrals_case_id"), "government_referrals", ["case_id"])


def _referral_examinations() -> None:
    op.create_table(
        "referral_examinations",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("referral_id", BigInt, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "legality",
                "competition",
                "budget",
                name="examination",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "agree",
                "agree_with_conditions",
                "disagree",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("given_by_id", BigInt, nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_referral_examinations_department_id"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_referral_examinations_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["government_referrals.id"],
            name=op.f("fk_referral_examinations_referral_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_examinations")),
        sa.UniqueConstraint(
            "referral_id", "kind", name=op.f("uq_referral_examinations_referral_id_kind")
        ),
    )


def _government_decisions() -> None:
    op.create_table(
        "government_decisions",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("referral_id", BigInt, nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "agreed",
                "agreed_with_changes",
                "postponed",
                "not_agreed",
                "referred",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "meeting_kind",
            sa.Enum(
                "special",
                "executive",
                "party_committee",
                name="governmentmeeting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", BigInt, nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_government_decisions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["government_referrals.id"],
            name=op.f("fk_government_decisions_referral_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_government_decisions")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_government_decisions_referral_id")),
    )


def _recusals() -> None:
    op.create_table(
        "recusals",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "kinship",
                "financial_interest",
                "former_employment",
                "advised_applicant",
                "other",
                name="recusalground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by_id", BigInt, nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "pending",
                "ordered",
                "dismissed",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", BigInt, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("voided_review", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_recusals_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recusals_case_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_recusals_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_recusals_person_id")),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["users.id"], name=op.f("fk_recusals_raised_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_recusals_case_id_person_id")),
    )
    op.create_index("ix_recusals_person", "recusals", ["person_id", "standing"])


def _delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("grantor_id", BigInt, nullable=False),
        sa.Column("deputy_id", BigInt, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("clause_id", sa.Text(), nullable=True),
        sa.Column("limit_fen", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by_id", BigInt, nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_by_id", BigInt, nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("grantor_id <> deputy_id", name=op.f("ck_delegations_two_people")),
        sa.CheckConstraint("until > starts_on", name=op.f("ck_delegations_has_an_end")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_delegations_department_id")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_delegations_deputy_id")),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_delegations_granted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["grantor_id"], ["users.id"], name=op.f("fk_delegations_grantor_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["users.id"], name=op.f("fk_delegations_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_deputy", "delegations", ["deputy_id", "until"])
    op.create_index("ix_delegations_grantor", "delegations", ["grantor_id", "until"])


def _objections() -> None:
    with op.batch_alter_table("objections") as objections:
        for column in (
            sa.Column("contact", sa.Text(), nullable=False, server_default=""),
            sa.Column("stops_case", sa.Boolean(), nullable=False, server_default=sa.true()),
            sa.Column("received_by_id", BigInt, nullable=True),
            sa.Column("due_on", sa.Date(), nullable=True),
            sa.Column("due_provisional", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("extended_reason", sa.Text(), nullable=True),
            sa.Column("examiner_id", BigInt, nullable=True),
            sa.Column("finding", sa.Text(), nullable=True),
            sa.Column("finding_result", sa.Text(), nullable=True),
            sa.Column("examined_at", UtcDateTime(), nullable=True),
        ):
            objections.add_column(column)
        for name in ("received_by_id", "examiner_id"):
            objections.create_foreign_key(op.f(f"fk_objections_{name}"), "users", [name], ["id"])


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
