"""Keep the ledger

Why: every award is held, committed, paid, released and recovered by entries that cannot be
changed, and the database itself refuses to book twice. New tables only.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = ("ledger_entries", "shared_cap_uses")

RESOLVES_ITS_KIND = (
    "(kind = 'hold' AND resolves_kind IS NULL)"
    " OR (kind = 'reserve' AND COALESCE(resolves_kind, '') = 'hold')"
    " OR (kind = 'pay' AND COALESCE(resolves_kind, '') = 'reserve')"
    " OR (kind = 'release' AND COALESCE(resolves_kind, '') IN ('hold', 'reserve'))"
    " OR (kind = 'recover' AND COALESCE(resolves_kind, '') = 'pay')"
)


def upgrade() -> None:
    _ledger_ends()
    _ledger_entries()
    _indexes()
    _shared_cap_uses()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _ledger_ends() -> None:
    op.create_table(
        "ledger_ends",
        sa.Column("case_id", BigInt, autoincrement=False, nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ledger_ends_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_ledger_ends")),
    )


def _ledger_entries() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("resolves", sa.BigInteger(), nullable=True),
        sa.Column("resolves_kind", sa.Text(), nullable=True),
        sa.Column("enterprise_id", BigInt, nullable=False),
        sa.Column("policy_id", sa.Text(), nullable=False),
        sa.Column("clause_id", sa.Text(), nullable=False),
        sa.Column("matter_group", sa.Text(), nullable=True),
        sa.Column("matter_subject", sa.Text(), nullable=True),
        sa.Column("instalment", sa.BigInteger(), nullable=True),
        sa.Column("payment_number", sa.Text(), nullable=True),
        sa.Column("pool_id", sa.Text(), nullable=True),
        sa.Column("budget_line_id", BigInt, nullable=True),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.BigInteger(), nullable=False),
        sa.Column("limits", Json, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("event_number", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("booked_at", UtcDateTime(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        *_constraints(),
    )


def _constraints() -> list[Any]:
    return [
        sa.CheckConstraint(RESOLVES_ITS_KIND, name=op.f("ck_ledger_entries_resolves_its_kind")),
        sa.CheckConstraint(
            "(kind = 'pay') = (payment_number IS NOT NULL)",
            name=op.f("ck_ledger_entries_payment_number"),
        ),
        sa.CheckConstraint(
            "kind IN ('hold', 'release') OR instalment IS NOT NULL",
            name=op.f("ck_ledger_entries_names_instalment"),
        ),
        sa.CheckConstraint(
            "(resolves IS NULL) = (resolves_kind IS NULL)",
            name=op.f("ck_ledger_entries_resolves_whole"),
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_ledger_entries_above_zero")),
        sa.CheckConstraint("resolves < number", name=op.f("ck_ledger_entries_resolves_earlier")),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_ledger_entries_acting_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_ledger_entries_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_lines.id"], name=op.f("fk_ledger_entries_budget_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "resolves", "resolves_kind"],
            ["ledger_entries.case_id", "ledger_entries.number", "ledger_entries.kind"],
            name="fk_ledger_entries_resolves",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ledger_entries_case_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_ledger_entries_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_ledger_entries_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint(
            "case_id", "number", "kind", name=op.f("uq_ledger_entries_case_id_number_kind")
        ),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_ledger_entries_case_id_number")),
    ]


def _indexes() -> None:
    op.create_index("ix_ledger_entries_budget_line", "ledger_entries", ["budget_line_id"])
    op.create_index("ix_ledger_entries_clause", "ledger_entries", ["clause_id"])
    op.create_index(
        "ix_ledger_entries_enterprise", "ledger_entries", ["enterprise_id", "case_id", "number"]
    )
    op.create_index("ix_ledger_entries_pool", "ledger_entries", ["pool_id"])
    op.create_index(
        "uq_ledger_entries_instalment_paid",
        "ledger_entries",
        ["case_id", "instalment"],
        unique=True,
        sqlite_where=sa.text("kind = 'pay'"),
        postgresql_where=sa.text("kind = 'pay'"),
    )
    op.create_index(
        "uq_ledger_entries_payment_number",
        "ledger_entries",
        ["payment_number"],
        unique=True,
        sqlite_where=sa.text("kind = 'pay'"),
        postgresql_where=sa.text("kind = 'pay'"),
    )
    op.create_index(
        "uq_ledger_entries_reservation_resolved",
        "ledger_entries",
        ["case_id", "resolves"],
        unique=True,
        sqlite_where=sa.text("resolves_kind = 'reserve'"),
        postgresql_where=sa.text("resolves_kind = 'reserve'"),
    )


def _shared_cap_uses() -> None:
    op.create_table(
        "shared_cap_uses",
        sa.Column("cap", sa.Text(), nullable=False),
        sa.Column("case_id", BigInt, autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "number"],
            ["ledger_entries.case_id", "ledger_entries.number"],
            name=op.f("fk_shared_cap_uses_entry"),
        ),
        sa.PrimaryKeyConstraint("cap", "case_id", "number", name=op.f("pk_shared_cap_uses")),
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
