"""An enterprise asks that somebody stay out of its case (申请回避), and reads what was decided."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import recuse
from casework.queries.my_recusals import MyRecusals, my_recusals
from casework.web import door
from casework.web.forms import choose
from casework.web.forms.meetings import UNCHOSEN, MyRecusalForm, number
from casework.web.meetings.doing import attempt, chosen
from casework.web.present import code_pair
from casework.web.saying import say
from workflows.meeting.recusal import RecusalGround

blueprint = Blueprint("my_recusals", __name__, url_prefix="/my/cases/<reference>/recusals")


@blueprint.get("")
def show(reference: str) -> ResponseReturnValue:
    return _page(_mine(reference), MyRecusalForm(formdata=None))


@blueprint.post("")
def ask(reference: str) -> ResponseReturnValue:
    mine, form = _mine(reference), MyRecusalForm()

    def act(session: Session) -> object:
        return recuse.raise_recusal(
            session,
            reference=reference,
            seen=form.seen_act,
            person_id=number(form.person.data) or 0,
            ground=chosen(RecusalGround, form.ground.data),
            reason=form.reason.data or "",
            actor=door.actor(),
            at=door.now(),
        )

    if not attempt(form, act):
        return _page(mine, form)
    say("recusal_asked")
    return redirect(url_for("my_recusals.show", reference=reference))


def _mine(reference: str) -> MyRecusals:
    with door.reading() as session:
        return my_recusals(session, reference, actor=door.actor(), on=door.today())


def _page(mine: MyRecusals, form: MyRecusalForm) -> ResponseReturnValue:
    form.seen.data = str(mine.case.last_event)
    form.person.choices = choose(
        ("", UNCHOSEN),
        *((str(one.user_id), f"{one.name} · {one.department}") for one in mine.handlers),
    )
    form.ground.choices = choose(
        ("", UNCHOSEN), *(code_pair(one.value, "recusalground") for one in RecusalGround)
    )
    return render_template("applicant/recusals.html", mine=mine, form=form), form.status
