"""Where an auditor begins: the scope, its figures, and the cases to read."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework import permissions
from casework.queries import history
from casework.queries.audit import overview
from casework.queries.rule_book import book
from casework.web import door
from casework.web.auditor import asking, noting
from workflows import application

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
noting.watch(blueprint)


@blueprint.get("")
def home() -> ResponseReturnValue:
    within = asking.whole_scope()
    visible = permissions.visible_cases(door.actor())
    figures = totals = years = None
    with door.reading() as session:
        if not asking.is_too_much(session, within):
            figures = overview.figures(session, within)
            totals = history.totals(session, visible=visible)
            years = history.by_year(session, visible=visible)
    return render_template(
        "auditor/home.html",
        figures=figures,
        totals=totals,
        years=years,
        district=book().districts.get(door.actor().district or ""),
    )


@blueprint.get("/cases")
def cases() -> ResponseReturnValue:
    found = asking.asked(
        texts=(*asking.CASE_FILTERS, "state"), days=asking.CASE_DAYS, numbers=("before",)
    )
    with door.reading() as session:
        rows = overview.cases(
            session, asking.within(found), state=found.text("state"), before=found.number("before")
        )
    shown, more = rows[: overview.PAGE], len(rows) > overview.PAGE
    return render_template(
        "auditor/cases.html",
        rows=shown,
        found=found,
        filters={name: value for name, value in found.applied.items() if name != "before"},
        next_before=shown[-1].id if more else None,
        states=application.VERSIONS[application.CURRENT].workflow.states,
        book=book(),
        **asking.choices(),
    )
