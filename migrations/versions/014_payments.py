"""Keep payment checks, runs, answers and recoveries

Why: what is looked at before money leaves, what was sent to the treasury together, what it
answered, and what is claimed back. New tables only.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = ("condition_checks", "payment_run_approvals", "recovery_acts", "recovery_receipts")


def upgrade() -> None:
    _payment_runs()
    _result_files()
    _account_corrections()
    _payment_run_approvals()
    _result_lines()
    _condition_checks()
    _payment_alarms()
    _recoveries()
    _recovery_acts()
    _recovery_receipts()
    _payment_lines()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _payment_runs() -> None:
    op.create_table(
        "payment_runs",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("district_id", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "gathering",
                "submitted",
                "approved",
                "sent",
                "dissolved",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_by_id", BigInt, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("checkers_wanted", sa.BigInteger(), nullable=True),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_payment_runs_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_payment_runs_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_runs")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_runs_number")),
    )


def _result_files() -> None:
    op.create_table(
        "result_files",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("imported_by_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_result_files_acting_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["users.id"], name=op.f("fk_result_files_imported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_files")),
        sa.UniqueConstraint("sha256", name=op.f("uq_result_files_sha256")),
    )


def _account_corrections() -> None:
    op.create_table(
        "account_corrections",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("enterprise_id", BigInt, nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("account_bank", sa.Text(), nullable=False),
        sa.Column("account_number", sa.Text(), nullable=False),
        sa.Column("previous_name", sa.Text(), nullable=False),
        sa.Column("previous_bank", sa.Text(), nullable=False),
        sa.Column("previous_number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by_id", BigInt, nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", BigInt, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "entered_by_id <> decided_by_id", name=op.f("ck_account_corrections_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_account_corrections_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_account_corrections_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_account_corrections_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_corrections")),
    )
    op.create_index(
        "uq_account_corrections_open",
        "account_corrections",
        ["enterprise_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )


def _payment_run_approvals() -> None:
    op.create_table(
        "payment_run_approvals",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("run_id", BigInt, nullable=False),
        sa.Column("checker_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_payment_run_approvals_acting_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["users.id"], name=op.f("fk_payment_run_approvals_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["payment_runs.id"], name=op.f("fk_payment_run_approvals_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run_approvals")),
        sa.UniqueConstraint(
            "run_id", "checker_id", name=op.f("uq_payment_run_approvals_run_id_checker_id")
        ),
    )


def _result_lines() -> None:
    op.create_table(
        "result_lines",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("file_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("payment_number", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "paid",
                "returned",
                "unknown",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("booked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["result_files.id"], name=op.f("fk_result_lines_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_lines")),
        sa.UniqueConstraint(
            "file_id", "payment_number", name=op.f("uq_result_lines_file_id_payment_number")
        ),
    )
    op.create_index(
        "ix_result_lines_open",
        "result_lines",
        ["file_id", "number"],
        unique=False,
        sqlite_where=sa.text("booked_at IS NULL"),
        postgresql_where=sa.text("booked_at IS NULL"),
    )


def _condition_checks() -> None:
    op.create_table(
        "condition_checks",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("instalment", sa.BigInteger(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("event_number", sa.BigInteger(), nullable=False),
        sa.Column("checked_by_id", BigInt, nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_condition_checks_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_condition_checks_checked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_checks")),
    )
    op.create_index("ix_condition_checks_case", "condition_checks", ["case_id", "instalment"])


def _payment_alarms() -> None:
    op.create_table(
        "payment_alarms",
        sa.Column("id", BigInt, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "paid_again",
                "returned_after_paid",
                "paid_after_return",
                name="alarmkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("payment_number", sa.Text(), nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("settled_by_id", BigInt, nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_payment_alarms_case_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_payment_alarms_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_alarms")),
        sa.UniqueConstraint(
            "kind",
            "payment_number",
            "slip",
            name=op.f("uq_payment_alarms_kind_payment_number_slip"),
        ),
    )
    op.create_index(
        "ix_payment_alarms_open",
        "payment_alarms",
        ["raised_at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def _recoveries() -> None:
    op.create_table(
        "recoveries",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("process_version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recoveries_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_recoveries_case_id_number")),
    )
    op.create_index("ix_recoveries_state", "recoveries", ["state", "due_on"])


def _recovery_acts() -> None:
    op.create_table(
        "recovery_acts",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("recovery_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("event_number", sa.BigInteger(), nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("actor_id", BigInt, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_recovery_acts_actor_id")),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recoveries.id"], name=op.f("fk_recovery_acts_recovery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_acts")),
        sa.UniqueConstraint(
            "recovery_id", "number", name=op.f("uq_recovery_acts_recovery_id_number")
        ),
    )


def _recovery_receipts() -> None:
    op.create_table(
        "recovery_receipts",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("recovery_id", BigInt, nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("principal_fen", sa.BigInteger(), nullable=False),
        sa.Column("interest_fen", sa.BigInteger(), nullable=False),
        sa.Column("set_off", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("booked_by_id", BigInt, nullable=False),
        sa.Column("booked_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "principal_fen + interest_fen > 0", name=op.f("ck_recovery_receipts_above_zero")
        ),
        sa.CheckConstraint(
            "principal_fen >= 0 AND interest_fen >= 0",
            name=op.f("ck_recovery_receipts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["booked_by_id"], ["users.id"], name=op.f("fk_recovery_receipts_booked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recovery_id"], ["recoveries.id"], name=op.f("fk_recovery_receipts_recovery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_receipts")),
        sa.UniqueConstraint("slip", name=op.f("uq_recovery_receipts_slip")),
    )
    op.create_index(op.f("ix_recovery_receipts_recovery_id"), "recovery_receipts", ["recovery_id"])


def _payment_lines() -> None:
    op.create_table(
        "payment_lines",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("run_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("instalment_id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("instalment", sa.BigInteger(), nullable=False),
        sa.Column("payment_number", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("budget_line_id", BigInt, nullable=True),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("account_bank", sa.Text(), nullable=False),
        sa.Column("account_number", sa.Text(), nullable=False),
        sa.Column("taken_out_at", UtcDateTime(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "paid",
                "returned",
                "unknown",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("slip", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_lines_above_zero")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_lines.id"], name=op.f("fk_payment_lines_budget_line_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_payment_lines_case_id")),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["instalments.id"], name=op.f("fk_payment_lines_instalment_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["payment_runs.id"], name=op.f("fk_payment_lines_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_lines")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_payment_lines_run_id_number")),
    )
    op.create_index("ix_payment_lines_payment_number", "payment_lines", ["payment_number", "id"])
    op.create_index(
        "uq_payment_lines_live",
        "payment_lines",
        ["payment_number"],
        unique=True,
        sqlite_where=sa.text("taken_out_at IS NULL AND (answer IS NULL OR answer <> 'returned')"),
        postgresql_where=sa.text(
            "taken_out_at IS NULL AND (answer IS NULL OR answer <> 'returned')"
        ),
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
