"""Signing in and out: password, then for officials the second factor."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from pyotp import TOTP

from casework.commands import access
from casework.commands import sign_in as signing_in
from casework.queries import sign_in as sign_ins
from casework.web import door, gate
from casework.web.audiences import by_audience
from casework.web.forms.sign_in import CodeForm, SignInForm
from casework.web.limits import too_many
from casework.web.where import safe_next
from workflows.refusals import Refusal

blueprint = Blueprint("sign_in", __name__)
_ISSUER = "casework"


@blueprint.get("/sign-in")
def form() -> ResponseReturnValue:
    if door.person() is not None:
        return redirect(safe_next(request.args.get("next")))
    return _page(SignInForm(formdata=None, next=request.args.get("next", "")))


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _page(form)
    with door.reading() as session:
        account = sign_ins.account(session, form.name.data, at=door.now())
    refusal = too_many("sign_in", door.browser().address)
    if refusal is not None:
        form.refuse(refusal)
        return _page(form, 429)
    right = signing_in.password_right(account, form.password.data)
    settings = door.settings()
    with door.transaction() as session:
        entered = signing_in.enter(
            session,
            account=account,
            right=right,
            browser=door.browser(),
            at=door.now(),
            lockout_attempts=settings.lockout_attempts,
            lockout_minutes=settings.lockout_minutes,
        )
        kind = access.Kind.SIGN_IN_FAILED if entered.token is None else access.Kind.SIGNED_IN
        door.note(session, kind, user=None if account is None else account.user_id)
    if entered.token is None:
        form.refuse(entered.refusal or Refusal("sign_in_wrong"))
        return _page(form, 422)
    gate.let_in(entered.token)
    return redirect(safe_next(form.next.data))


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    known = door.person()
    if known is not None:
        with door.transaction() as session:
            signing_in.end(
                session, sign_in_id=known.sign_in_id, user_id=known.actor.user_id, at=door.now()
            )
    gate.let_out()
    return redirect(url_for("public.home"))


@blueprint.get("/sign-in/code")
def code() -> ResponseReturnValue:
    return render_template("sign_in/code.html", form=CodeForm(formdata=None))


@blueprint.post("/sign-in/code")
def confirm_code() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate() and _confirmed(form, enrolment=False):
        return redirect(safe_next(form.next.data))
    return render_template("sign_in/code.html", form=form), form.status


@blueprint.get("/sign-in/second-factor")
def enrolment() -> ResponseReturnValue:
    return _enrolment_page(CodeForm(formdata=None))


@blueprint.post("/sign-in/second-factor")
def enrol() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate() and _confirmed(form, enrolment=True):
        return redirect(safe_next(form.next.data))
    return _enrolment_page(form)


def _page(form: SignInForm, status: int | None = None) -> ResponseReturnValue:
    password = door.office().demo_password
    cast: Sequence[sign_ins.Someone] = ()
    if password is not None:
        with door.reading() as session:
            cast = sign_ins.everybody(session, on=door.today())
    return render_template(
        "sign_in/sign_in.html", form=form, password=password, cast=by_audience(cast)
    ), status or form.status


def _confirmed(form: CodeForm, *, enrolment: bool) -> bool:
    known = door.signed_in()
    refusal = too_many("code", str(known.actor.user_id))
    if refusal is None:
        with door.transaction() as session:
            refusal = signing_in.confirm_code(
                session,
                sign_in_id=known.sign_in_id,
                code=form.code.data,
                at=door.now(),
                enrolment=enrolment,
            )
    if refusal is not None:
        form.refuse(refusal, field="code")
    return refusal is None


def _enrolment_page(form: CodeForm) -> ResponseReturnValue:
    known = door.signed_in()
    with door.transaction() as session:
        secret = signing_in.new_totp_secret(session, user_id=known.actor.user_id)
    uri = TOTP(secret).provisioning_uri(name=known.sign_in_name, issuer_name=_ISSUER)
    drawn = segno.make(uri, error="m").svg_inline(scale=4, border=2, omitsize=True)
    return render_template(
        "sign_in/enrolment.html", form=form, secret=secret, qr=Markup(drawn)
    ), form.status
