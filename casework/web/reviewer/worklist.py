"""Worklists: what awaits me, what is in hand, what I did, what I set going, and finding a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.commands import worklist_views as views
from casework.queries import own_acts, worklists
from casework.queries.rule_book import book
from casework.queries.sought import MOST_ENTERPRISES
from casework.queries.worklist_views import View, views_of
from casework.queries.worklists import Counts, Page
from casework.web import door
from casework.web.reviewer import arranging, in_bulk, telling
from casework.web.saying import say
from workflows.policy.dictionary import Department
from workflows.policy.document import Clause
from workflows.roles import Scope

blueprint = Blueprint("worklist", __name__, url_prefix="/office")
telling.register(blueprint)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page of a worklist is drawn from."""

    page: Page
    counts: Counts
    views: tuple[View, ...]
    filters: dict[str, str]
    columns: tuple[str, ...]


@blueprint.get("/to-do")
def to_do() -> ResponseReturnValue:
    return _list_page("to_do")


@blueprint.get("/in-hand")
def in_hand() -> ResponseReturnValue:
    return _list_page("in_hand")


@blueprint.get("/done")
def done() -> ResponseReturnValue:
    with door.reading() as session:
        acts = own_acts.done(session, door.actor(), before=arranging.before())
    return render_template("office/acts.html", acts=acts, which="done", book=book())


@blueprint.get("/started")
def started() -> ResponseReturnValue:
    with door.reading() as session:
        acts = own_acts.started(session, door.actor(), before=arranging.before())
    return render_template("office/acts.html", acts=acts, which="started", book=book())


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    text = request.args.get("text", "")[:100].strip()
    with door.reading() as session:
        found = worklists.find(session, door.actor(), text, on=door.today()) if text else None
    if found is not None and len(found.rows) == 1:
        return redirect(url_for("case.show", reference=found.rows[0].reference))
    return render_template(
        "office/search.html", text=text, found=found, book=book(), most=MOST_ENTERPRISES
    )


@blueprint.post("/views")
def keep_view() -> ResponseReturnValue:
    filters = arranging.asked(request.form)
    with door.transaction() as session:
        name = request.form.get("name", "")
        views.keep_view(
            session,
            user_id=door.actor().user_id,
            name=name,
            filters=filters,
            columns=arranging.columns((), request.form),
            at=door.now(),
        )
    say("view_kept", name=name.strip())
    return redirect(_back(filters))


@blueprint.post("/columns")
def choose_columns() -> ResponseReturnValue:
    with door.transaction() as session:
        views.choose_columns(
            session,
            user_id=door.actor().user_id,
            columns=arranging.columns((), request.form),
            at=door.now(),
        )
    say("columns_chosen")
    return redirect(_back(arranging.asked(request.form)))


@blueprint.post("/views/<int:view_id>/removal")
def drop_view(view_id: int) -> ResponseReturnValue:
    with door.transaction() as session:
        views.drop_view(session, user_id=door.actor().user_id, view_id=view_id)
    say("view_dropped")
    return redirect(url_for("worklist.to_do"))


def _back(filters: Mapping[str, Any]) -> str:
    """The list from which something was chosen, as it was filtered."""
    in_hand = request.form.get("list") == "in_hand"
    return url_for("worklist.in_hand" if in_hand else "worklist.to_do", **filters)


def _list_page(which: str) -> ResponseReturnValue:
    actor, filters = door.actor(), arranging.asked(request.args)
    listed = worklists.to_do if which == "to_do" else worklists.in_hand
    with door.reading() as session:
        kept = views_of(session, actor.user_id)
        shown = Shown(
            page=listed(
                session,
                actor,
                arranging.wanted(filters),
                on=door.today(),
                after=arranging.after(),
            ),
            counts=worklists.counts(session, actor, on=door.today()),
            views=kept,
            filters=filters,
            columns=arranging.columns(kept, request.args),
        )
    district_wide = any(role.scope is Scope.DISTRICT for role in actor.roles)
    return render_template(
        "office/worklist.html",
        which=which,
        shown=shown,
        book=book(),
        states=arranging.states(),
        all_columns=arranging.COLUMNS,
        clauses=_clauses(None if district_wide else actor.department),
        departments=_departments(actor.district) if district_wide else (),
        actions=in_bulk.actions_for(actor),
        further=request.args.get("after", "") != "",
    )


def _clauses(department: str | None) -> list[Clause]:
    """The clauses a person's cases can stand under."""
    return [
        clause
        for clause in book().clauses.values()
        if department is None or department in {one.id for one in book().departments_of(clause.id)}
    ]


def _departments(district: str | None) -> list[Department]:
    return [one for one in book().departments.values() if one.district == district]
