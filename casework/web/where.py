"""Where to go next: only ever a page of this office."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import url_for

from casework.web import door
from casework.web.pages import PAGES

HOMES = (
    "my_cases.home",
    "worklist.to_do",
    "accounts.index",
    "access_log.show",
    "audit.home",
    "public.home",
)
"""The first of these that is open to a person is where they begin."""


def safe_next(asked: str | None) -> str:
    """The path that was asked for if it is one of ours, else where this person begins."""
    if asked and asked.startswith("/") and not asked.startswith(("//", "/\\")):
        parts = urlsplit(asked)
        if not parts.scheme and not parts.netloc and asked.isprintable():
            return asked
    return home()


def home() -> str:
    """Where this person begins."""
    person = door.person()
    actor = None if person is None else person.actor
    for endpoint in HOMES:
        if PAGES[endpoint].is_open_to(actor):
            return url_for(endpoint)
    return url_for("public.home")
