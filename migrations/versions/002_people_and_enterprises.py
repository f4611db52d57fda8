"""Districts, departments, users, enterprises, and numbers without gaps.

Why: First tables of the office; nothing runs yet that they could disturb.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    _districts()
    _departments()
    _users()
    _role_grants()
    _enterprises()
    _enterprise_contacts()
    _enterprise_members()
    _enterprise_facts()
    _numberings()
    op.execute(
        "INSERT INTO users (id, sign_in_name, display_name, status, session_epoch,"
        " must_change_password, earlier_password_hashes, failed_sign_ins, language, created_at)"
        " VALUES (0, 'system', 'system', 'active', 0, false, '[]', 0, 'zh', '2020-01-01')"
    )


def _districts() -> None:
    op.create_table(
        "districts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
    )


def _departments() -> None:
    op.create_table(
        "departments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("district_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_departments_district_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
    )
    op.create_index(op.f("ix_departments_district_id"), "departments", ["district_id"])


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sign_in_name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("department_id", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "suspended",
                "left",
                name="userstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=True),
        sa.Column("session_epoch", sa.BigInteger(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("earlier_password_hashes", JSON, nullable=False),
        sa.Column("failed_sign_ins", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sign_in_name = lower(sign_in_name)", name=op.f("ck_users_lower_case")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_users_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_users_sign_in_name")),
    )
    op.create_index(op.f("ix_users_department_id"), "users", ["department_id"])


def _role_grants() -> None:
    op.create_table(
        "role_grants",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_by_id", BIG, nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by_id", BIG, nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_role_grants_granted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["users.id"], name=op.f("fk_role_grants_revoked_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(op.f("ix_role_grants_user_id"), "role_grants", ["user_id"])
    op.create_index(
        "uq_role_grants_open",
        "role_grants",
        ["user_id", "role"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def _enterprises() -> None:
    op.create_table(
        "enterprises",
        sa.Column("id", BIG, nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("code_override_by_id", BIG, nullable=True),
        sa.Column("code_override_reason", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("district_id", sa.Text(), nullable=True),
        sa.Column("legal_person", sa.Text(), nullable=False),
        sa.Column("registered_address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_change", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(code_override_by_id IS NULL) = (code_override_reason IS NULL)",
            name=op.f("ck_enterprises_override_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["code_override_by_id"], ["users.id"], name=op.f("fk_enterprises_code_override_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_enterprises_district_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_enterprises_credit_code")),
    )
    op.create_index(op.f("ix_enterprises_district_id"), "enterprises", ["district_id"])
    op.create_index(op.f("ix_enterprises_name"), "enterprises", ["name"])


def _enterprise_contacts() -> None:
    op.create_table(
        "enterprise_contacts",
        sa.Column("enterprise_id", BIG, autoincrement=False, nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("account_bank", sa.Text(), nullable=False),
        sa.Column("account_number", sa.Text(), nullable=False),
        sa.Column("account_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_change", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_enterprise_contacts_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_enterprise_contacts")),
    )
    op.create_index(
        op.f("ix_enterprise_contacts_account_number"), "enterprise_contacts", ["account_number"]
    )
    op.create_index(op.f("ix_enterprise_contacts_email"), "enterprise_contacts", ["email"])
    op.create_index(op.f("ix_enterprise_contacts_phone"), "enterprise_contacts", ["phone"])


def _enterprise_members() -> None:
    op.create_table(
        "enterprise_members",
        sa.Column("id", BIG, nullable=False),
        sa.Column("enterprise_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "handler",
                name="memberrole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_enterprise_members_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_enterprise_members_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_members")),
    )
    op.create_index(op.f("ix_enterprise_members_user_id"), "enterprise_members", ["user_id"])
    op.create_index(
        "uq_enterprise_members_open",
        "enterprise_members",
        ["enterprise_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _enterprise_facts() -> None:
    op.create_table(
        "enterprise_facts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("enterprise_id", BIG, nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", BIG, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_enterprise_facts_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_enterprise_facts_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_facts")),
    )
    op.create_index(
        "ix_enterprise_facts_latest", "enterprise_facts", ["enterprise_id", "fact", "as_of"]
    )


def _numberings() -> None:
    op.create_table(
        "numberings",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_numberings")),
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
