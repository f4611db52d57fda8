"""The minutes of a meeting: drafted, countersigned, issued, corrected by number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands.joint_meeting import minutes
from casework.exports.minutes_docx import as_docx
from casework.queries.joint_meeting.meeting_papers import MinutesDesk, draft_paper, minutes_desk
from casework.web import door, sending
from casework.web.forms import Form, choose
from casework.web.forms.meetings import WHOLE, CorrectionForm, DraftForm, SeenForm, number
from casework.web.meetings.doing import attempt, look, on_what_was_seen
from casework.web.meetings.sitting import DOCX
from casework.web.saying import say
from workflows.documents import document_types

blueprint = Blueprint("minutes", __name__, url_prefix="/office/meetings/<meeting>/minutes")
blueprint.before_request(look)

Act = Callable[[Session, Any], object]


@blueprint.get("")
def show(meeting: str) -> ResponseReturnValue:
    return _page(_desk(meeting))


@blueprint.post("/drafts")
def draft(meeting: str) -> ResponseReturnValue:
    def act(session: Session, form: DraftForm) -> object:
        on_what_was_seen(session, meeting, form)
        items = {**form.of_items(), **_kept(_desk(meeting))}
        return minutes.draft(session, words=form.around(), items=items, **_given(meeting))

    return _do(meeting, "draft_minutes", act)


@blueprint.post("/drafts/<int:version>/signatures")
def countersign(meeting: str, version: int) -> ResponseReturnValue:
    """Tied to the version of the draft: many sign at once."""

    def act(session: Session, _form: SeenForm) -> None:
        minutes.countersign(session, version=version, **_given(meeting))

    return _do(meeting, "countersign", act)


@blueprint.post("/issue")
def issue(meeting: str) -> ResponseReturnValue:
    def act(session: Session, form: SeenForm) -> object:
        on_what_was_seen(session, meeting, form)
        return minutes.issue_minutes(session, **_given(meeting))

    return _do(meeting, "issue_minutes", act)


@blueprint.post("/corrections")
def correct(meeting: str) -> ResponseReturnValue:
    def act(session: Session, form: CorrectionForm) -> object:
        on_what_was_seen(session, meeting, form)
        return minutes.correct(
            session,
            text=form.text.data or "",
            reason=form.reason.data or "",
            position=number(form.position.data),
            **_given(meeting),
        )

    return _do(meeting, "correct_minutes", act)


@blueprint.get("/draft.docx")
def draft_to_edit(meeting: str) -> Response:
    with door.reading() as session:
        paper = draft_paper(session, meeting, door.actor())
    return sending.attached(as_docx(paper.content), f"{meeting} {paper.number}.docx", DOCX)


def _kept(desk: MinutesDesk) -> dict[int, dict[str, str]]:
    """What others wrote of items that this person does not see: it stays as it is."""
    if desk.draft is None:
        return {}
    return {
        item["position"]: {name: item[name] for name in ("facts", "views")}
        for item in desk.draft.content["items"]
        if item["position"] in desk.hidden
    }


def _given(meeting: str) -> dict[str, Any]:
    return {"meeting": meeting, "actor": door.actor(), "at": door.now()}


def _desk(meeting: str) -> MinutesDesk:
    with door.reading() as session:
        return minutes_desk(session, meeting, door.actor())


def _forms(desk: MinutesDesk, *, blank: bool) -> dict[str, Form]:
    """A form for each act: as it was sent, or as the record fills it in."""
    sent: dict[str, Any] = {"formdata": None} if blank else {}
    words: Mapping[str, Any] = {}
    if blank and desk.content is not None:
        words = {name: desk.content[name] for name in ("opening", "closing", "distribution")}
        for item in desk.content["items"]:
            words |= {f"{name}_{item['position']}": item[name] for name in ("facts", "views")}
    return {
        "draft_minutes": DraftForm.of(desk.positions, prefix="draft", data=words, **sent),
        "countersign": SeenForm(prefix="countersign", **sent),
        "issue_minutes": SeenForm(prefix="issue", **sent),
        "correct_minutes": CorrectionForm(prefix="correct", **sent),
    }


def _do(meeting: str, name: str, act: Act) -> ResponseReturnValue:
    desk = _desk(meeting)
    form = _forms(desk, blank=False)[name]
    if attempt(form, lambda session: act(session, form)):
        say(f"minutes_{name}")
        return redirect(url_for("minutes.show", meeting=meeting))
    return _page(_desk(meeting), name, form)


def _page(desk: MinutesDesk, name: str = "", posted: Form | None = None) -> ResponseReturnValue:
    forms = _forms(desk, blank=True)
    if posted is not None:
        forms[name] = posted
    for form in forms.values():
        form["seen"].data = str(desk.sitting.meeting.last_act)
    forms["correct_minutes"]["position"].choices = choose(
        ("", WHOLE), *((str(position), str(position)) for position in desk.positions)
    )
    page = render_template(
        "meetings/minutes.html",
        desk=desk,
        meeting=desk.sitting.meeting,
        forms=forms,
        posted=posted,
        posted_name=name,
        document_types=document_types(),
        own=door.actor(),
    )
    return page if posted is None else (page, posted.status)
