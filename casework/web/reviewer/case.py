"""The one page of a case, and what is downloaded from it."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from casework.exports.documents import as_pdf
from casework.queries import case_desk
from casework.queries.case_desk import Desk
from casework.queries.rule_book import book
from casework.web import door, sending, shape
from casework.web.forms import Form
from casework.web.reviewer import sight
from casework.web.reviewer.laying_out import act_forms, holders, offered, step_forms
from casework.web.reviewer.ways import GRAVE, WAYS
from casework.web.saying import explanation
from workflows.documents import DocumentKind, document_types

blueprint = Blueprint("case", __name__, url_prefix="/office/cases/<reference>")
sight.guard(blueprint)


class Posted(NamedTuple):
    """A form that was sent and is shown again, with what was typed."""

    name: str
    form: Form


@blueprint.get("")
def show(reference: str) -> ResponseReturnValue:
    return case_page(reference)


@blueprint.get("/files/<int:attachment_id>")
def file(reference: str, attachment_id: int) -> Response:
    found = [one for one in _desk(reference).file.attachments if one.id == attachment_id]
    if not found:
        abort(404)
    return sending.attachment(found[0].sha256, found[0].name, found[0].media_type)


@blueprint.get("/documents/<int:document_id>")
def document(reference: str, document_id: int) -> Response:
    found = [one for one in _desk(reference).documents if one.id == document_id]
    if not found:
        abort(404)
    kind = DocumentKind(found[0].kind)
    content = as_pdf(kind, found[0].layout, found[0].content)
    return sending.pdf(content, f"{document_types()[kind].zh} {found[0].number}.pdf")


def case_page(reference: str, posted: Posted | None = None) -> ResponseReturnValue:
    """The page of a case as it stands now; a form that was refused keeps what was typed."""
    desk = _desk(reference)
    steps, acts = step_forms(desk), act_forms(desk)
    stale = None
    if posted is not None:
        stale = _seen(posted.form)
        (steps if posted.name in WAYS else acts)[posted.name] = posted.form
    step_forms(desk, into=steps)
    act_forms(desk, into=acts)
    page = render_template(
        "office/case.html",
        desk=desk,
        file=desk.file,
        case=desk.file.case,
        book=book(),
        speaks=explanation(),
        steps=steps,
        acts=acts,
        options=offered(desk),
        grave=GRAVE,
        holders=holders(desk),
        posted=posted,
        since=[] if stale is None else [e for e in desk.file.events if e.number > stale],
        document_types=document_types(),
    )
    return page if posted is None else (page, posted.form.status)


def _desk(reference: str) -> Desk:
    with door.reading() as session:
        return case_desk.desk_of(session, reference, actor=door.actor(), on=door.today())


def _seen(form: Form) -> int | None:
    return shape.whole(form["seen"].data) if "seen" in form else None
