"""Sending files: always as attachments, never as something a browser would run."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, abort

from casework.commands.files import path_of
from casework.web import door


def attachment(sha256: str, name: str, media_type: str) -> Response:
    """A stored file under the name it came with."""
    path = path_of(door.settings().uploads, sha256)
    if not path.is_file():
        abort(404)
    return _sent(path.read_bytes(), name, media_type)


def pdf(content: bytes, name: str) -> Response:
    """A paper that was just set."""
    return _sent(content, name, "application/pdf")


def attached(content: bytes, name: str, media_type: str) -> Response:
    """A file that was just made."""
    return _sent(content, name, media_type)


def csv_file(content: bytes, name: str) -> Response:
    """A table as CSV."""
    return _sent(content, name, "text/csv; charset=utf-8")


def _sent(content: bytes, name: str, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
