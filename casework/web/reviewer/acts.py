"""Acts beside the steps: who works on it, what others are asked, papers, flags, notes, messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import assignment, correspondence, opinions, papers, recuse, refer
from casework.queries.case_desk import desk_of
from casework.queries.dossier import take_up
from casework.queries.sight import sees
from casework.web import door, shape
from casework.web.forms import Form
from casework.web.forms.meetings import RecusalDecisionForm, RecusalForm
from casework.web.forms.steps import (
    AskForm,
    AssignForm,
    FlagForm,
    PaperForm,
    ReferForm,
    WordsForm,
)
from casework.web.meetings.doing import chosen
from casework.web.reviewer import sight
from casework.web.reviewer.case import Posted, case_page
from casework.web.reviewer.laying_out import people_of
from casework.web.reviewer.papers import stored
from casework.web.reviewer.telling import act_label
from casework.web.reviewer.ways import WAYS, Act, act_now
from casework.web.saying import say
from workflows.meeting.recusal import RecusalGround
from workflows.refusals import Refusal, Refused

blueprint = Blueprint("case_act", __name__, url_prefix="/office/cases/<reference>")
sight.guard(blueprint)

Done = Callable[[Session, Any, Act], object]


@blueprint.post("/assignment")
def assign(reference: str) -> ResponseReturnValue:
    def done(session: Session, form: AssignForm, act: Act) -> object:
        to = form.to.data or ""
        return assignment.assign(
            session,
            to=shape.whole(to),
            remarks=form.remarks.data or "",
            **act.given,
        )

    return _do(reference, "assign", AssignForm(prefix="assign"), done)


@blueprint.post("/referral")
def refer_up(reference: str) -> ResponseReturnValue:
    def done(session: Session, form: ReferForm, act: Act) -> object:
        return refer.refer(
            session,
            remarks=form.remarks.data or "",
            one_case_one_policy=form.one_case_one_policy.data,
            **act.given,
        )

    return _do(reference, "refer", ReferForm(prefix="refer"), done)


@blueprint.post("/opinions")
def ask(reference: str) -> ResponseReturnValue:
    form = AskForm(prefix="ask_opinion")
    return _do(reference, "ask_opinion", form, WAYS["request_joint_check"].take)


@blueprint.post("/papers")
def record_paper(reference: str) -> ResponseReturnValue:
    return _do(reference, "paper", PaperForm(prefix="paper"), _paper, said="record_paper")


@blueprint.post("/flags/<flag>")
def answer_flag(reference: str, flag: str) -> ResponseReturnValue:
    def done(session: Session, form: FlagForm, act: Act) -> object:
        return opinions.record_legal_answer(
            session,
            flag=flag,
            may_proceed=form.may_proceed.data == "yes",
            words=form.remarks.data or "",
            basis=form.basis.data or "",
            **act.given,
        )

    name = f"flag-{flag}"
    return _do(reference, name, FlagForm(prefix=name), done, said="record_legal_answer")


@blueprint.post("/notes")
def note(reference: str) -> ResponseReturnValue:
    return _do(reference, "note", WordsForm(prefix="note"), _say(correspondence.note))


@blueprint.post("/messages")
def message(reference: str) -> ResponseReturnValue:
    return _do(reference, "message", WordsForm(prefix="message"), _say(correspondence.message))


@blueprint.post("/recusals")
def raise_recusal(reference: str) -> ResponseReturnValue:
    with door.reading() as session:
        desk = desk_of(session, reference, actor=door.actor(), on=door.today())

    def done(session: Session, form: RecusalForm, act: Act) -> object:
        if form.person.data not in people_of(desk):
            raise Refused(Refusal("nothing_chosen"))
        return recuse.raise_recusal(
            session,
            person_id=int(form.person.data),
            ground=chosen(RecusalGround, form.ground.data),
            reason=form.reason.data or "",
            **act.given,
        )

    return _do(reference, "raise_recusal", RecusalForm(prefix="raise_recusal"), done)


@blueprint.post("/recusals/<int:person_id>/decision")
def decide_recusal(reference: str, person_id: int) -> ResponseReturnValue:
    def done(session: Session, form: RecusalDecisionForm, act: Act) -> object:
        return recuse.decide_recusal(
            session,
            person_id=person_id,
            ordered=form.ordered.data == "yes",
            reason=form.reason.data or "",
            **act.given,
        )

    name = f"recusal-{person_id}"
    return _do(reference, name, RecusalDecisionForm(prefix=name), done, said="decide_recusal")


def _say(command: Callable[..., object]) -> Done:
    def done(session: Session, form: WordsForm, act: Act) -> object:
        take_up(session, act.reference, seen=act.seen)  # a second press is not a second message
        given = {name: value for name, value in act.given.items() if name != "seen"}
        return command(session, words=form.words.data or "", **given)

    return done


def _paper(session: Session, form: PaperForm, act: Act) -> object:
    sha256 = stored(form.file.data)
    if form.kind.data == "cap_exception":
        return papers.record_exception(
            session,
            minute=form.number.data,
            dated=form.dated.data,
            why=form.remarks.data or "",
            file_sha256=sha256,
            **act.given,
        )
    return papers.record_implementing_document(
        session,
        number=form.number.data,
        issued=form.dated.data,
        file_sha256=sha256 or "",
        **act.given,
    )


def _do(
    reference: str, name: str, form: Form, done: Done, *, said: str | None = None
) -> ResponseReturnValue:
    if form.validate():
        act = act_now(reference, form["seen"].data)
        try:
            with door.transaction() as session:
                done(session, form, act)
        except Refused as refused:
            form.refused(refused)
        else:
            say("act_recorded", act=act_label(said or name))
            with door.reading() as session:
                still_in = sees(session, door.actor(), reference)
            if still_in:
                return redirect(url_for("case.show", reference=reference))
            return redirect(url_for("worklist.to_do"))  # who declared a recusal is out
    return case_page(reference, Posted(name, form))
