"""What only a calculation over the enterprise's history can tell of a case."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.claims import ClaimAssessment
from workflows.ledger import Limit
from workflows.money import NOTHING, Money
from workflows.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The outcome of assessing the case as things stand now."""

    assessment: ClaimAssessment | None = None
    meanwhile: ClaimAssessment | None = None
    """By what it holds: where the first is unknown, pending recognitions presumed (ruling 17)."""
    in_force: Term | None = None
    """Set where a support that began in force continues beyond its clause (ruling 3)."""
    facts_missing: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    filed_already: tuple[str, ...] = ()
    """Undecided cases for the same matter under the same clause, while this one is a draft."""
    over_caps: tuple[str, ...] = ()
    exceptions_missing: tuple[str, ...] = ()
    pool_balance: Money | None = None
    limits: tuple[Limit, ...] = ()
    """The caps as the ledger counts them."""
    recovery_open: bool = False

    @property
    def holds(self) -> Money:
        """What the case holds against its caps."""
        return NOTHING if self.meanwhile is None else self.meanwhile.holds

    @property
    def presumed(self) -> tuple[str, ...]:
        """The facts whose recognition is pending, where something is held all the same."""
        notes = () if self.meanwhile is None or not self.holds else self.meanwhile.notes
        return tuple(
            dict.fromkeys(
                note.fact for note in notes if note.code == "recognition_presumed" and note.fact
            )
        )


UNEXAMINED = Examined()
"""For steps none of whose guards looks at what a calculation tells."""
