"""The cases of an enterprise: where each stands, letters, payments, and what it may still do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import apply, correspondence, typed
from casework.commands import inbox as reading_inbox
from casework.exports.documents import as_pdf
from casework.queries import inbox, my_cases, worklists
from casework.queries.my_cases import MyCase
from casework.queries.rule_book import terms
from casework.web import door
from casework.web.forms.filing import StepForm, WordsForm
from casework.web.saying import explanation, say
from casework.web.sending import attachment, pdf
from workflows import application
from workflows.documents import DocumentKind
from workflows.refusals import Refused

blueprint = Blueprint("my_cases", __name__, url_prefix="/my")


@blueprint.get("")
def home() -> ResponseReturnValue:
    """What an enterprise looks at first: what to do now, what is in hand, what was told."""
    with door.reading() as session:
        rows = worklists.of_enterprise(session, door.enterprise_id())
        told = inbox.latest(session, door.actor().user_id, most=5)
    workflow = application.VERSIONS[application.CURRENT].workflow
    return render_template(
        "applicant/home.html", rows=rows, states=workflow.by_name, told=told, terms=terms
    )


@blueprint.get("/cases/<reference>")
def show(reference: str) -> ResponseReturnValue:
    return _page(_mine(reference))


@blueprint.post("/cases/<reference>/withdrawal")
def withdraw(reference: str) -> ResponseReturnValue:
    return _step(reference, apply.withdraw, "withdrawn")


@blueprint.post("/cases/<reference>/answer")
def answer(reference: str) -> ResponseReturnValue:
    return _step(reference, apply.answer, "answered")


@blueprint.post("/cases/<reference>/messages")
def message(reference: str) -> ResponseReturnValue:
    form = WordsForm()
    if not form.validate():
        return _page(_mine(reference), words=form)
    try:
        with door.transaction() as session:
            correspondence.message(
                session,
                reference=reference,
                words=form.words.data,
                actor=door.actor(),
                at=door.now(),
            )
    except Refused as refused:
        if any(one.code == "case_unknown" for one in refused.refusals):
            raise
        form.refused(refused)
        return _page(_mine(reference), words=form)
    say("message_sent")
    return redirect(url_for("my_cases.show", reference=reference, _anchor="messages"))


@blueprint.get("/cases/<reference>/letters/<int:letter_id>.pdf")
def letter(reference: str, letter_id: int) -> ResponseReturnValue:
    mine = _mine(reference)
    found = next((one for one in mine.letters if one.id == letter_id), None)
    if found is None:
        abort(404)
    content = as_pdf(DocumentKind(found.kind), found.layout, found.content)
    return pdf(content, f"{found.number}.pdf")


@blueprint.get("/cases/<reference>/files/<int:attachment_id>")
def file(reference: str, attachment_id: int) -> Response:
    mine = _mine(reference)
    found = next((one for one in mine.attachments if one.id == attachment_id), None)
    if found is None:
        abort(404)
    return attachment(found.sha256, found.name, found.media_type)


@blueprint.get("/messages")
def messages() -> ResponseReturnValue:
    with door.reading() as session:
        told = inbox.latest(
            session,
            door.actor().user_id,
            before=door.number("before"),
            most=30,
        )
    return render_template("applicant/messages.html", told=told)


@blueprint.post("/messages/read")
def read_messages() -> ResponseReturnValue:
    with door.transaction() as session:
        reading_inbox.mark_read(session, door.actor().user_id, at=door.now())
    return redirect(url_for("my_cases.messages"))


@blueprint.post("/typed")
def keep_typed() -> ResponseReturnValue:
    """What a long form saves by itself while it is filled in; answers a script, not a person."""
    place = request.form.get("place", "")
    if not place.startswith("/my/cases/"):
        abort(400)
    fields = {
        name: request.form.getlist(name)
        for name in request.form
        if name not in ("csrf_token", "place", "seen")
    }
    with door.transaction() as session:
        typed.keep(
            session, user_id=door.actor().user_id, place=place[:300], fields=fields, at=door.now()
        )
    return "", 204


@blueprint.post("/typed/forget")
def forget_typed() -> ResponseReturnValue:
    place = request.form.get("place", "")
    if not place.startswith("/my/cases/"):
        abort(400)
    with door.transaction() as session:
        typed.forget(session, user_id=door.actor().user_id, place=place)
    return redirect(place)


def _mine(reference: str) -> MyCase:
    with door.reading() as session:
        return my_cases.my_case(session, reference, actor=door.actor(), on=door.today())


def _step(reference: str, command: Callable[..., Any], done: str) -> ResponseReturnValue:
    """Take a step that needs nothing but words."""
    form = StepForm()
    try:
        with door.transaction() as session:
            _run(session, command, reference, form)
    except Refused as refused:
        if any(one.code == "case_unknown" for one in refused.refusals):
            raise
        form.refused(refused)
        return _page(_mine(reference), step=form)
    say(done, reference=reference)
    return redirect(url_for("my_cases.show", reference=reference))


def _run(session: Session, command: Callable[..., Any], reference: str, form: StepForm) -> None:
    command(
        session,
        reference=reference,
        seen=form.seen_event,
        remarks=(form.remarks.data or "").strip(),
        actor=door.actor(),
        at=door.now(),
    )


def _page(
    mine: MyCase, *, step: StepForm | None = None, words: WordsForm | None = None
) -> ResponseReturnValue:
    step = step or StepForm(formdata=None)
    step.seen.data = mine.case.last_event
    words = words or WordsForm(formdata=None)
    return render_template(
        "applicant/case.html", mine=mine, step=step, words=words, speaks=explanation()
    ), max(step.status, words.status)
