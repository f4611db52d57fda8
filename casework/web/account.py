"""One's own account: password, signed-in browsers, and for whom one acts."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.commands import passwords
from casework.commands import sign_in as signing_in
from casework.queries import people
from casework.queries import sign_in as sign_ins
from casework.web import door, shape
from casework.web.forms.sign_in import PasswordForm
from casework.web.saying import say
from casework.web.where import home
from workflows.refusals import Refusal

blueprint = Blueprint("account", __name__, url_prefix="/account")
_BROWSERS = (
    *(("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox")),
    *(("Chrome", "Chrome"), ("Safari", "Safari")),
)
_SYSTEMS = (
    *(("Windows", "Windows"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android")),
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("Linux", "Linux")),
)


@blueprint.get("")
def show() -> ResponseReturnValue:
    known = door.signed_in()
    with door.reading() as session:
        browsers = sign_ins.open_sign_ins(session, known.actor.user_id, at=door.now())
    return render_template("sign_in/account.html", browsers=browsers, device_name=device_name)


def device_name(agent: str) -> str:
    """What a person would call a browser that calls itself so: Chrome · Windows."""
    known = (
        next((name for sign, name in signs if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, known)) or agent[:40]


@blueprint.get("/password")
def password() -> ResponseReturnValue:
    return render_template("sign_in/password.html", form=PasswordForm(formdata=None))


@blueprint.post("/password")
def change_password() -> ResponseReturnValue:
    form, known = PasswordForm(), door.signed_in()
    if form.validate():
        with door.reading() as session:
            account = sign_ins.account_of(session, known.actor.user_id, at=door.now())
        if not signing_in.password_right(account, form.current.data):
            form.refuse(Refusal("password_wrong"), field="current")
        for fault in passwords.faults(account, known.sign_in_name, form.password.data):
            form.refuse(fault, field="password")
        if not form.faulty:
            kept = passwords.hashed(form.password.data)
            with door.transaction() as session:
                user_id = known.actor.user_id
                passwords.change(session, user_id=user_id, password_hash=kept, at=door.now())
                signing_in.end_others(
                    session, user_id=user_id, at=door.now(), besides=known.sign_in_id
                )
            say("password_changed")
            return redirect(home())
    return render_template("sign_in/password.html", form=form), form.status


@blueprint.post("/sessions/<int:sign_in_id>/end")
def end_session(sign_in_id: int) -> ResponseReturnValue:
    with door.transaction() as session:
        signing_in.end(session, sign_in_id=sign_in_id, user_id=door.actor().user_id, at=door.now())
    return redirect(url_for("account.show"))


@blueprint.post("/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    known = door.signed_in()
    with door.transaction() as session:
        signing_in.end_others(
            session, user_id=known.actor.user_id, at=door.now(), besides=known.sign_in_id
        )
    return redirect(url_for("account.show"))


@blueprint.get("/places")
def places() -> ResponseReturnValue:
    with door.reading() as session:
        found = people.enterprises_of(session, door.actor().user_id, on=door.today())
    return render_template("sign_in/places.html", enterprises=found)


@blueprint.post("/places")
def choose_place() -> ResponseReturnValue:
    known, chosen = door.signed_in(), request.form.get("enterprise", "")
    with door.transaction() as session:
        signing_in.act_for(
            session,
            sign_in_id=known.sign_in_id,
            user_id=known.actor.user_id,
            enterprise_id=shape.whole(chosen),
            at=door.now(),
        )
    return redirect(url_for("public.home"))
