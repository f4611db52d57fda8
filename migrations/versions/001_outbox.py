"""The outbox

Why: what is to be done after a change is written in the change's own transaction, so that neither
a crash nor a lost queue loses it. The first table; nothing runs beside it yet.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_messages",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("run_after", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('ready', 'claimed', 'done', 'dead')",
            name=op.f("ck_outbox_messages_messagestatus"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_messages_dedupe_key")),
    )
    for name, columns, status in (
        ("ix_outbox_messages_ready", ["run_after", "id"], "ready"),
        ("ix_outbox_messages_claimed", ["lease_until"], "claimed"),
    ):
        where = sa.text(f"status = '{status}'")
        op.create_index(
            name, "outbox_messages", columns, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
