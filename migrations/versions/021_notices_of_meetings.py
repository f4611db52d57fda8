"""Tell people of meetings in their inbox

Why: who sits at a meeting is told when it is called, moved or cancelled, and when papers and
minutes go round. Columns become nullable and new ones are, so the running version is not disturbed.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt

revision = "021"
down_revision = "020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notices") as notices:
        notices.alter_column("case_id", existing_type=BigInt, nullable=True)
        notices.alter_column("event_number", existing_type=sa.BigInteger(), nullable=True)
        notices.add_column(sa.Column("meeting_id", BigInt, nullable=True))
        notices.add_column(sa.Column("act_number", sa.BigInteger(), nullable=True))
        notices.create_foreign_key(
            op.f("fk_notices_meeting_id"), "joint_meetings", ["meeting_id"], ["id"]
        )
        notices.create_unique_constraint(
            op.f("uq_notices_recipient_id_meeting_id_act_number"),
            ["recipient_id", "meeting_id", "act_number"],
        )
        notices.create_check_constraint(
            op.f("ck_notices_case_or_meeting"), "(case_id IS NULL) <> (meeting_id IS NULL)"
        )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
