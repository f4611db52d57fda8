"""Keep agendas, opinions, results and follow-ups

Why: each case's opinions and result are counted and kept for life. New tables; what is only added
to rejects UPDATE and DELETE.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = (
    "meeting_opinions",
    "item_results",
)


def upgrade() -> None:
    _agenda_items()
    _meeting_opinions()
    _item_results()
    _follow_ups()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _agenda_items() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "one_case_one_policy",
                "discretionary",
                "several_departments",
                "overlap",
                "limit_of_authority",
                "budget_shortage",
                "objection_upheld",
                "flag",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("grounds", Json, nullable=False),
        sa.Column("to_government", sa.Boolean(), nullable=False),
        sa.Column("case_event", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", BigInt, nullable=False),
        sa.Column("recommended_fen", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_fen", sa.BigInteger(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "waiting",
                "open",
                "concluded",
                "not_heard",
                name="itemstanding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("roll", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_agenda_items_assessment_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_agenda_items_case_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_agenda_items_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_agenda_items_meeting_id_position")
        ),
    )
    op.create_index("ix_agenda_items_case", "agenda_items", ["case_id"])
    op.create_index(
        "uq_agenda_items_case_unfinished",
        "agenda_items",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("standing IN ('waiting', 'open')"),
        postgresql_where=sa.text("standing IN ('waiting', 'open')"),
    )


def _meeting_opinions() -> None:
    op.create_table(
        "meeting_opinions",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("seat_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "for",
                "against",
                "abstain",
                name="choice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_meeting_opinions_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_meeting_opinions_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["meeting_seats.id"], name=op.f("fk_meeting_opinions_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_opinions")),
        sa.UniqueConstraint(
            "item_id", "person_id", name=op.f("uq_meeting_opinions_item_id_person_id")
        ),
        sa.UniqueConstraint("item_id", "seat_id", name=op.f("uq_meeting_opinions_item_id_seat_id")),
    )


def _item_results() -> None:
    op.create_table(
        "item_results",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "agreed",
                "agreed_with_changes",
                "postponed",
                "not_agreed",
                "referred",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("responsible_id", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "consensus",
                "vote",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("in_favor", sa.BigInteger(), nullable=False),
        sa.Column("against", sa.BigInteger(), nullable=False),
        sa.Column("abstained", sa.BigInteger(), nullable=False),
        sa.Column("present", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("concluded_by_id", BigInt, nullable=False),
        sa.Column("concluded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "amount_fen IS NULL OR amount_fen > 0", name=op.f("ck_item_results_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["concluded_by_id"], ["users.id"], name=op.f("fk_item_results_concluded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_item_results_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["departments.id"], name=op.f("fk_item_results_responsible_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_results")),
        sa.UniqueConstraint("item_id", name=op.f("uq_item_results_item_id")),
    )


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by_id", BigInt, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_follow_ups_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["users.id"], name=op.f("fk_follow_ups_done_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_follow_ups_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_item_id"), "follow_ups", ["item_id"])
    op.create_index(
        "ix_follow_ups_open",
        "follow_ups",
        ["due_on"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def forbid_changes(table: str) -> None:
    """Make the database refuse UPDATE, DELETE and TRUNCATE; the function is of migration 005."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is added to only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
