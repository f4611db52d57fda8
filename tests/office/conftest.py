"""An office with its cast, on both databases."""

import pytest

from casework.db import Database
from tests.cast import gather
from tests.office.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """An office at work; the test runs once on each database."""
    with database.transaction() as session:
        cast = gather(session)
    return Desk(database, cast)
