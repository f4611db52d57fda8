"""The district government: referral, three opinions side by side, and its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import deliberation
from casework.queries.government import GovernmentDesk, government_desk, queue
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms import Form
from casework.web.forms.after_meeting import ExaminationForm, GovernmentResultForm, ReferralForm
from casework.web.meetings.doing import attempt, chosen, handed_in, stored
from casework.web.reviewer import sight
from casework.web.saying import say
from workflows.facts import Result
from workflows.meeting.government import GovernmentMeeting, Verdict
from workflows.meeting.settings import Examination
from workflows.money import Money, Unit

blueprint = Blueprint("government", __name__, url_prefix="/office/government")
sight.guard(blueprint)


@blueprint.get("")
def waiting() -> ResponseReturnValue:
    decided = request.args.get("decided") == "1"
    with door.reading() as session:
        rows = queue(session, door.actor(), decided=decided)
    return render_template(
        "meetings/government_queue.html", rows=rows, decided=decided, book=book()
    )


@blueprint.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    return _page(reference)


@blueprint.post("/<reference>/referral")
def refer(reference: str) -> ResponseReturnValue:
    form = ReferralForm(prefix="refer")

    def act(session: Session) -> object:
        return deliberation.refer(
            session,
            number=form.number.data or "",
            dated=form.dated.data,
            file=handed_in(form.file.data),
            words=form.words.data or "",
            **_given(reference, form),
        )

    return _do(reference, "refer", form, act)


@blueprint.post("/<reference>/opinions/<kind>")
def examine(reference: str, kind: str) -> ResponseReturnValue:
    if kind not in set(Examination):
        abort(404)
    form = ExaminationForm(prefix=kind)

    def act(session: Session) -> object:
        return deliberation.examine(
            session,
            kind=Examination(kind),
            verdict=chosen(Verdict, form.verdict.data),
            words=form.words.data or "",
            file=handed_in(form.file.data),
            **_given(reference, form),
        )

    return _do(reference, kind, form, act)


@blueprint.post("/<reference>/result")
def record_result(reference: str) -> ResponseReturnValue:
    form = GovernmentResultForm(prefix="result")

    def act(session: Session) -> object:
        typed = (form.amount.data or "").strip()
        return deliberation.record_government_result(
            session,
            result=chosen(Result, form.result.data),
            meeting_kind=chosen(GovernmentMeeting, form.meeting_kind.data),
            dated=form.dated.data,
            number=form.number.data or "",
            file=handed_in(form.file.data),
            amount=Money.read(typed, Unit.WAN) if typed else None,
            words=form.words.data or "",
            **_given(reference, form),
        )

    return _do(reference, "result", form, act)


@blueprint.get("/<reference>/files/<which>")
def file(reference: str, which: str) -> Response:
    """The request, an opinion or the result, as it was handed in."""
    desk = _desk(reference)
    papers: dict[str, tuple[str | None, str]] = {}
    if desk.referral is not None:
        papers["request"] = (desk.referral.file_sha256, desk.referral.number)
    if desk.decision is not None:
        papers["result"] = (desk.decision.file_sha256, desk.decision.number)
    for kind, one in desk.examinations.items():
        papers[kind.value] = (one.examination.file_sha256, f"{reference} {kind.value}")
    sha256, name = papers.get(which, (None, ""))
    if sha256 is None:
        abort(404)
    return stored(sha256, name)


def _given(reference: str, form: Any) -> dict[str, Any]:
    return {
        "reference": reference,
        "seen": form.seen_act,
        "actor": door.actor(),
        "at": door.now(),
    }


def _desk(reference: str) -> GovernmentDesk:
    with door.reading() as session:
        desk = government_desk(session, reference, door.actor(), on=door.today())
    if desk is None:
        abort(404)
    return desk


def _do(
    reference: str, name: str, form: Form, act: Callable[[Session], object]
) -> ResponseReturnValue:
    if attempt(form, act):
        say("government_recorded")
        return redirect(url_for("government.show", reference=reference))
    return _page(reference, name, form)


def _page(reference: str, name: str = "", posted: Form | None = None) -> ResponseReturnValue:
    desk = _desk(reference)
    forms: dict[str, Form] = {
        "refer": ReferralForm(formdata=None, prefix="refer"),
        "result": GovernmentResultForm(formdata=None, prefix="result"),
        **{one.value: ExaminationForm(formdata=None, prefix=one.value) for one in Examination},
    }
    if desk.result.amount_fen is not None:
        forms["result"]["amount"].process_data(Money(desk.result.amount_fen).in_yuan)
    if posted is not None:
        forms[name] = posted
    _mark_seen(forms, desk)
    page = render_template(
        "meetings/government.html",
        desk=desk,
        case=desk.case,
        forms=forms,
        posted=posted,
        posted_name=name,
        kinds=tuple(Examination),
        owed=desk.examines(door.actor()),
        book=book(),
    )
    return page if posted is None else (page, posted.status)


def _mark_seen(forms: Mapping[str, Form], desk: GovernmentDesk) -> None:
    for form in forms.values():
        form["seen"].data = str(desk.case.last_event)
