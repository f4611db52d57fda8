"""Say which announcement a notice hangs as; let two districts' papers bear the same number

Why: one announcement lists several cases, and offices of two districts may share a short name: a
paper is told apart by its issuer and proved by its code. The new column may be empty.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("public_notices") as notices:
        notices.add_column(sa.Column("document_id", BigInt, nullable=True))
        notices.create_foreign_key(
            op.f("fk_public_notices_document_id"), "documents", ["document_id"], ["id"]
        )
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("uq_documents_number", "documents", type_="unique")
    else:
        _without_unique_number()
    op.create_index(op.f("ix_documents_number"), "documents", ["number"])


def _without_unique_number() -> None:
    """SQLite rebuilds the table; what guards it against changes is put back."""
    with op.batch_alter_table("documents") as documents:
        documents.drop_constraint(op.f("uq_documents_number"), type_="unique")
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER IF EXISTS documents_no_{verb.lower()}")
        op.execute(
            f"CREATE TRIGGER documents_no_{verb.lower()} BEFORE {verb} ON documents "
            "BEGIN SELECT RAISE(ABORT, 'documents is added to only'); END"
        )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
