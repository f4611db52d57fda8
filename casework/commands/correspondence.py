"""Messages between an enterprise and its department, and notes that only officers read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.commands.step import Taken, record_act
from casework.queries.dossier import take_up
from workflows.definition import Audience
from workflows.refusals import Refusal, Refused
from workflows.roles import Actor, Role

MOST_CHARACTERS = 4_000


def message(session: Session, *, reference: str, words: str, actor: Actor, at: datetime) -> Taken:
    """Write to the other side; it is part of the history, and the other side is told."""
    to = Audience.REVIEWER if Role.APPLICANT in actor.roles else Audience.APPLICANT
    return record_act(
        session,
        take_up(session, reference),
        "message",
        actor=actor,
        at=at,
        remarks=_words(words),
        tells=(to,),
    )


def note(session: Session, *, reference: str, words: str, actor: Actor, at: datetime) -> Taken:
    """Leave a note that the enterprise never sees."""
    return record_act(
        session, take_up(session, reference), "note", actor=actor, at=at, remarks=_words(words)
    )


def _words(words: str) -> str:
    said = words.strip()
    if not said:
        raise Refused(Refusal("words_missing"))
    if len(said) > MOST_CHARACTERS:
        raise Refused(Refusal("words_too_long", {"most": MOST_CHARACTERS}))
    return said
