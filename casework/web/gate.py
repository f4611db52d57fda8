"""Before every page: who is there, what stands between, and whether the page is open to them."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user, logout_user

from casework.commands import access
from casework.commands import sign_in as signing_in
from casework.queries import deputies
from casework.queries import sign_in as sign_ins
from casework.queries.sign_in import SignedIn, Wants
from casework.web import door
from casework.web.pages import PAGES

STAGES = {
    Wants.CODE: "sign_in.code",
    Wants.ENROLMENT: "sign_in.enrolment",
    Wants.NEW_PASSWORD: "account.password",
}
"""The page that a person has to pass first."""
_ALWAYS = frozenset({"static", "bootstrap.static", "sign_in.leave", "preferences.choose"})
_OF_STAGE = {
    Wants.CODE: frozenset({"sign_in.code", "sign_in.confirm_code"}),
    Wants.ENROLMENT: frozenset({"sign_in.enrolment", "sign_in.enrol"}),
    Wants.NEW_PASSWORD: frozenset({"account.password", "account.change_password"}),
}


ACTING = "acting"
"""Where a browser's session keeps the delegation its person acts by."""


class Person(UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login wants one; the id is the browser's token."""

    def __init__(self, token: str, known: SignedIn | None = None) -> None:
        self.token, self.known = token, known

    def get_id(self) -> str:
        """The token: never the number of a user, which could be guessed."""
        return self.token


def register(app: Flask) -> None:
    """Guard every page of this application."""
    manager = LoginManager(app)
    manager.session_protection = None  # the address of a phone changes; sessions are rows
    manager.user_loader(_known)
    app.before_request(_pass)


def let_in(token: str) -> None:
    """Give this browser its token; what was in its session before is forgotten."""
    session.clear()
    login_user(Person(token))


def let_out() -> None:
    """Forget everything this browser was given."""
    logout_user()
    session.clear()


def _known(token: str) -> Person | None:
    with door.reading() as reading:
        known = sign_ins.signed_in(
            reading,
            token,
            at=door.now(),
            idle=timedelta(minutes=door.settings().idle_minutes),
            second_factor=not door.settings().second_factor_waived,
            passwords_age=door.office().demo_password is None,
        )
        if known is not None and ACTING in session:
            known = deputies.standing_in(reading, known, session[ACTING], on=door.today())
    return None if known is None else Person(token, known)


def _pass() -> ResponseReturnValue | None:
    """Let a request pass, or say why not. Unknown paths go on to their 404."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in _ALWAYS:
        return None
    person = door.person()
    if person is not None and person.wants is not Wants.NOTHING:
        if endpoint in _OF_STAGE[person.wants]:
            return None
        return redirect(url_for(STAGES[person.wants]))
    page = PAGES[endpoint]
    if not page.is_open_to(None if person is None else person.actor):
        return _refuse(person)
    if person is not None and not signing_in.was_seen_lately(person.seen_at, door.now()):
        with door.transaction() as writing:
            signing_in.saw(
                writing, sign_in_id=person.sign_in_id, seen_at=person.seen_at, at=door.now()
            )
    return None


def _refuse(person: SignedIn | None) -> ResponseReturnValue:
    if person is None:
        if request.method == "GET":
            return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
        abort(401)
    with door.transaction() as writing:
        door.note(writing, access.Kind.REFUSED, method=request.method)
    abort(403)
