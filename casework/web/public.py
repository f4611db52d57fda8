"""What everybody may see: where to begin, where a case stands, papers, public notices."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from casework.queries import documents, finder, open_to_all
from casework.queries.finder import Wanted
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms.public import PaperForm, StatusForm
from casework.web.limits import count, too_many

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    in_force = finder.find(book(), Wanted(), on=door.today())
    return render_template("public/home.html", in_force=in_force, policies=book().policies)


@blueprint.get("/status")
def status() -> ResponseReturnValue:
    return render_template("public/status.html", form=StatusForm(formdata=None), found=None)


@blueprint.post("/status")
def ask_status() -> ResponseReturnValue:
    """Answer a number with its code; guessing is counted by address."""
    form, found = StatusForm(), None
    if form.validate():
        address = door.browser().address
        refusal = too_many("status", address)
        if refusal is not None:
            form.refuse(refusal)
            return render_template("public/status.html", form=form, found=None), 429
        with door.reading() as session:
            found = open_to_all.status(
                session, reference=form.reference.data, code=form.code.data, on=door.today()
            )
        if found is None:
            count("status", address)
            form.not_found()
    return render_template("public/status.html", form=form, found=found), form.status


@blueprint.get("/papers")
def papers() -> ResponseReturnValue:
    form = PaperForm(
        formdata=None,
        number=request.args.get("number", "")[:100],
        code=request.args.get("code", "")[:50],
    )
    return render_template("public/papers.html", form=form, found=None)


@blueprint.post("/papers")
def check_paper() -> ResponseReturnValue:
    """Say whether a paper is genuine; guessing is counted by address."""
    form, found = PaperForm(), None
    if form.validate():
        address = door.browser().address
        refusal = too_many("document", address)
        if refusal is not None:
            form.refuse(refusal)
            return render_template("public/papers.html", form=form, found=None), 429
        with door.reading() as session:
            found = documents.genuine(session, number=form.number.data, code=form.code.data)
        if found is None:
            count("document", address)
            form.not_found()
    return render_template("public/papers.html", form=form, found=found), form.status


@blueprint.get("/notices")
def notices() -> ResponseReturnValue:
    ended = request.args.get("ended") == "1"
    with door.reading() as session:
        found = open_to_all.notices(
            session,
            on=door.today(),
            ended=ended,
            before=door.number("before"),
        )
    return render_template(
        "public/notices.html", found=found, ended=ended, book=book(), page=open_to_all.PAGE
    )
