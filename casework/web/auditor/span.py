"""What happened between two dates: acts, decisions, payments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.exports.columns import Column, Kind, Row
from casework.queries.audit import between
from casework.queries.audit.between import Span
from casework.web import door
from casework.web.auditor import asking, taking_away
from casework.web.auditor.asking import Asked
from casework.web.reviewer.telling import act_label
from workflows.term import BEIJING

blueprint = Blueprint("audit_between", __name__, url_prefix="/audit/between")
_MONTH = timedelta(days=30)
_PORTION = 2_000
_COLUMNS = (
    Column("case"),
    Column("enterprise"),
    Column("at_moment"),
    Column("event_number", Kind.COUNT),
    Column("instalment", Kind.COUNT),
    Column("act"),
    Column("from_state"),
    Column("to_state"),
    Column("who"),
    Column("instead_of"),
    Column("remarks"),
)


@blueprint.get("")
def span() -> ResponseReturnValue:
    found = _asked(("after",))
    asked = _span(found)
    with door.reading() as session:
        acts = between.acts(session, asked, after=found.number("after") or 0)
        too_much = not asking.is_whole() and between.is_large(session, asked)
        kinds = [] if too_much else between.acts_by_kind(session, asked)
        money = [] if too_much else between.money(session, asked)
    return render_template(
        "auditor/between.html",
        span=asked,
        acts=acts,
        acts_by_kind=kinds,
        money=money,
        too_much=too_much,
        stretch={"first": asked.first.isoformat(), "last": asked.last.isoformat()},
        times=sum(one.times for one in kinds),
        found=found,
        filters={name: value for name, value in found.applied.items() if name != "after"},
        after=acts[-1].id if len(acts) == between.PAGE else None,
        kinds=taking_away.KINDS,
        **asking.choices(),
    )


@blueprint.get("/file.<kind>")
def file(kind: str) -> ResponseReturnValue:
    if kind not in taking_away.KINDS:
        abort(404)
    found = _asked()
    asked = _span(found)
    said = {**found.given, "first": asked.first.isoformat(), "last": asked.last.isoformat()}
    with door.reading() as session:
        return taking_away.table("between", kind, Asked(said, ()), _COLUMNS, _rows(session, asked))


def _asked(numbers: tuple[str, ...] = ()) -> Asked:
    return asking.asked(texts=asking.CASE_FILTERS, days=("first", "last"), numbers=numbers)


def _span(found: Asked) -> Span:
    """The span that was asked for; the last month where none was."""
    last = found.day("last") or door.today()
    first = found.day("first") or last - _MONTH
    return Span(asking.within(found), min(first, last), max(first, last))


def _rows(session: Session, asked: Span) -> Iterator[Row]:
    after = 0
    while True:
        portion = between.acts(session, asked, after=after, most=_PORTION)
        for one in portion:
            yield [
                one.case,
                one.enterprise,
                one.at.astimezone(BEIJING).isoformat(sep=" ", timespec="seconds"),
                one.number,
                one.instalment,
                act_label(one.action, one.source, one.target),
                one.source,
                one.target,
                one.who,
                one.instead_of or "",
                one.remarks,
            ]
        if len(portion) < _PORTION:
            return
        after = portion[-1].id
