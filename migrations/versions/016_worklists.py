"""What worklists need: parts of names to search by, and each person's own views.

Why: the usual Chinese query is two characters, which no trigram index can serve. The pairs of
characters of each name stand in a table of their own; the database keeps it with every insert and
rename, so that no command and no import can forget it.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

_MOST_CHARACTERS = 200


def upgrade() -> None:
    op.create_table(
        "enterprise_grams",
        sa.Column("gram", sa.Text(), nullable=False),
        sa.Column("enterprise_id", BigInt, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_enterprise_grams_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("gram", "enterprise_id", name=op.f("pk_enterprise_grams")),
    )
    op.create_index(
        op.f("ix_enterprise_grams_enterprise_id"), "enterprise_grams", ["enterprise_id"]
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()
    op.execute("UPDATE enterprises SET name = name")
    op.create_table(
        "worklist_views",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("user_id", BigInt, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", Json, nullable=False),
        sa.Column("columns", Json, nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_worklist_views_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worklist_views")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_worklist_views_user_id_name")),
    )


def _sqlite_triggers() -> None:
    places = ",".join(str(place) for place in range(1, _MOST_CHARACTERS))
    keep = f"""
        DELETE FROM enterprise_grams WHERE enterprise_id = NEW.id;
        INSERT INTO enterprise_grams (gram, enterprise_id)
            SELECT DISTINCT substr(lower(NEW.name), place.value, 2), NEW.id
            FROM json_each('[{places}]') AS place WHERE place.value < length(NEW.name);
    """
    op.execute(f"CREATE TRIGGER enterprise_grams_new AFTER INSERT ON enterprises BEGIN {keep} END")
    op.execute(
        "CREATE TRIGGER enterprise_grams_renamed AFTER UPDATE OF name ON enterprises"
        f" BEGIN {keep} END"
    )


def _postgresql_triggers() -> None:
    op.execute(
        """
        CREATE FUNCTION keep_enterprise_grams() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM enterprise_grams WHERE enterprise_id = NEW.id;
            INSERT INTO enterprise_grams (gram, enterprise_id)
                SELECT DISTINCT substr(lower(NEW.name), place, 2), NEW.id
                FROM generate_series(1, length(NEW.name) - 1) AS place;
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER enterprise_grams_kept AFTER INSERT OR UPDATE OF name ON enterprises"
        " FOR EACH ROW EXECUTE FUNCTION keep_enterprise_grams()"
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
