"""Keep notices in inboxes

Why: who was told what of a case, and when they read it. A new table; nothing else changes.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, UtcDateTime

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("recipient_id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("event_number", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["users.id"], name=op.f("fk_notices_recipient_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "recipient_id",
            "case_id",
            "event_number",
            name=op.f("uq_notices_recipient_id_case_id_event_number"),
        ),
    )
    op.create_index("ix_notices_inbox", "notices", ["recipient_id", "id"])


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
