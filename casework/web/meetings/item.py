"""One item of an agenda: recusals, quorum, opinions and votes, and what was resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import recuse
from casework.commands.joint_meeting import hold
from casework.queries.joint_meeting.item_desk import ItemDesk, item_desk
from casework.queries.joint_meeting.room import is_kept_out
from casework.queries.rule_book import book
from casework.web import door
from casework.web.forms import Form, choose
from casework.web.forms.meetings import (
    UNCHOSEN,
    ConcludeForm,
    OpinionForm,
    RecusalDecisionForm,
    RecusalForm,
    SeenForm,
    number,
)
from casework.web.meetings.doing import attempt, chosen, look, on_what_was_seen
from casework.web.present import code_pair, named
from casework.web.saying import explanation, say
from workflows.facts import Result
from workflows.meeting.recusal import RecusalGround
from workflows.meeting.votes import Choice
from workflows.money import Money, Unit

blueprint = Blueprint(
    "meeting_item", __name__, url_prefix="/office/meetings/<meeting>/items/<int:position>"
)
blueprint.before_request(look)

FORMS: Mapping[str, type[Form]] = {
    "open_item": SeenForm,
    "give_opinion": OpinionForm,
    "conclude_item": ConcludeForm,
    "raise_recusal": RecusalForm,
    "decide_recusal": RecusalDecisionForm,
}
Act = Callable[[Session, Any], object]


@blueprint.get("")
def show(meeting: str, position: int) -> ResponseReturnValue:
    return _page(meeting, position)


@blueprint.post("/opening")
def open_it(meeting: str, position: int) -> ResponseReturnValue:
    def act(session: Session, form: SeenForm) -> object:
        on_what_was_seen(session, meeting, form)
        return hold.open_item(session, **_given(meeting, position))

    return _do(meeting, position, "open_item", act)


@blueprint.post("/opinions")
def give_opinion(meeting: str, position: int) -> ResponseReturnValue:
    """Not tied to what was seen: everybody votes at once, and nobody twice."""

    def act(session: Session, form: OpinionForm) -> object:
        return hold.give_opinion(
            session,
            choice=chosen(Choice, form.choice.data),
            reason=form.reason.data or "",
            **_given(meeting, position),
        )

    return _do(meeting, position, "give_opinion", act)


@blueprint.post("/conclusion")
def conclude(meeting: str, position: int) -> ResponseReturnValue:
    def act(session: Session, form: ConcludeForm) -> object:
        on_what_was_seen(session, meeting, form)
        typed = (form.amount.data or "").strip()
        return hold.conclude_item(
            session,
            result=chosen(Result, form.result.data),
            amount=Money.read(typed, Unit.WAN) if typed else None,
            conditions=form.conditions.data or "",
            responsible=form.responsible.data or "",
            due_on=form.due_on.data,
            reason=form.reason.data or "",
            **_given(meeting, position),
        )

    return _do(meeting, position, "conclude_item", act)


@blueprint.post("/recusals")
def raise_recusal(meeting: str, position: int) -> ResponseReturnValue:
    desk = _desk(meeting, position)

    def act(session: Session, form: RecusalForm) -> object:
        return recuse.raise_recusal(
            session,
            reference=desk.case.reference,
            seen=form.seen_act,
            person_id=number(form.person.data) or door.actor().user_id,
            ground=chosen(RecusalGround, form.ground.data),
            reason=form.reason.data or "",
            actor=door.actor(),
            at=door.now(),
        )

    return _do(meeting, position, "raise_recusal", act)


@blueprint.post("/recusals/<int:person_id>/decision")
def decide_recusal(meeting: str, position: int, person_id: int) -> ResponseReturnValue:
    desk = _desk(meeting, position)

    def act(session: Session, form: RecusalDecisionForm) -> object:
        return recuse.decide_recusal(
            session,
            reference=desk.case.reference,
            seen=form.seen_act,
            person_id=person_id,
            ordered=form.ordered.data == "yes",
            reason=form.reason.data or "",
            actor=door.actor(),
            at=door.now(),
        )

    return _do(meeting, position, "decide_recusal", act)


def _given(meeting: str, position: int) -> dict[str, Any]:
    return {"meeting": meeting, "position": position, "actor": door.actor(), "at": door.now()}


def _desk(meeting: str, position: int) -> ItemDesk:
    with door.reading() as session:
        return item_desk(session, meeting, position, door.actor(), on=door.today())


def _do(meeting: str, position: int, name: str, act: Act) -> ResponseReturnValue:
    form = FORMS[name](prefix=name)
    if not attempt(form, lambda session: act(session, form)):
        return _page(meeting, position, name, form)
    say(f"item_{name}")
    with door.reading() as session:
        out = is_kept_out(session, meeting, position, door.actor())
    if out:  # whoever declared a recusal has no business on this page any more
        return redirect(url_for("meeting.show", meeting=meeting))
    return redirect(url_for("meeting_item.show", meeting=meeting, position=position))


def _page(
    meeting: str, position: int, name: str = "", posted: Form | None = None
) -> ResponseReturnValue:
    desk = _desk(meeting, position)
    forms = {one: kind(formdata=None, prefix=one) for one, kind in FORMS.items()}
    recommended = desk.page.row.recommended
    if recommended is not None:
        forms["conclude_item"]["amount"].process_data(recommended.in_yuan)
    forms["conclude_item"]["responsible"].data = desk.case.department_id
    if posted is not None:
        forms[name] = posted
    _make_ready(forms, desk)
    page = render_template(
        "meetings/item.html",
        desk=desk,
        room=desk.sitting,
        row=desk.page.row,
        forms=forms,
        posted=posted,
        posted_name=name,
        speaks=explanation(),
        book=book(),
        own=door.actor(),
    )
    return page if posted is None else (page, posted.status)


def _make_ready(forms: Mapping[str, Form], desk: ItemDesk) -> None:
    for name in ("open_item", "conclude_item"):
        forms[name]["seen"].data = str(desk.sitting.meeting.last_act)
    for name in ("raise_recusal", "decide_recusal"):
        forms[name]["seen"].data = str(desk.case.last_event)
    forms["conclude_item"]["responsible"].choices = choose(
        ("", UNCHOSEN), *((one.id, named(book().departments[one.id])) for one in desk.departments)
    )
    propose = forms["raise_recusal"]
    propose["ground"].choices = choose(
        ("", UNCHOSEN), *(code_pair(one.value, "recusalground") for one in RecusalGround)
    )
    propose["person"].choices = choose(*_people(desk).items())


def _people(desk: ItemDesk) -> dict[str, str]:
    """Oneself first, then who sits, who came for them, and who worked on the case."""
    own, people = door.actor(), dict(desk.handlers)
    for chair in desk.sitting.chairs:
        people[chair.holder_id] = f"{chair.holder} · {chair.department}"
        if chair.person_id is not None and chair.person_id != chair.holder_id:
            people[chair.person_id] = f"{chair.person} · {chair.department}"
    people.pop(own.user_id, None)
    return {str(own.user_id): own.name, **{str(one): name for one, name in people.items()}}
