"""The migrations say what the records say, and history refuses to change."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from casework.db import Database
from casework.records import schema

ADDED_TO_ONLY = (
    "case_events",
    "assessments",
    "case_facts",
    "awards",
    "findings",
    "legal_answers",
    "ledger_entries",
    "shared_cap_uses",
    "budget_movements",
    "pool_bases",
    "condition_checks",
    "payment_run_approvals",
    "recovery_acts",
    "recovery_receipts",
    "clause_editions",
)


def test_the_migrations_from_empty_equal_the_records(database: Database) -> None:
    assert schema.differences(database) == []


@pytest.mark.parametrize("table", ADDED_TO_ONLY)
def test_the_database_itself_refuses_to_rewrite_history(database: Database, table: str) -> None:
    with database.transaction() as session:
        found = list(
            session.scalars(
                sa.text(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
                    if database.is_sqlite
                    else "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)"
                    " AND NOT tgisinternal"
                ),
                {"table": table},
            )
        )
    assert found


def test_postgresql_refuses_even_a_statement_that_touches_no_row(
    postgresql_database: Database,
) -> None:
    for verb in (
        "UPDATE case_events SET remarks = ''",
        "DELETE FROM case_events",
        "TRUNCATE case_events",
    ):
        with (
            pytest.raises(DBAPIError, match="added to only"),
            postgresql_database.transaction() as session,
        ):
            session.execute(sa.text(verb))
