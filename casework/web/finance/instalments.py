"""Instalments by where they stand, and the steps of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework import permissions
from casework.commands import conditions, disburse
from casework.queries import finance_desk
from casework.queries import instalments as resting
from casework.queries.rule_book import book
from casework.web import door, shape
from casework.web.forms.finance import ConditionForm, ConfirmForm, DeferForm, InstalmentForm
from casework.web.reviewer import sight
from casework.web.saying import explanation, say
from workflows import instalment
from workflows.refusals import Refused

blueprint = Blueprint("instalments", __name__, url_prefix="/finance/instalments")
sight.guard(blueprint)

IN_A_RUN = frozenset({"request", "order", "send", "report_failure"})
"""Steps that many instalments take together, in a payment run."""
ALONE = frozenset({"set_off"})
"""Steps that another page takes: only a decision of recovery sets off."""
FORMS: Mapping[str, type[InstalmentForm]] = {"defer": DeferForm, "confirm": ConfirmForm}


@blueprint.get("")
def standing() -> ResponseReturnValue:
    states = instalment.VERSIONS[instalment.CURRENT].workflow.states
    names = [one.name for one in states]
    with door.reading() as session:
        actor = door.actor()
        counts = finance_desk.counts(session, actor)
        state = request.args.get("state") or _first_of(names, counts)
        if state not in names:
            abort(404)
        page = finance_desk.instalments(session, actor, state, after=_after())
    return render_template(
        "finance/instalments.html",
        states=states,
        state=state,
        page=page,
        counts=counts,
        book=book(),
    )


def _first_of(names: Sequence[str], found: Collection[str]) -> str:
    """What can be requested where there is any, else the first step at which something stands."""
    return next((one for one in ("ready", *names) if one in found), "ready")


@blueprint.get("/stuck")
def stuck() -> ResponseReturnValue:
    with door.reading() as session:
        visible = permissions.visible_cases(door.actor())
        found = resting.stuck(session, on=door.today(), visible=visible)
    return render_template("finance/stuck.html", found=found)


@blueprint.get("/<reference>/<int:number>")
def show(reference: str, number: int) -> ResponseReturnValue:
    return _page(reference, number)


@blueprint.post("/<reference>/<int:number>/steps/<action>")
def take(reference: str, number: int, action: str) -> ResponseReturnValue:
    form = FORMS.get(action, InstalmentForm)(prefix=action)
    if action in IN_A_RUN | ALONE:
        abort(404)
    return _do(reference, number, action, form, _taking(action))


@blueprint.post("/<reference>/<int:number>/conditions")
def condition(reference: str, number: int) -> ResponseReturnValue:
    def done(session: Session, form: ConditionForm, given: dict[str, Any]) -> object:
        return conditions.record_condition(
            session,
            condition=form.condition.data,
            met=form.met.data == "yes",
            basis=form.basis.data,
            **{name: value for name, value in given.items() if name not in ("seen", "remarks")},
        )

    return _do(reference, number, "condition", ConditionForm(prefix="condition"), done)


def _taking(action: str) -> Callable[[Session, Any, dict[str, Any]], object]:
    def done(session: Session, form: Any, given: dict[str, Any]) -> object:
        if action == "defer":
            return disburse.defer(session, until=form.until.data, **given)
        if action == "confirm":
            plain = {name: given[name] for name in ("reference", "number", "actor", "at")}
            paid_on = form.paid_on.data
            return disburse.confirm(session, slip=form.slip.data, paid_on=paid_on, **plain)
        if action == "cancel":
            return disburse.cancel(session, **given)
        if action == "carry":
            plain = {name: given[name] for name in ("reference", "number", "actor", "at")}
            return disburse.carry(session, **plain)
        return disburse.step(session, action, **given)

    return done


def _do(
    reference: str, number: int, name: str, form: Any, done: Callable[..., object]
) -> ResponseReturnValue:
    if form.validate():
        seen = form.seen.data
        given = {
            "reference": reference,
            "number": number,
            "seen": shape.whole(seen),
            "remarks": form.remarks.data or "",
            "actor": door.actor(),
            "at": door.now(),
        }
        try:
            with door.transaction() as session:
                done(session, form, given)
        except Refused as refused:
            form.refused(refused)
        else:
            say("instalment_moved", number=number)
            return redirect(url_for("instalments.show", reference=reference, number=number))
    return _page(reference, number, name, form)


def _page(
    reference: str, number: int, posted: str | None = None, form: Any = None
) -> ResponseReturnValue:
    try:
        with door.reading() as session:
            view = finance_desk.instalment_view(
                session, door.actor(), reference, number, on=door.today()
            )
    except Refused:
        abort(404)
    here = [one for one in view.options if one.action not in IN_A_RUN | ALONE]
    forms = {
        one.action: FORMS.get(one.action, InstalmentForm)(None, prefix=one.action) for one in here
    }
    forms |= {f"condition-{one}": ConditionForm(None, prefix="condition") for one in view.to_check}
    for fresh in forms.values():
        fresh.seen.data = view.seen
    if form is not None:
        named = f"condition-{form.condition.data}" if posted == "condition" else posted
        forms[named or ""] = form
    _tell_apart({one: forms[f"condition-{one}"] for one in view.to_check})
    page = render_template(
        "finance/instalment.html",
        view=view,
        options=here,
        forms=forms,
        posted=posted,
        form=form,
        clause=book().clause(view.clause_id),
        speaks=explanation(),
    )
    return page if form is None else (page, form.status)


def _tell_apart(forms: Mapping[str, InstalmentForm]) -> None:
    """Forms of one name that stand on one page: each field has an id of its own."""
    for condition, form in forms.items():
        for field in form:
            field.id = field.label.field_id = f"{field.id}-{condition}"


def _after() -> int:
    return door.number("after") or 0
