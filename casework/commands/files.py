"""Uploaded files: checked, kept once under their SHA-256, never overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import filetype

from workflows.refusals import Refusal, Refused

ALLOWED = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/zip": (".ofd",),
}
"""Kinds of file that are taken, by structure, and the endings they may have (OFD is a zip)."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the store."""

    sha256: str
    name: str
    size: int
    media_type: str


def store(folder: Path, *, name: str, content: bytes, most_bytes: int) -> StoredFile:
    """Keep a file under its hash; Refused when it is empty, too large or not of an allowed kind."""
    media_type = _checked_type(name, content, most_bytes)
    digest = hashlib.sha256(content).hexdigest()
    place = path_of(folder, digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, place)
    return StoredFile(digest, Path(name).name, len(content), media_type)


def path_of(folder: Path, sha256: str) -> Path:
    """Where the file of a hash lies."""
    return folder / sha256[:2] / sha256


def _checked_type(name: str, content: bytes, most_bytes: int) -> str:
    if not content:
        raise Refused(Refusal("file_empty", {"name": name}))
    if len(content) > most_bytes:
        raise Refused(Refusal("file_too_large", {"name": name, "megabytes": most_bytes >> 20}))
    kind = filetype.guess_mime(content)
    ending = Path(name).suffix.lower()
    if kind not in ALLOWED or ending not in ALLOWED[kind]:
        raise Refused(Refusal("file_kind_not_allowed", {"name": name}))
    return str(kind)
