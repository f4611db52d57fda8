"""Trying policies out: a calculation with every line, and all clauses set against an enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.queries import finder, people, trial
from casework.queries.questions import judged, what_if
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms.facts import FactsForm, PercentField, WanField, facts_form
from casework.web.forms.trial import officer_fields
from casework.web.saying import explanation, teller
from workflows.claims import ClaimAssessment
from workflows.matching import Fit
from workflows.money import Money, yuan
from workflows.prepared import prepare
from workflows.roles import Role

blueprint = Blueprint("trial", __name__)


@blueprint.get("/policies/<policy_id>/<clause_id>/calculator")
def calculator(policy_id: str, clause_id: str) -> ResponseReturnValue:
    key = f"{policy_id}/{clause_id}"
    if key not in book().clauses:
        abort(404)
    tried = request.args.get("try") == "1"
    known = _registers()
    entries = what_if(key)
    officer = officer_fields(prepare(book()).clauses[key].formula)
    form = facts_form(
        entries, known, formdata=request.args if tried else None, more=officer, meta={"csrf": False}
    )
    answer = _answer(key, form) if tried and form.validate() else None
    return render_template(
        "public/calculator.html",
        found=finder.one(book(), key, on=door.today()),
        form=form,
        officer=[form[name] for name in officer],
        known=known,
        judged=judged(key),
        answer=answer,
        speaks=explanation(),
        teller=teller(),
    ), 200 if answer is not None or not tried else 422


@blueprint.get("/my/matches")
def matches() -> ResponseReturnValue:
    with door.reading() as session:
        found = trial.matches_of(session, door.enterprise_id(), on=door.today())
        known = people.enterprise_facts(session, door.enterprise_id(), on=door.today())
    return render_template(
        "applicant/matches.html",
        matches=found,
        missing=sorted(found.of(Fit.MISSING), key=lambda one: len(one.missing)),
        known=known,
        book=book(),
        speaks=explanation(),
        teller=teller(),
    )


def _registers() -> Mapping[str, Any]:
    """What is known of the enterprise the person acts for; nothing for the public."""
    person = door.person()
    if person is None or Role.APPLICANT not in person.actor.roles:
        return {}
    with door.reading() as session:
        return people.enterprise_facts(session, door.enterprise_id(), on=door.today())


def _answer(clause_id: str, form: FactsForm) -> ClaimAssessment:
    person = door.person()
    code, history = trial.ANYBODY, trial.NO_HISTORY
    if person is not None and person.actor.enterprise_id is not None:
        with door.reading() as session:
            code, history = trial.history_of(session, person.actor.enterprise_id)
    return trial.try_out(
        clause_id,
        form.facts(),
        on=door.today(),
        figure=_figure(form),
        rate=_rate(form),
        base=form["officer_base"].data or None if "officer_base" in form else None,
        credit_code=code,
        history=history,
    )


def _figure(form: FactsForm) -> Money | None:
    if "officer_figure" not in form:
        return None
    field = form["officer_figure"]
    assert isinstance(field, WanField)
    raw = field.raw()
    return None if raw is None else yuan(Fraction(raw))


def _rate(form: FactsForm) -> Fraction | None:
    if "officer_rate" not in form:
        return None
    field = form["officer_rate"]
    assert isinstance(field, PercentField)
    return field.rate()
