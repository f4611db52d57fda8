"""Indexes that read a list of a million cases by its own order

Why: worklist indexes carry the state, so that what awaits somebody is counted without reading the
cases; a district's list has an index of its own; unread notices are counted on every page;
instalments are listed by where they stand. Indexes only.
"""

import sqlalchemy as sa
from alembic import op

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None

IN_HAND = sa.text(
    "state NOT IN ('draft', 'settled', 'declined', 'not_accepted', 'lapsed', 'withdrawn', "
    "'terminated')"
)
UNREAD = sa.text("read_at IS NULL")
WORKLISTS = {
    "ix_cases_department_worklist": ["department_id", "due_on", "id", "state"],
    "ix_cases_district_worklist": ["district_id", "due_on", "id", "state"],
    "ix_cases_own_worklist": ["assigned_to_id", "due_on", "id", "state", "department_id"],
}


def upgrade() -> None:
    op.drop_index("ix_cases_department_worklist", "cases")
    op.drop_index("ix_cases_own_worklist", "cases")
    for name, columns in WORKLISTS.items():
        op.create_index(name, "cases", columns, sqlite_where=IN_HAND, postgresql_where=IN_HAND)
    op.create_index(
        "ix_notices_unread",
        "notices",
        ["recipient_id"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )
    op.drop_index("ix_ledger_entries_budget_line", "ledger_entries")
    op.create_index(
        "ix_ledger_entries_budget_line",
        "ledger_entries",
        ["budget_line_id", "kind", "resolves_kind", "amount_fen"],
    )
    op.drop_index("ix_case_events_at", "case_events")
    op.create_index("ix_case_events_at", "case_events", ["at", "id"])
    op.create_index("ix_instalments_standing", "instalments", ["state", "id"])
    op.create_index("ix_instalments_year", "instalments", ["fiscal_year", "case_id", "number"])
    op.create_index("ix_awards_decided", "awards", ["decided_on"])
    op.create_index("ix_ledger_entries_booked", "ledger_entries", ["booked_on", "kind"])


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
