"""How a worklist is arranged: filters and columns as they stand in addresses and views."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from casework.queries.own_acts import Before
from casework.queries.worklist_views import View
from casework.queries.worklists import After, Wanted
from casework.web import shape
from workflows import application
from workflows.urgency import Urgency

COLUMNS = (
    *("reference", "enterprise", "credit_code", "clause", "state", "department"),
    *("filed", "handler", "ceiling", "due"),
)
"""Everything a worklist can show, in its order."""
FIRST_COLUMNS = ("reference", "enterprise", "clause", "state", "handler", "due")
"""What it shows until a person chooses."""
ALWAYS = ("reference", "due")
FILTERS = ("state", "clause", "department", "due", "handler", "text")
_LONGEST = 100


def states() -> tuple[str, ...]:
    """The states a case in hand can be in."""
    workflow = application.VERSIONS[application.CURRENT].workflow
    return tuple(state.name for state in workflow.states if not (state.final or state.initial))


def asked(given: Mapping[str, str]) -> dict[str, str]:
    """The filters that were chosen, and nothing else."""
    found = {name: given.get(name, "")[:_LONGEST].strip() for name in FILTERS}
    allowed: Mapping[str, Collection[str]] = {
        "due": tuple(Urgency),
        "handler": ("mine", "nobody"),
        "state": states(),
    }
    return {
        name: value
        for name, value in found.items()
        if value and (name not in allowed or value in allowed[name])
    }


def wanted(filters: Mapping[str, str]) -> Wanted:
    """The filters as a query asks them."""
    return Wanted(
        states=tuple(filter(None, (filters.get("state", ""),))),
        clause=filters.get("clause", ""),
        department=filters.get("department", ""),
        due=filters.get("due", ""),
        handler=filters.get("handler", ""),
        text=filters.get("text", ""),
    )


def columns(views: Iterable[View], given: MultiDict[str, str]) -> tuple[str, ...]:
    """The columns asked for in the address, else those of the person, else the first ones."""
    own: Iterator[tuple[str, ...]] = (view.columns for view in views if not view.name)
    chosen = tuple(given.getlist("column")) or next(own, ())
    fit = [name for name in COLUMNS if name in chosen or name in ALWAYS]
    return tuple(fit) if chosen else FIRST_COLUMNS


def after() -> After | None:
    """The last row of the page before, as the address names it; an odd one begins anew."""
    text, _, number = request.args.get("after", "").partition(".")
    last = shape.whole(number)
    day = date.max if text == date.max.isoformat() else shape.day(text)  # nothing is due yet
    return None if day is None or last is None else After(day, last)


def before() -> Before | None:
    """The last act of the page before, as the address names it."""
    moment, _, number = request.args.get("before", "").rpartition(".")
    at, last = shape.moment(moment), shape.whole(number)
    return None if at is None or last is None else Before(at, last)
