"""Claiming money back: the list, one recovery with its acts, and the steps that are open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework.commands import recover, set_off
from casework.queries import cases, recovery_desk
from casework.queries.recovery_desk import View
from casework.queries.rule_book import book
from casework.web import door, shape
from casework.web.forms.recovery import ActForm, ClaimForm, DecisionForm, ReceiptForm, SetOffForm
from casework.web.reviewer import sight
from casework.web.saying import say
from workflows import recovery
from workflows.machine import Option
from workflows.money import Money, Unit
from workflows.refusals import Refused

blueprint = Blueprint("recoveries", __name__, url_prefix="/finance/recoveries")
sight.guard(blueprint)

FORMS: Mapping[str, type[ActForm]] = {
    "notify": ClaimForm,
    "decide": DecisionForm,
    "receive": ReceiptForm,
}
"""What a step asks beyond a reason."""
ANSWERED_BY: Mapping[str, frozenset[str]] = {
    "notify": frozenset(
        {
            *("ground_missing", "recovery_above_paid", "interest_without_ground"),
            *("interest_rate_missing", "interest_source_missing", "interest_day_missing"),
        }
    ),
    "receive": frozenset({"receipt_above_due"}),
}
"""Refusals that only say what the form of the step has still to be filled with."""
PLAIN = frozenset({"hear", "drop", "refer_on", "close"})


@blueprint.get("")
def listed() -> ResponseReturnValue:
    states = _states()
    state = request.args.get("state", "")
    if state and state not in states:
        abort(404)
    with door.reading() as session:
        actor = door.actor()
        rows, after = recovery_desk.listed(
            session, actor, state=state or None, before=door.number("before")
        )
        counts = recovery_desk.counts(session, actor)
    return render_template(
        "finance/recoveries.html",
        rows=rows,
        after=after,
        counts=counts,
        states=states,
        state=state,
        today=door.today(),
    )


@blueprint.get("/<reference>/new")
def find_form(reference: str) -> ResponseReturnValue:
    return _finding(reference, ClaimForm(None))


@blueprint.post("/<reference>/new")
def find(reference: str) -> ResponseReturnValue:
    form = ClaimForm()
    seen = form.seen.data or ""
    if form.validate():
        try:
            with door.transaction() as session:
                number = recover.find(
                    session,
                    reference=reference,
                    seen=shape.whole(seen),
                    claim=form.claim(),
                    remarks=form.remarks.data or "",
                    actor=door.actor(),
                    at=door.now(),
                ).number
        except Refused as refused:
            form.refused(refused)
        else:
            say("recovery_opened", reference=reference, number=number)
            return redirect(url_for("recoveries.show", reference=reference, number=number))
    return _finding(reference, form)


@blueprint.get("/<reference>/<int:number>")
def show(reference: str, number: int) -> ResponseReturnValue:
    return _page(reference, number)


@blueprint.post("/<reference>/<int:number>/steps/<action>")
def take(reference: str, number: int, action: str) -> ResponseReturnValue:
    if action not in FORMS and action not in PLAIN:
        abort(404)
    form = FORMS.get(action, ActForm)(prefix=action)
    return _do(reference, number, action, form, lambda session: _step(session, action, form))


@blueprint.post("/<reference>/<int:number>/set-off")
def keep_back(reference: str, number: int) -> ResponseReturnValue:
    form = SetOffForm(prefix="set_off")

    def done(session: Session) -> Callable[..., object]:
        def kept(*, number: int, remarks: str, **given: Any) -> object:
            amount = Money.read(form.amount.data or "", Unit.WAN)
            return set_off.set_off(
                session, recovery=number, number=form.number.data, amount=amount, **given
            )

        return kept

    return _do(reference, number, "set_off", form, done)


def _step(session: Session, action: str, form: Any) -> Callable[..., object]:
    """The command of a step, ready for who and when."""

    def taken(**given: Any) -> object:
        if action == "notify":
            return recover.notify(session, claim=form.claim(), **given)
        if action == "decide":
            document, due_on = form.document.data, form.due_on.data
            return recover.decide(
                session, claim=form.claim(), document=document, due_on=due_on, **given
            )
        if action == "receive":
            amount = Money.read(form.amount.data or "", Unit.WAN)
            slip, received_on = form.slip.data.strip(), form.received_on.data
            return recover.receive(
                session, amount=amount, slip=slip, received_on=received_on, **given
            )
        return recover.act(session, action, **given)

    return taken


def _do(
    reference: str,
    number: int,
    name: str,
    form: Any,
    command: Callable[[Session], Callable[..., object]],
) -> ResponseReturnValue:
    if form.validate():
        remarks = "" if "remarks" not in form else form.remarks.data or ""
        try:
            with door.transaction() as session:
                command(session)(
                    reference=reference,
                    number=number,
                    remarks=remarks,
                    actor=door.actor(),
                    at=door.now(),
                )
        except Refused as refused:
            form.refused(refused)
        else:
            say("recovery_moved", reference=reference, number=number)
            return redirect(url_for("recoveries.show", reference=reference, number=number))
    return _page(reference, number, name, form)


def _finding(reference: str, form: ClaimForm) -> ResponseReturnValue:
    with door.reading() as session:
        others = recovery_desk.of_case(session, reference)
        form.seen.data = form.seen.data or cases.by_reference(session, reference).last_event
    page = render_template(
        "finance/recovery_new.html", reference=reference, form=form, others=others, states=_states()
    )
    return page, form.status


def _page(
    reference: str, number: int, posted: str | None = None, form: Any = None
) -> ResponseReturnValue:
    try:
        with door.reading() as session:
            view = recovery_desk.view(session, door.actor(), reference, number, on=door.today())
            session.expunge_all()
    except Refused:
        abort(404)
    options = [(one, _reasons(one)) for one in view.options]
    page = render_template(
        "finance/recovery.html",
        view=view,
        options=options,
        forms={**_forms(view), **({} if posted is None else {posted: form})},
        posted=posted,
        form=form,
        clause=book().clause(view.clause_id),
        states=_states(),
        today=door.today(),
    )
    return page if form is None else (page, form.status)


def _forms(view: View) -> Mapping[str, Any]:
    """Fresh forms of what may be done, beginning with what is claimed."""
    forms: dict[str, Any] = {
        one.action: FORMS.get(one.action, ActForm)(None, prefix=one.action) for one in view.options
    }
    for form in forms.values():
        if isinstance(form, ClaimForm):
            form.show(view.claim)
    kept = SetOffForm(None, prefix="set_off")
    kept.number.choices = [number for number, _ in view.ready]
    return {**forms, "set_off": kept}


def _reasons(option: Option) -> tuple[Any, ...]:
    """Why a step is shut, whatever its form may say."""
    asked = ANSWERED_BY.get("notify" if option.action == "decide" else option.action, frozenset())
    return tuple(one for one in option.refusals if one.code not in asked)


def _states() -> Mapping[str, str]:
    """What each state is called."""
    return {one.name: one.label for one in recovery.VERSIONS[recovery.CURRENT].workflow.states}
