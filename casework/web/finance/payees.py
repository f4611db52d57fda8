"""The account an enterprise is paid to: one person enters it, another confirms it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.commands import accounts
from casework.queries import payees
from casework.web import door
from casework.web.forms import Form
from casework.web.forms.recovery import AccountForm
from casework.web.saying import say
from workflows.refusals import Refusal, Refused

blueprint = Blueprint("payees", __name__, url_prefix="/finance/accounts")


@blueprint.get("")
def show() -> ResponseReturnValue:
    return _page(AccountForm(None), Form(None))


@blueprint.post("")
def enter() -> ResponseReturnValue:
    form = AccountForm()
    if form.validate():
        try:
            with door.transaction() as session:
                found = payees.enterprise_of(session, door.actor(), form.credit_code.data)
                if found is None:
                    raise Refused(Refusal("payee_unknown", {"code": form.credit_code.data}))
                accounts.enter_correction(
                    session,
                    enterprise_id=found,
                    account_name=form.account_name.data,
                    account_bank=form.account_bank.data,
                    account_number=form.account_number.data,
                    reason=form.reason.data,
                    actor=door.actor(),
                    at=door.now(),
                )
        except Refused as refused:
            form.refused(refused)
        else:
            say("account_entered")
            return redirect(url_for("payees.show"))
    return _page(form, Form(None))


@blueprint.post("/<int:enterprise_id>/<answer>")
def decide(enterprise_id: int, answer: str) -> ResponseReturnValue:
    if answer not in ("confirmed", "rejected"):
        abort(404)
    form = Form()
    if form.validate():
        with door.reading() as session:
            if not payees.in_district(session, door.actor(), enterprise_id):
                abort(404)
        try:
            with door.transaction() as session:
                accounts.confirm_correction(
                    session,
                    enterprise_id=enterprise_id,
                    actor=door.actor(),
                    at=door.now(),
                    agree=answer == "confirmed",
                )
        except Refused as refused:
            form.refused(refused)
        else:
            say(f"account_{answer}")
            return redirect(url_for("payees.show"))
    return _page(AccountForm(None), form)


def _page(form: AccountForm, decision: Form) -> ResponseReturnValue:
    actor = door.actor()
    with door.reading() as session:
        rows = payees.corrections(session, actor)
        session.expunge_all()
    page = render_template(
        "finance/payees.html", rows=rows, form=form, decision=decision, persons=actor.persons
    )
    return page, max(form.status, decision.status)
