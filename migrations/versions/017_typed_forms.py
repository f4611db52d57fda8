"""Keep what is typed into long forms until it is handed in

Why: a session that ends, a closed tab or a power cut loses nothing. A new table; nothing else.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "typed_forms",
        sa.Column("user_id", BigInt, nullable=False, autoincrement=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_typed_forms_user_id")),
        sa.PrimaryKeyConstraint("user_id", "place", name=op.f("pk_typed_forms")),
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
