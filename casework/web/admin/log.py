"""The access log: refusals for the security administrator, everything for the audit one."""

from __future__ import annotations

import io
import json

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from casework.commands import access
from casework.exports.columns import Circumstances, Column, Row
from casework.exports.csv_file import write_csv
from casework.queries import administration
from casework.queries.administration import LogFilter
from casework.web import door, shape
from casework.web.present import coded
from casework.web.saying import language
from casework.web.sending import csv_file
from workflows.term import utc_text

blueprint = Blueprint("access_log", __name__, url_prefix="/admin")
MOST_EXPORTED = 100_000


@blueprint.get("/access-log")
def show() -> ResponseReturnValue:
    wanted = _wanted()
    with door.reading() as session:
        found = administration.log(session, wanted, before=door.number("before"))
    return render_template(
        "admin/access_log.html",
        found=found,
        wanted=wanted,
        kinds=administration.KINDS,
        page=administration.PAGE,
        refusals_only=False,
    )


@blueprint.get("/refusals")
def refusals() -> ResponseReturnValue:
    wanted = _wanted(kind=access.Kind.REFUSED.value)
    with door.reading() as session:
        found = administration.log(session, wanted, before=door.number("before"))
    return render_template(
        "admin/access_log.html",
        found=found,
        wanted=wanted,
        kinds=(),
        page=administration.PAGE,
        refusals_only=True,
    )


@blueprint.get("/access-log.csv")
def export() -> Response:
    """What the filter shows, whole, as a file that states its filter; the export is recorded."""
    wanted = _wanted()
    with door.reading() as session:
        found = administration.log(session, wanted, most=MOST_EXPORTED)
    with door.transaction() as session:
        door.note(session, access.Kind.EXPORTED, rows=len(found), filter=_asked(wanted))
    stream = io.BytesIO()
    write_csv(
        stream,
        COLUMNS,
        (_row(line) for line in found),
        language=language(),
        circumstances=Circumstances(
            at=door.now(), by=door.signed_in().sign_in_name, filter=_asked(wanted)
        ),
    )
    return csv_file(stream.getvalue(), f"access-log-{door.today()}.csv")


COLUMNS = tuple(
    Column(f"log_{name}")
    for name in ("at", "kind", "person", "sign_in_name", "page", "path", "address", "particulars")
)


def _row(line: administration.LogLine) -> Row:
    particulars = json.dumps(line.particulars, ensure_ascii=False, sort_keys=True)
    return (
        utc_text(line.at),
        coded(line.kind, "accesskind"),
        line.user or "",
        line.sign_in_name or "",
        line.page,
        line.path,
        line.address,
        particulars if line.particulars else "",
    )


def _asked(wanted: LogFilter) -> dict[str, str]:
    return {
        name: str(value)
        for name in ("kind", "person", "address", "since", "until")
        if (value := getattr(wanted, name))
    }


def _wanted(kind: str | None = None) -> LogFilter:
    given = {name: request.args.get(name, "")[:100].strip() for name in ("person", "address")}
    return LogFilter(
        kind=request.args.get("kind", "") if kind is None else kind,
        since=shape.day(request.args.get("since", "")),
        until=shape.day(request.args.get("until", "")),
        **given,
    )
