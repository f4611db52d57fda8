"""Ways that many tests begin with: gone by real commands, then returned to where they led.

From an office that was just set up, hundreds of tests take the same case to the same place first.
Where one way after the other is gone and nothing else is done in between, a picture is kept of
where they led, and the next test that goes the same ways is given it. Whatever else is written to
the database, by whomever, ends that: from there on everything is done anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from casework.db import Database
from tests.kept import Kept, Picture

Made = TypeVar("Made")


@dataclass
class Ways:
    """What the tests of one kept database have gone so far."""

    kept: Kept
    trail: tuple[Hashable, ...] = ()
    """The ways that led to what the database holds, while it is known."""
    state: object = None
    """How the database stood at their end."""
    gone_before: set[Hashable] = field(default_factory=set)
    reached: dict[Hashable, tuple[Picture, Any]] = field(default_factory=dict)

    def begin(self, name: str) -> None:
        """From here on ways are kept: what the database holds now has this name."""
        self.trail, self.state = (name,), self.kept.state()

    def go(self, name: Hashable, walk: Callable[[], Made]) -> Made:
        """What `walk` makes; a way that is gone a second time is worth a picture."""
        if not self.trail or self.kept.state() != self.state:
            self.trail = ()
            return walk()
        trail = (*self.trail, name)
        if trail in self.reached:
            picture, made = self.reached[trail]
            self.kept.fresh(picture)
        else:
            made = walk()
            if trail in self.gone_before:
                self.reached[trail] = (self.kept.picture(), made)
            self.gone_before.add(trail)
        self.trail, self.state = trail, self.kept.state()
        found: Made = made
        return found


_ways: dict[Database, Ways] = {}


def keep(kept: Kept) -> None:
    """Keep the ways that are gone in this database."""
    _ways[kept.database] = Ways(kept)


def begin(database: Database, name: str) -> None:
    """What this database holds now has this name; ways begin here."""
    if database in _ways:
        _ways[database].begin(name)


def go(database: Database, name: Hashable, walk: Callable[[], Made]) -> Made:
    """What `walk` makes of this database."""
    return _ways[database].go(name, walk) if database in _ways else walk()
