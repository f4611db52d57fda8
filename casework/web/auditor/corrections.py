"""A parameter that was found wrong: the cases it touched, each worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.exports.columns import Column, Kind, Row
from casework.queries.audit import corrections
from casework.queries.audit.corrections import Affected
from casework.queries.rule_book import book
from casework.web import door
from casework.web.auditor import asking, taking_away
from casework.web.auditor.asking import Asked
from casework.web.present import named
from casework.web.reviewer.telling import state_label

blueprint = Blueprint("audit_corrections", __name__, url_prefix="/audit/corrections")
MOST_SHOWN = 200
_COLUMNS = (
    Column("case"),
    Column("enterprise"),
    Column("credit_code"),
    Column("clause"),
    Column("state"),
    Column("filed_on", Kind.DAY),
    Column("decision"),
    Column("awarded_sum", Kind.MONEY, total=True),
    Column("kept_sum", Kind.MONEY, total=True),
    Column("corrected_sum", Kind.MONEY, total=True),
    Column("change_sum", Kind.MONEY, total=True),
    Column("corrected_places"),
)


@blueprint.get("")
def show() -> ResponseReturnValue:
    found = _asked()
    with door.reading() as session:
        corrected = corrections.corrections(session)
        too_much = not asking.is_whole() and corrections.is_large(
            session, asking.within(found), clause=found.text("clause")
        )
        cases = [] if too_much else list(_affected(session, found))
    return render_template(
        "auditor/corrections.html",
        corrected=[one for one in corrected.values() if found.text("clause") in ("", one.clause)],
        pairs=[
            (one, named(book().clauses[one]))
            for one in sorted({one.clause for one in corrected.values()})
        ],
        cases=sorted(cases, key=lambda one: -abs(one.change_fen))[:MOST_SHOWN],
        count=len(cases),
        changed=sum(bool(one.change_fen) for one in cases),
        less=sum(one.change_fen for one in cases if one.change_fen < 0),
        more=sum(one.change_fen for one in cases if one.change_fen > 0),
        too_much=too_much,
        found=found,
        filters=found.applied,
        book=book(),
        kinds=taking_away.KINDS,
        **asking.choices(),
    )


@blueprint.get("/file.<kind>")
def file(kind: str) -> ResponseReturnValue:
    if kind not in taking_away.KINDS:
        abort(404)
    found = _asked()
    with door.reading() as session:
        return taking_away.table(
            "corrections", kind, found, _COLUMNS, _rows(_affected(session, found))
        )


def _asked() -> Asked:
    return asking.asked(texts=(*asking.CASE_FILTERS, "clause"), days=asking.CASE_DAYS)


def _affected(session: Session, found: Asked) -> Iterator[Affected]:
    return corrections.affected(session, asking.within(found), clause=found.text("clause"))


def _rows(cases: Iterable[Affected]) -> Iterator[Row]:
    for one in cases:
        yield [
            one.case,
            one.enterprise,
            one.credit_code,
            one.correction.clause,
            state_label(one.state),
            one.filed_on,
            one.decision,
            one.awarded_fen,
            one.kept_fen,
            one.corrected_fen,
            one.change_fen,
            one.correction.told,
        ]
