"""Files that officers hand in with an act."""

from __future__ import annotations

from typing import Any

from casework.commands import files
from casework.web import door


def stored(upload: Any) -> str | None:
    """The hash of an uploaded file, kept in the store; None where none was chosen."""
    if upload is None or not getattr(upload, "filename", ""):
        return None
    settings = door.settings()
    kept = files.store(
        settings.uploads,
        name=upload.filename,
        content=upload.read(),
        most_bytes=settings.upload_megabytes << 20,
    )
    return kept.sha256
