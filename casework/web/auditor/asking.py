"""What an auditor asked for in the address: filters read, and named again for the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from casework.queries.audit import overview
from casework.queries.red_flags import Within
from casework.queries.rule_book import book
from casework.web import door, shape
from casework.web.present import coded, named

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they were typed; what cannot be read is named and not applied."""

    given: dict[str, str]
    unread: tuple[str, ...]

    def text(self, name: str) -> str:
        """One filter, empty where it was not given or not read."""
        return "" if name in self.unread else self.given.get(name, "")

    def day(self, name: str) -> date | None:
        """One day."""
        return shape.day(self.text(name))

    def number(self, name: str) -> int | None:
        """One whole number."""
        return shape.whole(self.text(name))

    @property
    def applied(self) -> dict[str, str]:
        """What was read: the filter as the address and the files carry it."""
        return {name: value for name, value in self.given.items() if name not in self.unread}


def asked(
    *, texts: tuple[str, ...], days: tuple[str, ...] = (), numbers: tuple[str, ...] = ()
) -> Asked:
    """Read the filters of this request."""
    given = {
        name: request.args.get(name, "")[:_LONGEST].strip() for name in (*texts, *days, *numbers)
    }
    given = {name: value for name, value in given.items() if value}
    unread = [name for name in days if name in given and shape.day(given[name]) is None]
    unread += [name for name in numbers if name in given and shape.whole(given[name]) is None]
    return Asked(given, tuple(unread))


CASE_FILTERS = ("policy", "department", "text")
CASE_DAYS = ("since", "until")


def within(found: Asked) -> Within:
    """The cases that are looked at."""
    return Within(
        actor=door.actor(),
        on=door.today(),
        since=found.day("since"),
        until=found.day("until"),
        policy=found.text("policy"),
        department=found.text("department"),
        text=found.text("text"),
    )


def whole_scope() -> Within:
    """Everything this auditor may see."""
    return Within(actor=door.actor(), on=door.today())


def as_read(found: Asked) -> tuple[tuple[str, str], ...]:
    """The filters as people read them, for the file."""
    return tuple((label(name), _value(name, value)) for name, value in found.applied.items())


def label(name: str) -> str:
    """What a filter is called."""
    return coded(name, "filter")


def choices() -> dict[str, Any]:
    """What the filters offer."""
    district = door.actor().district
    return {
        "policies": book().policies,
        "departments": [one for one in book().departments.values() if one.district == district],
    }


def _value(name: str, value: str) -> str:
    if name == "policy" and value in book().documents:
        return book().documents[value].number
    if name == "department" and value in book().departments:
        return named(book().departments[value])
    if name == "clause" and value in book().clauses:
        return named(book().clauses[value])
    return value


def is_too_much(session: Session, looked_at: Within) -> bool:
    """Whether so many cases are looked at that a page goes through them only when it is asked."""
    return not is_whole() and overview.is_large(session, looked_at)


def is_whole() -> bool:
    """Whether everything was asked for, however long it takes."""
    return request.args.get("whole") == "1"
