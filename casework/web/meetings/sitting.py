"""One meeting: agenda, papers, who came, opening and closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands.joint_meeting import call, hold, move
from casework.exports.documents import as_pdf
from casework.exports.minutes_docx import as_docx
from casework.queries.joint_meeting.meeting_papers import Paper, paper_of
from casework.queries.joint_meeting.room import Room, room_of
from casework.queries.rule_book import book
from casework.web import door, sending
from casework.web.forms import Form, choose
from casework.web.forms.meetings import (
    UNCHOSEN,
    AgendaForm,
    MoveForm,
    ReasonForm,
    SeenForm,
    SignInForm,
    number,
)
from casework.web.meetings.doing import attempt, handed_in, look, on_what_was_seen
from casework.web.saying import say
from workflows.documents import DocumentKind, document_types
from workflows.meeting.minutes import Stage
from workflows.term import BEIJING, civil_date
from workflows.workdays import official_calendar

blueprint = Blueprint("meeting", __name__, url_prefix="/office/meetings/<meeting>")
blueprint.before_request(look)

FORMS: Mapping[str, type[Form]] = {
    "put_on_agenda": AgendaForm,
    "take_off_agenda": ReasonForm,
    "send_papers": SeenForm,
    "move": MoveForm,
    "cancel": ReasonForm,
    "open": SeenForm,
    "close": SeenForm,
    "sign_in": SignInForm,
}
TRACK = (
    *(Stage.CALLED, Stage.PAPERS_SENT, Stage.IN_SESSION),
    *(Stage.CLOSED, Stage.DRAFTED, Stage.ISSUED),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
def show(meeting: str) -> ResponseReturnValue:
    return _page(meeting)


@blueprint.post("/agenda")
def put_on_agenda(meeting: str) -> ResponseReturnValue:
    def act(session: Session, form: Any) -> object:
        return call.put_on_agenda(session, references=form.cases.data or [], **_given(meeting))

    return _do(meeting, "put_on_agenda", act)


@blueprint.post("/agenda/<int:position>/removal")
def take_off_agenda(meeting: str, position: int) -> ResponseReturnValue:
    def act(session: Session, form: Any) -> None:
        call.take_off_agenda(
            session, position=position, reason=form.reason.data or "", **_given(meeting)
        )

    return _do(meeting, "take_off_agenda", act)


@blueprint.post("/papers")
def send_papers(meeting: str) -> ResponseReturnValue:
    return _do(
        meeting, "send_papers", lambda session, _form: _plain(session, call.send_papers, meeting)
    )


@blueprint.post("/time")
def move_it(meeting: str) -> ResponseReturnValue:
    def act(session: Session, form: Any) -> None:
        move.move(
            session,
            starts_at=form.begins,
            place=form.place.data or "",
            reason=form.reason.data or "",
            **_given(meeting),
        )

    return _do(meeting, "move", act)


@blueprint.post("/cancellation")
def cancel(meeting: str) -> ResponseReturnValue:
    def act(session: Session, form: Any) -> None:
        call.cancel(session, reason=form.reason.data or "", **_given(meeting))

    return _do(meeting, "cancel", act)


@blueprint.post("/opening")
def open_it(meeting: str) -> ResponseReturnValue:
    return _do(meeting, "open", lambda session, _form: _plain(session, hold.open_meeting, meeting))


@blueprint.post("/closing")
def close(meeting: str) -> ResponseReturnValue:
    return _do(
        meeting, "close", lambda session, _form: _plain(session, hold.close_meeting, meeting)
    )


@blueprint.post("/attendance")
def sign_in(meeting: str) -> ResponseReturnValue:
    def act(session: Session, form: Any) -> None:
        hold.sign_in(
            session,
            department_id=form.department.data,
            person_id=number(form.person.data) or 0,
            letter_number=form.letter_number.data or "",
            letter=handed_in(form.letter.data),
            **_given(meeting),
        )

    return _do(meeting, "sign_in", act)


@blueprint.get("/documents/<int:document_id>.pdf")
def document(meeting: str, document_id: int) -> Response:
    paper = _paper(meeting, document_id)
    content = as_pdf(paper.kind, paper.layout, paper.content)
    return sending.pdf(content, f"{document_types()[paper.kind].zh} {paper.number}.pdf")


@blueprint.get("/documents/<int:document_id>.docx")
def document_to_edit(meeting: str, document_id: int) -> Response:
    """Only minutes are edited by hand in the office."""
    paper = _paper(meeting, document_id)
    if paper.kind is not DocumentKind.MINUTES:
        abort(404)
    return sending.attached(as_docx(paper.content), f"{paper.number}.docx", DOCX)


def _paper(meeting: str, document_id: int) -> Paper:
    with door.reading() as session:
        paper = paper_of(session, meeting, document_id, door.actor())
    if paper is None:
        abort(404)
    return paper


def _given(meeting: str) -> dict[str, Any]:
    return {"meeting": meeting, "actor": door.actor(), "at": door.now()}


def _plain(session: Session, command: Callable[..., object], meeting: str) -> object:
    return command(session, **_given(meeting))


def _do(meeting: str, name: str, act: Callable[[Session, Any], object]) -> ResponseReturnValue:
    """Attendance is not tied to what was seen: many come at once, and a seat is taken once."""
    form = FORMS[name](prefix=name)

    def done(session: Session) -> object:
        if isinstance(form, SeenForm):
            on_what_was_seen(session, meeting, form)
        return act(session, form)

    if attempt(form, done):
        say(f"meeting_{name}")
        return redirect(url_for("meeting.show", meeting=meeting))
    return _page(meeting, name, form)


def _page(meeting: str, name: str = "", posted: Form | None = None) -> ResponseReturnValue:
    with door.reading() as session:
        room = room_of(session, meeting, door.actor(), on=door.today())
    forms = {one: kind(formdata=None, prefix=one) for one, kind in FORMS.items()}
    if posted is not None:
        forms[name] = posted
    _make_ready(forms, room)
    page = render_template(
        "meetings/meeting.html",
        room=room,
        forms=forms,
        posted=posted,
        posted_name=name,
        track=TRACK,
        book=book(),
        days_ahead=official_calendar().workdays_between(
            door.today(), civil_date(room.meeting.starts_at)
        ),
        document_types=document_types(),
        own=door.actor(),
    )
    return page if posted is None else (page, posted.status)


def _make_ready(forms: Mapping[str, Form], room: Room) -> None:
    for form in forms.values():
        if isinstance(form, SeenForm):
            form.seen.data = str(room.meeting.last_act)
    begins = forms["move"]["starts_at"]
    if begins.data is None and not begins.raw_data:
        begins.data = room.meeting.starts_at.astimezone(BEIJING)
    sign_in = forms["sign_in"]
    absent = [one for one in room.sitting.chairs if one.person_id is None]
    sign_in["department"].choices = choose(
        ("", UNCHOSEN), *((one.department_id, one.department) for one in absent)
    )
    sign_in["person"].choices = choose(
        ("", UNCHOSEN),
        *(
            (str(one.id), f"{one.name} · {bench.department}")
            for bench in room.benches
            for one in bench.people
        ),
    )
