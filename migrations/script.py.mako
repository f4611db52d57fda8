"""${message}

Why: (what this changes for the office, and why it is safe beside the version that is running)

House rules: forward only; compatible with the version still running; short locks.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
