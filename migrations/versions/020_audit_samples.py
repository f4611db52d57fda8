"""Samples that auditors drew, with their seed.

Why: a sample has to be drawn again by anybody, years later. A new table, added to only.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import Json, UtcDateTime

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_samples",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("filters", Json, nullable=False),
        sa.Column("frame_size", sa.BigInteger(), nullable=False),
        sa.Column("frame_hash", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("drawn", Json, nullable=False),
        sa.Column(
            "drawn_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "size > 0 AND size <= frame_size", name=op.f("ck_audit_samples_within_its_frame")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["users.id"], name=op.f("fk_audit_samples_drawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_samples")),
    )
    op.create_index("ix_audit_samples_drawn_by", "audit_samples", ["drawn_by_id", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_samples_no_{verb.lower()} BEFORE {verb} ON audit_samples"
                " BEGIN SELECT RAISE(ABORT, 'audit_samples is added to only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER audit_samples_no_change BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON audit_samples FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
