"""Taking a step: one command, exactly once; what is refused is shown with what was typed."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from casework.web import door
from casework.web.reviewer import sight
from casework.web.reviewer.case import Posted, case_page
from casework.web.reviewer.telling import act_label
from casework.web.reviewer.ways import WAYS, act_now
from casework.web.saying import say
from workflows.refusals import Refused

blueprint = Blueprint("case_step", __name__, url_prefix="/office/cases/<reference>/steps")
sight.guard(blueprint)


@blueprint.post("/<action>")
def take(reference: str, action: str) -> ResponseReturnValue:
    way = WAYS.get(action)
    if way is None:
        abort(404)
    form = way.form(prefix=action)
    if form.validate():
        act = act_now(reference, form.seen.data)
        try:
            with door.transaction() as session:
                way.take(session, form, act)
        except Refused as refused:
            form.refused(refused)
        else:
            say("step_taken", step=act_label(action))
            return redirect(url_for("case.show", reference=reference))
    return case_page(reference, Posted(action, form))
