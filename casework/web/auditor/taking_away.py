"""Files an auditor takes away: written whole, stated, noted in the access log, then sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from urllib.parse import quote

from flask import Response, abort, g
from werkzeug.wsgi import FileWrapper

from casework.commands import access
from casework.exports.columns import Circumstances, Column, Kind, Row, Stated
from casework.exports.csv_file import write_csv
from casework.exports.jsonl_file import write_jsonl
from casework.exports.xlsx_file import write_xlsx
from casework.web import door
from casework.web.auditor.asking import Asked, as_read
from casework.web.present import coded
from casework.web.saying import language
from workflows.wording import Wording

MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "json": "application/json",
    "xes": "application/xml",
    "pdf": "application/pdf",
}
KINDS = ("csv", "xlsx", "jsonl")
_IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WordedColumn(Column):
    """A column that brings its own words."""

    words: Wording | None = None

    def label(self, language: str) -> str:
        """What people read above it."""
        if self.words is None:
            return Column.label(self, language)
        return self.words.en if language == "en" else self.words.zh


def circumstances(found: Asked) -> Circumstances:
    """Who takes it, when, and what was asked for."""
    return Circumstances(door.now(), door.actor().name, as_read(found), found.applied)


def table(
    name: str, kind: str, found: Asked, columns: Sequence[Column], rows: Iterable[Row]
) -> Response:
    """A table as a file of one of the kinds; 404 for another."""
    told = circumstances(found)

    def write(stream: BinaryIO) -> Stated:
        if kind == "xlsx":
            return write_xlsx(
                stream, columns, rows, title=name, language=language(), circumstances=told
            )
        if kind == "jsonl":
            return write_jsonl(stream, columns, rows, circumstances=told)
        return write_csv(stream, columns, rows, language=language(), circumstances=told)

    return written(name, kind, write, filter=found.applied)


def written(
    name: str, kind: str, write: Callable[[BinaryIO], Stated], **particulars: object
) -> Response:
    """Write a file, note what it states, send it; 404 for a kind nobody writes."""
    if kind not in MEDIA_TYPES:
        abort(404)
    stream = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  the response closes it
    stated = write(cast(BinaryIO, stream))
    size = stream.tell()
    stream.seek(0)
    _note(name, kind, stated, particulars)
    response = Response(
        FileWrapper(cast(BinaryIO, stream)), mimetype=MEDIA_TYPES[kind], direct_passthrough=True
    )
    response.call_on_close(stream.close)
    response.content_length = size
    day = door.today().isoformat()
    shown = quote(f"{coded(name, 'file_name')}-{day}.{kind}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{shown}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _note(name: str, kind: str, stated: Stated, particulars: Mapping[str, object]) -> None:
    said = {"file": f"{name}.{kind}", "rows": stated.rows, "totals": dict(stated.totals)}
    with door.transaction() as session:
        door.note(session, access.Kind.EXPORTED, **said, sha256=stated.sha256, **dict(particulars))
    g.noted = True


__all__ = ["KINDS", "Kind", "WordedColumn", "circumstances", "table", "written"]
