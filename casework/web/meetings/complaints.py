"""Objections, reports and complaints: received, examined by somebody else, answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import access, objections
from casework.exports.documents import as_pdf
from casework.queries import complaints, people
from casework.queries.complaints import Complaint
from casework.queries.officers import officers
from casework.queries.rule_book import book
from casework.queries.sight import sees
from casework.web import door, sending
from casework.web.forms import Form, choose
from casework.web.forms.after_meeting import (
    NOBODY_YET,
    AnswerForm,
    ComplaintForm,
    ExaminerForm,
    ExtensionForm,
    FindingForm,
)
from casework.web.forms.meetings import number
from casework.web.meetings.doing import attempt, chosen
from casework.web.saying import say
from workflows.documents import DocumentKind, document_types
from workflows.objections import ObjectionKind, Outcome
from workflows.refusals import Refusal, Refused
from workflows.roles import Role

blueprint = Blueprint("complaints", __name__, url_prefix="/office/complaints")
MOST = 50
FORMS: Mapping[str, type[Form]] = {
    "assign": ExaminerForm,
    "extend": ExtensionForm,
    "examine": FindingForm,
    "answer": AnswerForm,
}


@blueprint.get("")
def listed() -> ResponseReturnValue:
    settled, before = request.args.get("settled") == "1", number(request.args.get("before"))
    with door.reading() as session:
        rows = complaints.complaints(
            session, door.actor(), settled=settled, before=before, most=MOST
        )
    return render_template(
        "meetings/complaints.html", rows=rows, settled=settled, book=book(), most=MOST
    )


@blueprint.get("/new")
def form() -> ResponseReturnValue:
    asked = request.args.get("reference", "")[:40]
    return _new(ComplaintForm(formdata=None, reference=asked))


@blueprint.post("/new")
def receive() -> ResponseReturnValue:
    """A double click is one complaint: the same words on the same case are taken once."""
    form, made = ComplaintForm(), list[int]()

    def act(session: Session) -> None:
        reference = (form.reference.data or "").strip().upper()
        if not sees(session, door.actor(), reference):
            raise Refused(Refusal("case_unknown", {"reference": reference}))
        if complaints.is_known(session, reference, form.grounds.data or "", on=door.today()):
            raise Refused(Refusal("complaint_received_already"))
        row = objections.receive(
            session,
            reference=reference,
            seen=None,
            kind=chosen(ObjectionKind, form.kind.data),
            raised_by=form.raised_by.data or "",
            contact=form.contact.data or "",
            grounds=form.grounds.data or "",
            actor=door.actor(),
            at=door.now(),
        )
        made.append(row.id)

    if not attempt(form, act):
        return _new(form)
    say("complaint_received")
    return redirect(url_for("complaints.show", complaint_id=made[0]))


@blueprint.get("/<int:complaint_id>")
def show(complaint_id: int) -> ResponseReturnValue:
    return _page(complaint_id)


@blueprint.post("/<int:complaint_id>/examiner")
def assign(complaint_id: int) -> ResponseReturnValue:
    def act(session: Session, form: ExaminerForm, given: dict[str, Any]) -> None:
        examiner = number(form.examiner.data) or 0
        objections.assign(
            session, examiner=people.actor(session, examiner, on=door.today()), **given
        )

    return _do(complaint_id, "assign", act)


@blueprint.post("/<int:complaint_id>/extension")
def extend(complaint_id: int) -> ResponseReturnValue:
    def act(session: Session, form: ExtensionForm, given: dict[str, Any]) -> None:
        objections.extend(session, reason=form.reason.data or "", **given)

    return _do(complaint_id, "extend", act)


@blueprint.post("/<int:complaint_id>/finding")
def examine(complaint_id: int) -> ResponseReturnValue:
    def act(session: Session, form: FindingForm, given: dict[str, Any]) -> None:
        objections.examine(
            session,
            outcome=chosen(Outcome, form.outcome.data),
            finding=form.finding.data or "",
            **given,
        )

    return _do(complaint_id, "examine", act)


@blueprint.post("/<int:complaint_id>/answer")
def answer(complaint_id: int) -> ResponseReturnValue:
    def act(session: Session, form: AnswerForm, given: dict[str, Any]) -> None:
        objections.answer(session, remarks=form.remarks.data or "", **given)

    return _do(complaint_id, "answer", act)


@blueprint.post("/<int:complaint_id>/contact")
def reveal(complaint_id: int) -> ResponseReturnValue:
    """How to reach who complained; that it was looked at is kept."""
    found = _found(complaint_id)
    if found.withheld:
        abort(404)
    with door.transaction() as session:
        door.note(session, access.Kind.REVEALED, complaint=found.row.id, what="contact")
    return _page(complaint_id, revealed=True)


@blueprint.get("/<int:complaint_id>/documents/<int:document_id>.pdf")
def document(complaint_id: int, document_id: int) -> Response:
    with door.reading() as session:
        found = complaints.complaint(session, door.actor(), complaint_id)
        papers = () if found is None else complaints.papers_of(session, found)
    for paper in papers:
        if paper.id == document_id:
            kind = DocumentKind(paper.kind)
            content = as_pdf(kind, paper.layout, paper.content)
            return sending.pdf(content, f"{document_types()[kind].zh} {paper.number}.pdf")
    abort(404)


def _found(complaint_id: int) -> Complaint:
    with door.reading() as session:
        found = complaints.complaint(session, door.actor(), complaint_id)
    if found is None:
        with door.transaction() as session:
            door.note(session, access.Kind.REFUSED, method=request.method)
        abort(404)
    return found


def _new(form: ComplaintForm) -> ResponseReturnValue:
    return render_template("meetings/complaint_new.html", form=form), form.status


def _do(
    complaint_id: int, name: str, act: Callable[[Session, Any, dict[str, Any]], None]
) -> ResponseReturnValue:
    found, form = _found(complaint_id), FORMS[name](prefix=name)

    def done(session: Session) -> None:
        given = {
            "reference": found.case.reference,
            "seen": form.seen_act,
            "objection_id": complaint_id,
            "actor": door.actor(),
            "at": door.now(),
        }
        act(session, form, given)

    if attempt(form, done):
        say(f"complaint_{name}")
        return redirect(url_for("complaints.show", complaint_id=complaint_id))
    return _page(complaint_id, name, form)


def _page(
    complaint_id: int, name: str = "", posted: Form | None = None, *, revealed: bool = False
) -> ResponseReturnValue:
    found = _found(complaint_id)
    with door.reading() as session:
        examiners = officers(
            session, door.actor().district, on=door.today(), roles=(Role.OBJECTION_EXAMINER,)
        )
        papers = complaints.papers_of(session, found)
    forms = {one: kind(formdata=None, prefix=one) for one, kind in FORMS.items()}
    if posted is not None:
        forms[name] = posted
    for form in forms.values():
        form["seen"].data = str(found.case.last_event)
    forms["assign"]["examiner"].choices = choose(
        ("", NOBODY_YET), *((str(one.id), f"{one.name} · {one.department}") for one in examiners)
    )
    page = render_template(
        "meetings/complaint.html",
        found=found,
        row=found.row,
        forms=forms,
        posted=posted,
        posted_name=name,
        papers=papers,
        revealed=revealed,
        document_types=document_types(),
        book=book(),
        own=door.actor(),
    )
    return page if posted is None else (page, posted.status)
