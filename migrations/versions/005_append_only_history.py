"""Reject UPDATE and DELETE on the history of cases.

Why: history is added to, never edited (house rule 8), also by hand and by other programs. Other
tables that are only added to call `forbid_changes` in their own migration, copied from here.
"""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = ("case_events", "assessments", "case_facts", "awards", "findings", "legal_answers")


def upgrade() -> None:
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


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
