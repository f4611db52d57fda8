"""The same step on many cases: each by its own command and guards, each refusal reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from casework.commands.step import Outcome, Taken
from casework.queries.sight import seen_of
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor

MOST = 200


class Chosen(NamedTuple):
    """A case as it stood on the page where it was chosen."""

    reference: str
    seen: int


def each(
    session: Session,
    chosen: Sequence[Chosen],
    command: Callable[..., Any],
    *,
    actor: Actor,
    **given: Any,
) -> list[Outcome]:
    """Run a command on each case in turn; a refused case is left exactly as it was.

    Refused as a whole where nothing or too much was chosen.
    """
    if not chosen:
        raise Refused(Refusal("nothing_chosen"))
    if len(chosen) > MOST:
        raise Refused(Refusal("bulk_too_many", {"most": MOST}))
    seen = seen_of(session, actor, (one.reference for one in chosen))
    return [_one(session, one, command, one.reference in seen, actor, given) for one in chosen]


def _one(
    session: Session,
    one: Chosen,
    command: Callable[..., Any],
    in_sight: bool,
    actor: Actor,
    given: dict[str, Any],
) -> Outcome:
    if not in_sight:
        unknown = Refusal("case_unknown", {"reference": one.reference})
        return Outcome(one.reference, refusals=(unknown,))
    try:
        with session.begin_nested():
            taken = command(session, reference=one.reference, seen=one.seen, actor=actor, **given)
    except Refused as refused:
        return Outcome(one.reference, refusals=refused.refusals)
    kept = taken if isinstance(taken, Taken) else None
    return Outcome(one.reference, taken=kept or Taken(one.reference, one.seen + 1, "", "", ""))
