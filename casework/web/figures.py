"""One year of the office in pictures, each with its table."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from casework.queries import figures
from casework.web import door
from workflows import application
from workflows.term import fiscal_year

blueprint = Blueprint("figures", __name__, url_prefix="/figures")


@blueprint.get("")
def show() -> ResponseReturnValue:
    actor, year = door.actor(), _year()
    whole = request.args.get("whole") == "1"
    with door.reading() as session:
        if not whole and figures.is_large(session, actor, year=year):
            return render_template("office/figures.html", year=year, too_much=True)
        reached = figures.reached(session, actor, year=year)
        standing = figures.by_state(session, actor, year=year)
        steps = figures.step_times(session, actor, year=year)
        budget = figures.budget(session, actor)
        months = figures.payments(session, actor, year=year)
    states = application.VERSIONS[application.CURRENT].workflow.states
    return render_template(
        "office/figures.html",
        year=year,
        reached=reached,
        standing=standing,
        steps=steps,
        budget=budget,
        months=months,
        labels={state.name: state.label for state in states},
    )


def _year() -> int:
    asked = door.number("year")
    latest = fiscal_year(door.today())
    return asked if asked is not None and 2000 <= asked <= latest else latest
