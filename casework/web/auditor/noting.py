"""Every page an auditor opens is noted: who looks at the books is in the books."""

from __future__ import annotations

from flask import Blueprint, Response, g, request

from casework.commands import access
from casework.web import door
from casework.web.pages import PAGES
from workflows.roles import Role

_GOOD = 400


def watch(blueprint: Blueprint) -> None:
    """Note what auditors see, wherever in the office they see it."""
    blueprint.after_app_request(_note)


def _note(response: Response) -> Response:
    person, endpoint = door.person(), request.endpoint
    if person is None or endpoint is None or Role.AUDITOR not in person.actor.roles:
        return response
    of_auditors = Role.AUDITOR in PAGES[endpoint].roles
    if not of_auditors or response.status_code >= _GOOD or "noted" in g:
        return response
    with door.transaction() as session:
        door.note(session, access.Kind.VIEWED, **(request.view_args or {}))
    return response
