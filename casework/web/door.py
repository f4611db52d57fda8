"""What a view may reach: the database, the settings, the moment, and who stands at the door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session

from casework.commands import access
from casework.commands.sign_in import Browser
from casework.config import Settings
from casework.db import Database
from casework.queries import inbox
from casework.queries.sign_in import SignedIn
from casework.web import shape
from workflows.roles import Actor
from workflows.term import civil_date

_KEY = "casework"


@dataclass(frozen=True, slots=True)
class Office:
    """What an application was made of."""

    settings: Settings
    database: Database
    now: Callable[[], datetime]
    demo_password: str | None
    """Set in a trial office with fictional people: the sign-in page tells who they are."""


def open_door(app: object, office: Office) -> None:
    """Let the views of this application reach its office."""
    app.extensions[_KEY] = office  # type: ignore[attr-defined]


def office() -> Office:
    """The office of this application."""
    found: Office = current_app.extensions[_KEY]
    return found


def settings() -> Settings:
    """The settings of this process."""
    return office().settings


def transaction() -> AbstractContextManager[Session]:
    """One transaction: everything in the block, or nothing."""
    return office().database.transaction()


def reading() -> AbstractContextManager[Session]:
    """One snapshot to read from."""
    return office().database.reading()


def now() -> datetime:
    """The moment of this request: the same however often it is asked."""
    if "now" not in g:
        g.now = office().now()
    moment: datetime = g.now
    return moment


def today() -> date:
    """The civil day of this request."""
    return civil_date(now())


def person() -> SignedIn | None:
    """Who is signed in, None for the public."""
    found: SignedIn | None = getattr(current_user, "known", None)
    return found


def signed_in() -> SignedIn:
    """Who is signed in; for pages that are open to nobody else."""
    found = person()
    if found is None:
        raise RuntimeError("this page must not be open to the public")
    return found


def actor() -> Actor:
    """The person who acts, with roles, department or enterprise."""
    return signed_in().actor


def enterprise_id() -> int:
    """The enterprise the person acts for; for pages that are open to applicants alone."""
    found = actor().enterprise_id
    if found is None:
        raise RuntimeError("this page is for applicants")
    return found


def unread() -> int:
    """How many notices the person has not read."""
    known = person()
    if known is None:
        return 0
    with reading() as session:
        return inbox.unread(session, known.actor.user_id)


def number(name: str) -> int | None:
    """A whole number of the query string, None where there is none or it is no such thing."""
    return shape.whole(request.args.get(name))


def browser() -> Browser:
    """Where this request comes from."""
    return Browser(address=request.remote_addr or "", device=request.user_agent.string)


def note(session: Session, kind: access.Kind, **particulars: object) -> None:
    """Add a line on this request to the access log."""
    known = person()
    access.note(
        session,
        kind=kind,
        user_id=None if known is None else known.actor.user_id,
        sign_in_id=None if known is None else known.sign_in_id,
        page=request.endpoint or "",
        path=request.full_path.rstrip("?"),
        address=browser().address,
        at=now(),
        particulars=particulars,
    )
