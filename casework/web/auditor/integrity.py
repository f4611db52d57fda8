"""Whether history and ledger are as they were written, worked out anew when the page is opened."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from casework.queries.audit import integrity
from casework.web import door
from casework.web.auditor import asking

blueprint = Blueprint("audit_integrity", __name__, url_prefix="/audit/integrity")


@blueprint.get("")
def show() -> ResponseReturnValue:
    seal = request.args.get("seal", "").strip().lower()[:64]
    with door.reading() as session:
        within = asking.whole_scope()
        found = None if asking.is_too_much(session, within) else integrity.verify(session, within)
    return render_template(
        "auditor/integrity.html",
        found=found,
        seal=seal,
        holds=found is None or not seal or seal == found.seal,
    )
