"""An enterprise for officers: its registers, its cases and payments; its contact on request."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.commands import access
from casework.queries import enterprise_file
from casework.queries.rule_book import book
from casework.web import door
from casework.web.saying import explanation
from workflows import application

blueprint = Blueprint("enterprise_file", __name__, url_prefix="/office/enterprises")


@blueprint.get("/<credit_code>")
def show(credit_code: str) -> ResponseReturnValue:
    return _page(credit_code)


@blueprint.post("/<credit_code>/contact")
def reveal(credit_code: str) -> ResponseReturnValue:
    """Show phone and account whole; who looked at them is recorded."""
    answer = _page(credit_code, revealed=True)
    with door.transaction() as session:
        door.note(session, access.Kind.REVEALED, enterprise=credit_code)
    return answer


def _page(credit_code: str, *, revealed: bool = False) -> ResponseReturnValue:
    with door.reading() as session:
        found = enterprise_file.enterprise_file(
            session, credit_code, actor=door.actor(), on=door.today()
        )
    return render_template(
        "office/enterprise.html",
        file=found,
        profile=found.profile,
        revealed=revealed,
        book=book(),
        facts=book().facts,
        speaks=explanation(),
        states=application.VERSIONS[application.CURRENT].workflow.by_name,
    )
