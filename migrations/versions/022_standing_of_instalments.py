"""Keep what the ledger says of an instalment beside it

Why: the disbursement history of a million rows is read without adding up every entry. The sums
are filled from the entries; whoever still runs the older program leaves them as they are, and
`casework verify-ledger` says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None

SUMS = {
    "committed_fen": "CASE kind WHEN 'reserve' THEN amount_fen WHEN 'pay' THEN -amount_fen"
    " WHEN 'release' THEN -amount_fen ELSE 0 END",
    "paid_fen": "CASE kind WHEN 'pay' THEN amount_fen ELSE 0 END",
    "recovered_fen": "CASE kind WHEN 'recover' THEN amount_fen ELSE 0 END",
}


def upgrade() -> None:
    for name, amount in SUMS.items():
        op.add_column(
            "instalments",
            sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        )
        op.execute(
            f"UPDATE instalments SET {name} = COALESCE((SELECT SUM({amount})"
            " FROM ledger_entries WHERE ledger_entries.case_id = instalments.case_id"
            " AND ledger_entries.instalment = instalments.number), 0)"
        )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
