"""Public notices as officers post them: lists, proof, and when each ends."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import publish
from casework.queries import notices
from casework.queries.rule_book import book
from casework.queries.sight import seen_of
from casework.web import door
from casework.web.forms import Form
from casework.web.forms.after_meeting import PostListForm, ProofForm
from casework.web.forms.meetings import number
from casework.web.meetings.doing import attempt, handed_in, stored
from casework.web.reviewer import sight
from casework.web.saying import say
from workflows.refusals import Refusal, Refused, refuse_any

blueprint = Blueprint("notices", __name__, url_prefix="/office/notices")
sight.guard(blueprint)
MOST = 100


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("")
def post() -> ResponseReturnValue:
    form = PostListForm()

    def act(session: Session) -> None:
        references = form.cases.data or []
        if not references:
            raise Refused(Refusal("nothing_chosen"))
        seen = seen_of(session, door.actor(), references)
        refuse_any(
            Refusal("case_unknown", {"reference": one}) for one in references if one not in seen
        )
        proof = handed_in(form.proof.data)
        publish.post_list(
            session,
            references=references,
            place=form.place.data or "",
            posted_on=form.posted_on.data,
            proof_sha256=None if proof is None else proof.sha256,
            actor=door.actor(),
            at=door.now(),
        )

    if attempt(form, act):
        say("notice_posted", count=len(form.cases.data or []))
        return redirect(url_for("notices.show"))
    return _page("post", form)


@blueprint.post("/<reference>/proof")
def prove(reference: str) -> ResponseReturnValue:
    form = ProofForm()

    def act(session: Session) -> None:
        proof = handed_in(form.proof.data)
        if proof is None:
            raise Refused(Refusal("notice_without_proof"))
        publish.record_proof(
            session,
            reference=reference,
            seen=form.seen_act,
            proof_sha256=proof.sha256,
            actor=door.actor(),
            at=door.now(),
        )

    if attempt(form, act):
        say("notice_proved")
        return redirect(url_for("notices.show"))
    return _page(f"proof-{reference}", form)


@blueprint.get("/<int:notice_id>/proof")
def proof(notice_id: int) -> Response:
    with door.reading() as session:
        found = notices.proof_of(session, door.actor(), notice_id)
    if found is None:
        abort(404)
    sha256, reference = found
    return stored(sha256, f"{reference} notice")


def _page(name: str = "", posted: Form | None = None) -> ResponseReturnValue:
    closed, before = request.args.get("closed") == "1", number(request.args.get("before"))
    with door.reading() as session:
        waiting = () if closed else notices.to_post(session, door.actor())
        rows = notices.on_notice(session, door.actor(), closed=closed, before=before, most=MOST)
    form = posted if isinstance(posted, PostListForm) else PostListForm(formdata=None)
    page = render_template(
        "meetings/notices.html",
        waiting=waiting,
        rows=rows,
        closed=closed,
        form=form,
        posted=posted,
        posted_name=name,
        book=book(),
        most=MOST,
        own=door.actor(),
    )
    return page if posted is None else (page, posted.status)
