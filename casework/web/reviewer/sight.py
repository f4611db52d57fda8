"""Before anything of a case is shown or done: may this person see it? If not, it is noted."""

from __future__ import annotations

from flask import Blueprint, abort, request

from casework.commands import access
from casework.queries.sight import sees
from casework.web import door


def guard(blueprint: Blueprint) -> None:
    """Answer for every case out of sight as for one that does not exist, and keep who asked."""
    blueprint.before_request(_look)


def _look() -> None:
    reference = (request.view_args or {}).get("reference")
    if reference is None:
        return
    with door.reading() as session:
        seen = sees(session, door.actor(), reference)
    if not seen:
        with door.transaction() as session:
            door.note(session, access.Kind.REFUSED, case=reference, method=request.method)
        abort(404)
