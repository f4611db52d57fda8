"""The meetings of the district, what waits for one, and calling one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.commands.joint_meeting import call as calling
from casework.commands.joint_meeting.call import Place
from casework.queries.joint_meeting import agenda
from casework.queries.joint_meeting.bench import Bench, benches
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms.meetings import CallForm, number
from casework.web.meetings.doing import attempt
from casework.web.saying import say
from workflows.meeting.settings import default_settings
from workflows.term import BEIJING

blueprint = Blueprint("meetings", __name__, url_prefix="/office/meetings")
MOST = 50


@blueprint.get("")
def calendar() -> ResponseReturnValue:
    before = number(request.args.get("before"))
    with door.reading() as session:
        meetings = agenda.calendar(session, door.actor(), most=MOST, before=before)
        waiting = agenda.nominated(session, door.actor())
    return render_template(
        "meetings/calendar.html",
        meetings=meetings,
        waiting=waiting,
        book=book(),
        most=MOST,
        now=door.now(),
    )


@blueprint.get("/new")
def call_form() -> ResponseReturnValue:
    return _page(CallForm.of(_benches(), formdata=None))


@blueprint.post("/new")
def call() -> ResponseReturnValue:
    form = CallForm.of(_benches())
    references: list[str] = []
    done = attempt(
        form,
        lambda session: references.append(
            calling.call(
                session,
                title=form.title.data or "",
                place=form.place.data or "",
                starts_at=form.begins,
                members=_places(form),
                actor=door.actor(),
                at=door.now(),
            ).reference
        ),
    )
    if not done:
        return _page(form)
    say("meeting_called", meeting=references[0])
    return redirect(url_for("meeting.show", meeting=references[0]))


def _benches() -> Sequence[Bench]:
    with door.reading() as session:
        return benches(session, door.actor().district, on=door.today())


def _places(form: CallForm) -> list[Place]:
    """The convener first, who sits for the own department, then whoever was chosen."""
    convener, places = number(form.convener.data), []
    for bench in form.benches:
        if any(one.id == convener for one in bench.people):
            places.append(Place(bench.department_id, convener or 0, votes=True, convener=True))
    seated = {one.department_id for one in places}
    for place, bench in enumerate(form.benches):
        holder = number(form[f"holder_{place}"].data)
        if holder is not None and bench.department_id not in seated:
            votes = form[f"votes_{place}"].data == "yes"
            places.append(Place(bench.department_id, holder, votes=votes))
    return places


def _page(form: CallForm) -> ResponseReturnValue:
    least = door.now().astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
    page = render_template(
        "meetings/call.html", form=form, least=least, rules=default_settings(), book=book()
    )
    return page, form.status
