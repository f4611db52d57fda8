"""Recording what was found or recognized (经认定) of one fact, beside what was declared."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.commands import assess
from casework.queries import case_desk
from casework.queries.case_desk import Desk
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms.facts import FactsForm, facts_form
from casework.web.forms.steps import fact_extras
from casework.web.reviewer import sight
from casework.web.reviewer.telling import act_label
from casework.web.reviewer.ways import act_now
from casework.web.saying import say
from workflows.policy.dictionary import FactEntry
from workflows.refusals import Refused

blueprint = Blueprint("case_fact", __name__, url_prefix="/office/cases/<reference>/facts")
sight.guard(blueprint)


@blueprint.get("/<fact>")
def look(reference: str, fact: str) -> ResponseReturnValue:
    desk, entry = _desk(reference), _entry(fact)
    row = next((row for row in desk.facts if row.name == fact), None)
    known = {} if row is None or row.counts is None else {fact: row.counts}
    seen = str(desk.file.case.last_event)
    return _page(desk, entry, facts_form((entry,), known, more=fact_extras(), seen=seen))


@blueprint.post("/<fact>")
def record(reference: str, fact: str) -> ResponseReturnValue:
    entry = _entry(fact)
    form = facts_form((entry,), formdata=request.form, more=fact_extras())
    if form.validate():
        act = act_now(reference, form["seen"].data)
        try:
            with door.transaction() as session:
                assess.record_fact(
                    session,
                    fact=fact,
                    value=form.facts().get(fact),
                    basis=form["basis"].data or "",
                    **act.given,
                )
        except Refused as refused:
            form.refused(refused)
        else:
            say("act_recorded", act=act_label("record_fact"))
            return redirect(url_for("case.show", reference=reference, _anchor="facts"))
    return _page(_desk(reference), entry, form)


def _page(desk: Desk, entry: FactEntry, form: FactsForm) -> ResponseReturnValue:
    form["seen"].data = str(desk.file.case.last_event)
    page = render_template(
        "office/fact.html",
        desk=desk,
        case=desk.file.case,
        entry=entry,
        form=form,
        row=next((row for row in desk.facts if row.name == entry.name), None),
        earlier=[one for one in desk.file.facts if one.fact == entry.name],
    )
    return page, form.status


def _desk(reference: str) -> Desk:
    with door.reading() as session:
        return case_desk.desk_of(session, reference, actor=door.actor(), on=door.today())


def _entry(fact: str) -> FactEntry:
    entry = book().facts.get(fact)
    if entry is None:
        abort(404)
    return entry
