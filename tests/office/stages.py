"""Stages of a meeting, reached once on each database and copied for every attempt made at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from casework.db import Database
from tests.office.council import Council, gather_council
from tests.office.meeting_stages import before

Fresh = Callable[[Database | None], AbstractContextManager[Database]]
"""A database of its own: copied from the one given, which nobody uses, or freshly migrated."""


@dataclass
class Stages:
    """What was reached so far, each with the case and the meeting that stand there."""

    fresh: Fresh
    kept: ExitStack
    reached: dict[str, tuple[Council, str, str]] = field(default_factory=dict)

    @contextmanager
    def at(self, stage: str) -> Iterator[tuple[Council, str, str]]:
        """An office of one's own in which a case and a meeting stand at this stage."""
        if stage not in self.reached:
            council = gather_council(self.kept.enter_context(self.fresh(None)))
            self.reached[stage] = (council, *before(stage)(council))
            council.desk.database.close()
        council, case, meeting = self.reached[stage]
        with self.fresh(council.desk.database) as database:
            yield replace(council, desk=replace(council.desk, database=database)), case, meeting
