"""The shape of what arrives, whatever a browser or a program sends: text, whole numbers, days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

MOST = 2**63 - 1
"""The largest number the databases keep."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the pen; near the ends of the calendar no period can be reckoned."""
_DIGITS = 18
_UNREADABLE = re.compile(r"[\x00\ud800-\udfff]")
"""What is no text: the databases keep neither NUL nor half a character."""


class _Id(IntegerConverter):
    """A whole number in an address, as far as the databases count."""

    def __init__(self, url_map: Map, **bounds: int) -> None:
        super().__init__(url_map, max=bounds.pop("max", MOST), **bounds)  # type: ignore[arg-type]

    def to_python(self, value: str) -> int:
        """The number; one with thousands of digits is no page."""
        found: int = super().to_python(value if len(value) <= _DIGITS + 1 else str(MOST + 1))
        return found


def register(app: Flask) -> None:
    """Refuse what is no text before any page reads it, and bound the numbers of addresses."""
    app.url_map.converters["int"] = _Id
    app.before_request(_refuse_unreadable)


def whole(text: object) -> int | None:
    """A whole number that was sent, None where it is no such thing or longer than any of ours."""
    given = str(text or "")
    readable = given.isascii() and given.isdecimal() and len(given) <= _DIGITS
    return int(given) if readable else None


def day(text: str) -> date | None:
    """A day that was sent as 2026-01-31, None where it is no such thing."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def year(text: object) -> int | None:
    """A year that was sent, None where it is no such thing."""
    found = whole(text)
    return found if found is not None and FIRST_DAY.year <= found <= LAST_DAY.year else None


def moment(text: str) -> datetime | None:
    """A moment with its time zone that was sent, None where it is no such thing."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    in_time = found.tzinfo is not None and FIRST_DAY <= found.date() <= LAST_DAY
    return found if in_time else None


def _refuse_unreadable() -> None:
    if any(_UNREADABLE.search(text) for text in _sent()):
        abort(400)


def _sent() -> Iterator[str]:
    yield request.path
    for part in (request.args, request.form):
        for name, value in part.items(multi=True):
            yield name
            yield value
    for name, file in request.files.items(multi=True):
        yield name
        yield file.filename or ""
