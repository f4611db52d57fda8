"""What sub-commands share: where they are added, and the database of this installation."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from casework.config import read_settings

if TYPE_CHECKING:
    from casework.db import Database

    Commands = _SubParsersAction[ArgumentParser]
else:
    Commands = _SubParsersAction


@contextmanager
def office_database() -> Iterator[Database]:
    """The database the settings name, closed at the end."""
    from casework.db import Database  # only commands that work on it wait for its drivers

    database = Database(read_settings().database_url)
    try:
        yield database
    finally:
        database.close()
