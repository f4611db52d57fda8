"""Every form and every address of every role, with what nobody should send: never a fault.

`FUZZ_REQUESTS=20000 pytest tests/web/test_fuzz.py` sends more than the suite does, `FUZZ_SEED`
begins elsewhere.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import islice

import pytest

from casework.cli.demo.cast import PASSWORD
from tests import databases
from tests.web.crawl import Walk
from tests.web.fuzz.aims import aims
from tests.web.fuzz.rehearsal import Rehearsal, copy_whole
from tests.web.fuzz.sending import Seat, Sender, listening
from tests.web.kept_apps import app_of
from tests.web.trial_office import EVERYBODY, TrialOffice

pytestmark = pytest.mark.xdist_group("walk")

SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "100"))
"""So many are sent to each database, not the same to both; the suite has to be done in minutes."""


@pytest.fixture(scope="module")
def seats(walked_office: TrialOffice) -> dict[str, Seat]:
    """Everybody at their browser."""
    return {who: Seat.of(walked_office.visitor(who)) for who in EVERYBODY}


@pytest.fixture(params=["sqlite", "postgresql"])
def sender(
    request: pytest.FixtureRequest, walked_office: TrialOffice, seats: dict[str, Seat]
) -> Iterator[Sender]:
    """Everybody before an office in which nothing lasts: the walked one stays as it is."""
    url = walked_office.settings.database_url
    postgresql = request.param == "postgresql"
    with _copied(request, walked_office) if postgresql else nullcontext(url) as copied:
        database = Rehearsal(copied)
        settings = dataclasses.replace(walked_office.settings, database_url=copied)
        try:
            app = app_of(settings, database, demo_password=PASSWORD)
            yield Sender(app, database, seats)
        finally:
            database.close()


@contextmanager
def _copied(request: pytest.FixtureRequest, office: TrialOffice) -> Iterator[str]:
    """The same office on PostgreSQL."""
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("migrated_postgresql")
    with databases.postgresql_copy(server, template) as target:
        copy_whole(office.database, target)
        yield target.engine.url.render_as_string(hide_password=False)


def test_no_form_and_no_address_can_be_filled_so_that_the_office_fails(
    walked_office: TrialOffice, walks: list[Walk], sender: Sender
) -> None:
    """Bad input ends in a clear page: nothing people send may end in a fault."""
    _subjects, sent = aims(walked_office.app, walks, seed=SEED)
    begin = 0 if sender.database.is_sqlite else REQUESTS

    with listening() as faults:
        failed = list(sender.answers(islice(sent, begin, begin + REQUESTS), faults))

    assert (SEED, failed[:20], faults.found) == (SEED, [], {})


def test_every_field_of_every_page_is_tried_once_before_any_is_tried_again(
    walked_office: TrialOffice, walks: list[Walk]
) -> None:
    subjects, sent = aims(walked_office.app, walks, seed=SEED)
    first = list(islice(sent, subjects))

    assert len({aim.subject for aim in first}) == subjects > 1_000
    assert {aim.who for aim in first} == set(EVERYBODY)
