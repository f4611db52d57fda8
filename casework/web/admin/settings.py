"""What an installation is set to: departments, the calendar, settings. Read, hardly changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.commands import access
from casework.commands import administration as acting
from casework.queries import administration
from casework.queries.rule_book import book
from casework.queries.sign_in import PASSWORD_DAYS
from casework.web import door
from casework.web.limits import MOST_TRIES
from casework.web.saying import say
from workflows.workdays import official_calendar

blueprint = Blueprint("settings", __name__, url_prefix="/admin")


@blueprint.get("/departments")
def departments() -> ResponseReturnValue:
    with door.reading() as session:
        found = administration.every_department(session)
    return render_template("admin/departments.html", found=found, districts=book().districts)


@blueprint.post("/departments/<department_id>/closing")
def close_department(department_id: str) -> ResponseReturnValue:
    """Close a department from today on, or open it again."""
    closing = request.form.get("open") != "1"
    with door.transaction() as session:
        acting.close_department(
            session,
            department_id=department_id,
            closed_on=door.today() if closing else None,
            actor=door.actor(),
        )
        door.note(
            session, access.Kind.ADMINISTERED, did="close_department", department=department_id
        )
    say("department_changed")
    return redirect(url_for("settings.departments"))


@blueprint.get("/calendar")
def calendar() -> ResponseReturnValue:
    years = official_calendar().years
    shown = [years[year] for year in sorted(years, reverse=True)[:4]]
    return render_template(
        "admin/calendar.html", years=shown, spans=_spans, last=max(years, default=None)
    )


def _spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in runs that follow one another: the first and the last of each."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


@blueprint.get("/settings")
def show() -> ResponseReturnValue:
    settings = door.settings()
    return render_template(
        "admin/settings.html",
        settings=settings,
        on_sqlite=door.office().database.is_sqlite,
        password_days=PASSWORD_DAYS,
        tries=MOST_TRIES,
        policies=book().policies,
    )
