"""Keep pools and budget lines

Why: what may be spent, and each document that said so; the database itself refuses to overdraw.
New tables only.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = ("budget_movements", "pool_bases")


def upgrade() -> None:
    _pools()
    _programmes()
    _budget_lines()
    _budget_movements()
    _pool_bases()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _pools() -> None:
    op.create_table(
        "pools",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("policy_pool", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.BigInteger(), nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=True),
        sa.Column("used_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("used_fen >= 0", name=op.f("ck_pools_not_negative")),
        sa.CheckConstraint("used_fen <= total_fen", name=op.f("ck_pools_not_overdrawn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pools")),
    )


def _programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district_id", sa.Text(), nullable=False),
        sa.Column(
            "when_short",
            sa.Enum(
                "queue",
                "pro_rata",
                "refer",
                name="whenshort",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("covers", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_programmes_district_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )


def _budget_lines() -> None:
    op.create_table(
        "budget_lines",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.BigInteger(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("used_fen", sa.BigInteger(), nullable=False),
        sa.Column("carried_from_id", BigInt, nullable=True),
        sa.CheckConstraint(
            "used_fen BETWEEN 0 AND total_fen", name=op.f("ck_budget_lines_not_overdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["budget_lines.id"], name=op.f("fk_budget_lines_carried_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_budget_lines_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
        sa.UniqueConstraint("number", name=op.f("uq_budget_lines_number")),
    )
    op.create_index(
        "ix_budget_lines_programme", "budget_lines", ["programme_id", "fiscal_year", "id"]
    )


def _budget_movements() -> None:
    op.create_table(
        "budget_movements",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("budget_line_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "original",
                "added",
                "transferred_in",
                "transferred_out",
                "withdrawn",
                "carried_in",
                "carried_out",
                "lapsed",
                name="movementkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("other_line_id", BigInt, nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("actor_id", BigInt, nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_budget_movements_above_zero")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_budget_movements_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_lines.id"], name=op.f("fk_budget_movements_budget_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_line_id"], ["budget_lines.id"], name=op.f("fk_budget_movements_other_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_movements")),
        sa.UniqueConstraint(
            "budget_line_id", "number", name=op.f("uq_budget_movements_budget_line_id_number")
        ),
    )


def _pool_bases() -> None:
    op.create_table(
        "pool_bases",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("policy_pool", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.BigInteger(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", BigInt, nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("base_fen > 0", name=op.f("ck_pool_bases_above_zero")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_pool_bases_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_bases")),
    )


def forbid_changes(table: str) -> None:
    """Make the database refuse UPDATE, DELETE and TRUNCATE on a table that is only added to."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is added to only'); END"
            )
        return
    op.execute(
        sa.text(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION '% is added to only', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END$$"
        )
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
