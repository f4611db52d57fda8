"""The inbox of an officer: what they were told of cases and meetings."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.commands.inbox import mark_read
from casework.queries import inbox
from casework.web import door

blueprint = Blueprint("inbox", __name__, url_prefix="/office/inbox")
PAGE = 30


@blueprint.get("")
def show() -> ResponseReturnValue:
    with door.reading() as session:
        told = inbox.latest(session, door.actor().user_id, before=door.number("before"), most=PAGE)
    return render_template("office/inbox.html", told=told, most=PAGE)


@blueprint.post("")
def read() -> ResponseReturnValue:
    with door.transaction() as session:
        mark_read(session, door.actor().user_id, at=door.now())
    return redirect(url_for("inbox.show"))
