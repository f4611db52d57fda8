"""The disbursement history: rows by a filter, their totals, and a file of exactly these rows."""

from __future__ import annotations

from typing import Any, BinaryIO

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework import permissions
from casework.exports.columns import Stated
from casework.exports.disbursement_history import write_history
from casework.queries import history
from casework.queries.history import Filter
from casework.queries.rule_book import book
from casework.web import door
from casework.web.auditor import asking, taking_away
from casework.web.auditor.asking import Asked
from casework.web.saying import language
from workflows import instalment

blueprint = Blueprint("audit_history", __name__, url_prefix="/audit/disbursements")
PAGE = 50
_TEXTS = ("text", "policy", "clause", "department", "state", "pool", "enterprise", "case")
_DAYS = ("decided_from", "decided_until", "paid_from", "paid_until")


@blueprint.get("")
def rows() -> ResponseReturnValue:
    found = _asked()
    wanted, visible = _filter(found), permissions.visible_cases(door.actor())
    with door.reading() as session:
        large = not asking.is_whole() and history.is_large(session, wanted, visible=visible)
        totals = None if large else history.totals(session, wanted, visible=visible)
        chosen = history.rows(wanted, visible=visible, labels=language() == "zh")
        shown = session.execute(_further(chosen).limit(PAGE + 1)).all()
    return render_template(
        "auditor/disbursements.html",
        rows=shown[:PAGE],
        totals=totals,
        found=found,
        filters=found.applied,
        further="after" in request.args,
        after=f"{shown[PAGE - 1].case}.{shown[PAGE - 1].instalment}" if shown[PAGE:] else None,
        book=book(),
        states=instalment.VERSIONS[instalment.CURRENT].workflow.states,
        kinds=taking_away.KINDS,
        **asking.choices(),
    )


@blueprint.get("/file.<kind>")
def file(kind: str) -> ResponseReturnValue:
    if kind not in taking_away.KINDS:
        abort(404)
    found = _asked()

    def write(stream: BinaryIO) -> Stated:
        with door.reading() as session:
            return write_history(
                session,
                stream,
                _filter(found),
                kind=kind,
                language=language(),
                visible=permissions.visible_cases(door.actor()),
                circumstances=taking_away.circumstances(found),
            )

    return taking_away.written("history", kind, write, filter=found.applied)


def _further(chosen: Any) -> Any:
    """The rows from where the last page ended; an odd address begins anew."""
    reference, _, number = request.args.get("after", "").rpartition(".")
    if not (reference and number.isascii() and number.isdecimal() and len(number) < 10):
        return chosen
    return history.after(chosen, reference, int(number))


def _asked() -> Asked:
    return asking.asked(texts=_TEXTS, days=_DAYS, numbers=("year",))


def _filter(found: Asked) -> Filter:
    return Filter(
        **{name: found.text(name) or None for name in _TEXTS},
        year=found.number("year"),
        decided_from=found.day("decided_from"),
        decided_until=found.day("decided_until"),
        paid_from=found.day("paid_from"),
        paid_until=found.day("paid_until"),
    )
