"""Sends what was aimed, as the person who was shown the page, and keeps what failed."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from tests.web.fuzz.aims import Aim, encoded
from tests.web.fuzz.hostile import File
from tests.web.fuzz.rehearsal import Rehearsal
from tests.web.visitor import Visitor

_COOKIE, _TOKEN = "casework", "csrf_token"


class Faults(logging.Handler):
    """What the application logged as a fault of its own, each cause once."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: dict[str, str] = {}
        self._aim = ""

    def aimed(self, aim: object) -> None:
        """From now on faults are of this request."""
        self._aim = str(aim)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the traceback of a fault under the line it came from."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            self.found.setdefault(record.getMessage(), self._aim)
            return
        frames = traceback.extract_tb(error.__traceback__)
        ours = [one for one in frames if "site-packages" not in one.filename]
        place = "; ".join(f"{one.filename}:{one.lineno}" for one in ours[-3:])
        cause = f"{type(error).__name__} at {place}"
        said = f"{self._aim}\n    {str(error)[:300]}"
        self.found.setdefault(cause, said)


@contextmanager
def listening() -> Iterator[Faults]:
    """Hear every fault that is logged."""
    faults, logger = Faults(), logging.getLogger("casework")
    logger.addHandler(faults)
    try:
        yield faults
    finally:
        logger.removeHandler(faults)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's session: their cookie, and the token their forms carry."""

    cookie: str
    token: str

    @classmethod
    def of(cls, visitor: Visitor) -> Seat:
        """The session of somebody at their browser."""
        token, cookie = visitor.token(), visitor.client.get_cookie(_COOKIE)
        assert cookie is not None
        return cls(cookie.value, token)


class Sender:
    """Everybody's browser, in front of one rehearsed office."""

    def __init__(self, app: Flask, database: Rehearsal, seats: Mapping[str, Seat]) -> None:
        self.database, self._seats = database, seats
        self._browser: FlaskClient = app.test_client()

    def answers(self, aims: Iterable[Aim], faults: Faults) -> Iterator[tuple[Aim, int]]:
        """Send one after the other; those that ended in a fault of the office, with the status."""
        for aim in aims:
            faults.aimed(aim)
            status = self.send(aim)
            if status >= 500:
                faults.found.setdefault(f"status {status} from {aim.endpoint}", str(aim))
                yield aim, status

    def send(self, aim: Aim) -> int:
        """The worst status of: the answer, where it leads, and the page the form stood on."""
        browser = self._browser
        browser.set_cookie(_COOKIE, self._seats[aim.who].cookie)
        worst = self._status(self._first(aim))
        if aim.method == "POST" and aim.source.startswith("/"):
            worst = max(worst, self._status(browser.get(aim.source)))
        self.database.again()
        return worst

    def _first(self, aim: Aim) -> TestResponse:
        if aim.method == "GET":
            return self._browser.get(aim.address(), follow_redirects=True)
        token = self._seats[aim.who].token
        pairs = [(name, token if name == _TOKEN else value) for name, value in aim.pairs()]
        if aim.file_fields:
            return self._browser.post(
                aim.path,
                data=MultiDict([(name, _part(value)) for name, value in pairs]),
                content_type="multipart/form-data",
                follow_redirects=True,
            )
        return self._browser.post(
            aim.path,
            data=encoded(pairs).encode(),
            content_type="application/x-www-form-urlencoded",
            follow_redirects=True,
        )

    @staticmethod
    def _status(response: TestResponse) -> int:
        response.get_data()
        response.close()
        return response.status_code


def _part(value: str | File) -> str | FileStorage:
    if isinstance(value, File):
        return FileStorage(BytesIO(value.content), value.name, content_type=value.media_type)
    return value.encode("utf-8", "replace").decode()
