"""Clauses as they were read when a case first took them.

Why: a corrected transcription must not rewrite what a case was filed under; a draft is told what
changed. A new table, added to only.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import Json, UtcDateTime

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clause_editions",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("clause_id", sa.Text(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_clause_editions")),
    )
    op.create_index(op.f("ix_clause_editions_clause_id"), "clause_editions", ["clause_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER clause_editions_no_{verb.lower()} BEFORE {verb} ON clause_editions"
                " BEGIN SELECT RAISE(ABORT, 'clause_editions is added to only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER clause_editions_no_change BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON clause_editions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
