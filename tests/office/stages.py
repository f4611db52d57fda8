"""Stages of a meeting, reached once on each database and returned to for every attempt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from tests.kept import Kept, Picture
from tests.office.council import Council, gather_council
from tests.office.meeting_stages import before


@dataclass
class Stages:
    """What was reached so far, each with the case and the meeting that stand there."""

    kept: Kept
    reached: dict[str, tuple[Picture, Council, str, str]] = field(default_factory=dict)

    @contextmanager
    def at(self, stage: str) -> Iterator[tuple[Council, str, str]]:
        """An office of one's own in which a case and a meeting stand at this stage."""
        if stage not in self.reached:
            council = gather_council(self.kept.fresh())
            case, meeting = before(stage)(council)
            self.reached[stage] = (self.kept.picture(), council, case, meeting)
        picture, council, case, meeting = self.reached[stage]
        self.kept.fresh(picture)
        yield replace(council, desk=replace(council.desk)), case, meeting
