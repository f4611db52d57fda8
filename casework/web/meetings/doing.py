"""Doing one thing: exactly once, in a transaction; what is refused is kept by its form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import filetype
from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import access, files
from casework.commands.files import StoredFile
from casework.queries.joint_meeting.room import is_kept_out, is_there
from casework.queries.joint_meeting.sitting import take_up
from casework.web import door, sending
from casework.web.forms import Form
from casework.web.saying import worded
from workflows.refusals import Refusal, Refused


def attempt(form: Form, act: Callable[[Session], object]) -> bool:
    """Whether it was done; what the form or the rules say against it is in the form."""
    if not form.validate():
        return False
    try:
        with door.transaction() as session:
            act(session)
    except Refused as refused:
        form.refused(refused)
        return False
    return True


def on_what_was_seen(session: Session, meeting: str, form: Any) -> None:
    """Refused where the meeting has moved on since the page was shown: no act is done twice."""
    take_up(session, meeting, seen=form.seen_act)


def chosen(kind: Any, value: object) -> Any:
    """A value of a list; Refused where the form brought something else."""
    if value not in set(kind):
        raise Refused(Refusal("nothing_chosen"))
    return kind(value)


def handed_in(upload: Any) -> StoredFile | None:
    """An uploaded file, kept in the store; None where none was chosen."""
    if upload is None or not getattr(upload, "filename", ""):
        return None
    settings = door.settings()
    return files.store(
        settings.uploads,
        name=upload.filename,
        content=upload.read(),
        most_bytes=settings.upload_megabytes << 20,
    )


def stored(sha256: str, name: str) -> Response:
    """A stored file that was handed in with an act, named after what it proves."""
    path = files.path_of(door.settings().uploads, sha256)
    if not path.is_file():
        abort(404)
    kind = filetype.guess_mime(str(path)) or "application/octet-stream"
    endings = files.ALLOWED.get(kind, ("",))
    return sending.attachment(sha256, f"{Path(name).name}{endings[0]}", kind)


def look() -> ResponseReturnValue | None:
    """Before anything of a meeting is shown or done: is it there, and is the person kept out?

    A recused person gets nothing of the item, also by direct address, and the try is kept.
    """
    given = request.view_args or {}
    meeting, position = given.get("meeting"), given.get("position")
    if meeting is None:
        return None
    with door.reading() as session:
        there = is_there(session, meeting, position, door.actor())
        out = position is not None and is_kept_out(session, meeting, position, door.actor())
    if there and not out:
        return None
    with door.transaction() as session:
        door.note(session, access.Kind.REFUSED, method=request.method)
    if not there:
        abort(404)
    reasons = worded((Refusal("recused"),))
    return render_template("errors/refused.html", reasons=reasons, back=request.referrer), 403
