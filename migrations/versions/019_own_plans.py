"""A plan of payments of a case's own, changed before approval.

Why: packages are paid in stages that no clause writes. A nullable column without a default, so
nothing is rewritten and the running version is not disturbed.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import Json

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("plan", Json, nullable=True))


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
