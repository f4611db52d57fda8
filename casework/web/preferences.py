"""Language, colors and size of text: for everybody, kept in this browser."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from casework.web import door, present
from casework.web.forms.sign_in import PreferencesForm
from casework.web.saying import language
from casework.web.where import safe_next

blueprint = Blueprint("preferences", __name__)
_YEAR = 365 * 24 * 3600


@blueprint.get("/preferences")
def show() -> ResponseReturnValue:
    frame = present.frame()
    form = PreferencesForm(
        formdata=None,
        language=language(),
        appearance=frame["appearance"],
        text="large" if frame["large"] else "usual",
        next=safe_next(request.args.get("next")),
    )
    return render_template("public/preferences.html", form=form)


@blueprint.post("/preferences")
def choose() -> ResponseReturnValue:
    form = PreferencesForm()
    response = redirect(safe_next(form.next.data))
    for name in ("language", "appearance", "text"):
        chosen, allowed = form[name].data, {choice.value for choice in form[name].choices}
        if name in request.form and chosen in allowed:
            response.set_cookie(
                name,
                chosen,
                max_age=_YEAR,
                httponly=True,
                samesite="Lax",
                secure=door.settings().secure_cookies,
            )
    return response
