"""The stage: one office of its own, on which everybody acts on a day that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from casework.cli.demo.cast import Cast
from casework.commands import files
from casework.commands.files import StoredFile
from casework.db import Database
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries import people
from workflows.refusals import Refusal, Refused
from workflows.roles import SYSTEM, Actor
from workflows.term import civil_date

_BEIJING = ZoneInfo("Asia/Shanghai")
_MORNING = time(9, 0)
_MINUTES = timedelta(minutes=10)

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Story:
    """What was told: its cases, in the order they are shown, and what else there is to say."""

    title: str
    references: tuple[str, ...]
    notes: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Why something was refused, where the story is about that."""
    explained: str | None = None
    """The case whose calculation shows the most."""


class NotAsTold(AssertionError):
    """A story ended otherwise than it is told: the demonstration fails."""


@dataclass
class Stage:
    """An office at work; acts of one day follow each other at ten minutes' distance."""

    database: Database
    folder: Path
    cast: Cast
    last: datetime | None = None
    departments: dict[str, str] = field(default_factory=dict)
    """Of each case that was asked for."""
    actors: dict[str, Actor] = field(default_factory=lambda: {"system": SYSTEM})

    def do(self, who: str, day: str, command: Callable[..., Done], **given: Any) -> Done:
        """Let somebody do something on a day, in a transaction of its own."""
        at = self._moment(day)
        with self.database.transaction() as session:
            actor = self.actor(session, who, on=civil_date(at))
            return command(session, actor=actor, at=at, **given)

    def refused(
        self, who: str, day: str, command: Callable[..., Any], **given: Any
    ) -> tuple[Refusal, ...]:
        """Let somebody try what is not allowed; every reason; NotAsTold where it went."""
        try:
            self.do(who, day, command, **given)
        except Refused as refused:
            return refused.refusals
        raise NotAsTold(f"{command.__name__} by {who} on {day} was not refused")

    @contextmanager
    def writing(self, day: str) -> Iterator[tuple[Session, datetime]]:
        """A transaction on a day, for what nobody of the office does."""
        at = self._moment(day)
        with self.database.transaction() as session:
            yield session, at

    def actor(self, session: Session, who: str, *, on: date) -> Actor:
        """Somebody of the cast; nobody's roles change while the stories are told."""
        if who not in self.actors:
            enterprise = self.cast.enterprises.get(who)
            user = self.cast.users[who]
            self.actors[who] = people.actor(session, user, on=on, enterprise_id=enterprise)
        return self.actors[who]

    def paper(self, name: str, of: str = "") -> StoredFile:
        """A file in the store: a fictional paper of this name, another one for each case."""
        content = _pdf(f"{name} {of}".strip())
        return files.store(
            self.folder / "uploads", name=f"{name}.pdf", content=content, most_bytes=1 << 20
        )

    def deliver(self, day: str | None = None) -> int:
        """Do everything that is due, by now or on a later day, as a worker would."""
        at = self._moment(day) if day else self.last
        assert at is not None
        return drain(self.database, TASKS, at=at)

    def _moment(self, day: str) -> datetime:
        morning = datetime.combine(date.fromisoformat(day), _MORNING, _BEIJING)
        same_day = self.last is not None and self.last.astimezone(_BEIJING).date() == morning.date()
        self.last = self.last + _MINUTES if same_day and self.last else morning
        return self.last


def expect(what: str, found: object, wanted: object) -> None:
    """NotAsTold unless what was found is what the story tells."""
    if found != wanted:
        raise NotAsTold(f"{what}: told {wanted!r}, found {found!r}")


def _pdf(name: str) -> bytes:
    """A page that says it is fictional; the name, as its title, makes it a file of its own."""
    words = b"BT /F 20 Tf 72 740 Td (FICTITIOUS PAPER - DEMONSTRATION ONLY) Tj ET"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Title<FEFF" + name.encode("utf-16-be").hex().upper().encode() + b">>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
    )
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R/Info 4 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(body))
    )
