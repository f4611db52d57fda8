"""What an auditor takes away whole: one case on paper, the acts of all cases for process mining."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import BinaryIO

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.exports import process_log
from casework.exports.case_file import case_file_pdf
from casework.exports.columns import Stated
from casework.queries.audit.case_on_paper import case_on_paper
from casework.queries.red_flags import Within
from casework.web import door
from casework.web.auditor import asking, taking_away
from casework.web.auditor.asking import Asked

blueprint = Blueprint("audit_files", __name__, url_prefix="/audit")

Write = Callable[[Session, BinaryIO, Within], Stated]
WRITERS: dict[str, Write] = {"xes": process_log.write_xes, "json": process_log.write_ocel}


@blueprint.get("/cases/<reference>/file.pdf")
def case_file(reference: str) -> Response:
    with door.reading() as session:
        content = case_on_paper(session, reference, actor=door.actor(), at=door.now())
    pdf = case_file_pdf(content)

    def write(stream: BinaryIO) -> Stated:
        stream.write(pdf)
        return Stated(len(content["history"]), {}, hashlib.sha256(pdf).hexdigest())

    return taking_away.written("case_file", "pdf", write, case=reference)


@blueprint.get("/process-log")
def process() -> ResponseReturnValue:
    found = _asked()
    return render_template(
        "auditor/process_log.html", found=found, filters=found.applied, **asking.choices()
    )


@blueprint.get("/process-log/file.<kind>")
def process_file(kind: str) -> Response:
    if kind not in WRITERS:
        abort(404)
    found = _asked()

    def write(stream: BinaryIO) -> Stated:
        with door.reading() as session:
            return WRITERS[kind](session, stream, asking.within(found))

    return taking_away.written("process", kind, write, filter=found.applied)


def _asked() -> Asked:
    return asking.asked(texts=asking.CASE_FILTERS, days=asking.CASE_DAYS)
