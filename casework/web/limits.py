"""How often one address or person may try something; counted in the database, for all workers."""

from __future__ import annotations

from datetime import timedelta

from casework.commands import sign_in as signing_in
from casework.queries import sign_in as sign_ins
from casework.web import door
from workflows.refusals import Refusal

MOST_TRIES = {"sign_in": 30, "code": 10, "sign_up": 10, "status": 20, "document": 60, "upload": 120}
"""Tries in about a quarter of an hour."""


def too_many(scope: str, subject: str) -> Refusal | None:
    """A refusal once somebody tried too often, else None."""
    since = door.now() - signing_in.WINDOW - signing_in.WINDOW
    with door.reading() as session:
        tried = sign_ins.attempts(session, scope, subject, since=since)
    if tried < MOST_TRIES[scope]:
        return None
    minutes = int(signing_in.WINDOW / timedelta(minutes=1))
    return Refusal("too_many_tries", {"minutes": minutes})


def count(scope: str, subject: str) -> None:
    """Count one try."""
    with door.transaction() as session:
        signing_in.count_attempt(session, scope, subject, at=door.now())
