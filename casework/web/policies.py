"""Policies for everybody: find a clause, read what it asks and pays."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework.queries import finder
from casework.queries.finder import Wanted
from casework.queries.rule_book import book
from casework.web import door
from casework.web.saying import teller

blueprint = Blueprint("policies", __name__, url_prefix="/policies")
_LONGEST_WORD = 100


@blueprint.get("", endpoint="finder")
def finder_page() -> ResponseReturnValue:
    wanted = _wanted()
    return render_template(
        "public/finder.html",
        wanted=wanted,
        found=finder.find(book(), wanted, on=door.today()),
        choices=finder.choices(book(), on=door.today()),
        book=book(),
        teller=teller(),
    )


@blueprint.get("/<policy_id>")
def document(policy_id: str) -> ResponseReturnValue:
    policy = book().documents.get(policy_id)
    if policy is None:
        abort(404)
    return render_template(
        "public/document.html",
        policy=policy,
        term=book().term(policy),
        departments=book().departments,
        teller=teller(),
        book=book(),
    )


@blueprint.get("/<policy_id>/<clause_id>")
def clause(policy_id: str, clause_id: str) -> ResponseReturnValue:
    key = f"{policy_id}/{clause_id}"
    if key not in book().clauses:
        abort(404)
    return render_template(
        "public/clause.html",
        found=finder.one(book(), key, on=door.today()),
        book=book(),
        teller=teller(),
    )


def _wanted() -> Wanted:
    given = {name: request.args.get(name, "")[:_LONGEST_WORD].strip() for name in _NAMES}
    return Wanted(**given, also_ended=request.args.get("also_ended") == "1")


_NAMES = ("text", "policy", "district", "department", "who", "no_application")
