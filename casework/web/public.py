"""What everybody may see: where to begin."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.queries import finder
from casework.queries.finder import Wanted
from casework.queries.rule_book import book
from casework.web import door

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    in_force = finder.find(book(), Wanted(), on=door.today())
    return render_template("public/home.html", in_force=in_force, policies=book().policies)
