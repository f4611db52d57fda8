"""The same step on the cases that were ticked; what was refused is listed case by case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.commands import approve, assess, assignment, bulk, review
from casework.commands.bulk import Chosen
from casework.permissions import ACTS
from casework.web import door, shape
from workflows import application
from workflows.roles import Actor, Role

blueprint = Blueprint("bulk", __name__, url_prefix="/office")


COMMANDS: dict[str, Callable[..., Any]] = {
    "accept": review.accept,
    "assess": assess.assess,
    "check_assessment": assess.check_assessment,
    "recommend": assess.recommend,
    "approve": approve.approve,
    "assign": assignment.assign,
}
"""Steps that may be taken on many cases at once, in the order of a case."""


def actions_for(actor: Actor) -> tuple[str, ...]:
    """The bulk steps of a person's roles, as the process and the table of acts grant them."""
    return tuple(action for action in COMMANDS if actor.roles.intersection(_by(action)))


def _by(action: str) -> frozenset[Role]:
    rule = ACTS.get(action)
    if rule is not None:
        return frozenset(rule.by)
    workflow = application.VERSIONS[application.CURRENT].workflow
    return frozenset(role for step in workflow.steps if step.action == action for role in step.by)


@blueprint.post("/bulk")
def take() -> ResponseReturnValue:
    actor, action = door.actor(), request.form.get("action", "")
    if action not in actions_for(actor):
        abort(400)
    given: dict[str, Any] = {"to": actor.user_id} if action == "assign" else {}
    chosen = [one for one in map(_chosen, request.form.getlist("case")) if one is not None]
    with door.transaction() as session:
        outcomes = bulk.each(session, chosen, COMMANDS[action], actor=actor, at=door.now(), **given)
    in_hand = request.form.get("list") == "in_hand"
    return render_template("office/bulk.html", action=action, outcomes=outcomes, in_hand=in_hand)


def _chosen(ticked: str) -> Chosen | None:
    """A case and the number of its last event, as the page was drawn with them."""
    reference, _, number = ticked.partition("@")
    seen = shape.whole(number)
    return None if seen is None else Chosen(reference, seen)
