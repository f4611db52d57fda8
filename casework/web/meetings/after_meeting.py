"""After the minutes: changes to confirm, cases to let go on, and tasks with their dates."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.commands.joint_meeting import carry, follow_up
from casework.queries.joint_meeting import follow_ups
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms import Form
from casework.web.forms.after_meeting import RemarksForm
from casework.web.forms.meetings import NoteForm, SeenForm
from casework.web.meetings.doing import attempt
from casework.web.reviewer import sight
from casework.web.saying import say

blueprint = Blueprint("after_meeting", __name__, url_prefix="/office/after-meeting")
sight.guard(blueprint)


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("/cases/<reference>/changes")
def confirm_changes(reference: str) -> ResponseReturnValue:
    form = RemarksForm()
    return _do(
        form,
        lambda session: carry.confirm_changes(
            session,
            reference=reference,
            seen=form.seen_act,
            remarks=form.remarks.data or "",
            actor=door.actor(),
            at=door.now(),
        ),
        f"confirm-{reference}",
        "changes_confirmed",
    )


@blueprint.post("/cases/<reference>/release")
def release(reference: str) -> ResponseReturnValue:
    form = SeenForm()
    return _do(
        form,
        lambda session: carry.release(
            session, reference=reference, seen=form.seen_act, actor=door.actor(), at=door.now()
        ),
        f"release-{reference}",
        "case_released",
    )


@blueprint.post("/tasks/<int:task>/completion")
def complete(task: int) -> ResponseReturnValue:
    with door.reading() as session:
        if not follow_ups.is_seen(session, door.actor(), task):
            abort(404)
    form = NoteForm()
    return _do(
        form,
        lambda session: follow_up.finish_follow_up(
            session,
            follow_up_id=task,
            note=form.note.data or "",
            actor=door.actor(),
            at=door.now(),
        ),
        f"task-{task}",
        "task_completed",
    )


def _do(form: Form, act: Callable[..., object], name: str, told: str) -> ResponseReturnValue:
    if attempt(form, act):
        say(told)
        return redirect(url_for("after_meeting.show"))
    return _page(name, form)


def _page(name: str = "", posted: Form | None = None) -> ResponseReturnValue:
    with door.reading() as session:
        waiting = follow_ups.waiting(session, door.actor())
        tasks = follow_ups.follow_ups(session, door.actor(), on=door.today())
    page = render_template(
        "meetings/after_meeting.html",
        waiting=waiting,
        tasks=tasks,
        posted=posted,
        posted_name=name,
        book=book(),
        own=door.actor(),
    )
    return page if posted is None else (page, posted.status)
