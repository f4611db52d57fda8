"""Earlier and parallel awards as caps, matters, ladders and year limits count them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.claims import PastAward, Reason, Standing
from workflows.fact_values import Values, read_facts
from workflows.formula import Dictionary
from workflows.matters import RECIPIENT, SUBSIDY_YEAR, Matter, matter_of
from workflows.policy.document import Clause


@dataclass(frozen=True, slots=True)
class Use:
    """One award, or one claim decided earlier in the same request."""

    reference: str
    clause: str
    standing: Standing
    fen: int
    year: int
    """The calendar year of its decision (ruling 15)."""
    years: tuple[int, ...]
    """The years of support it covers (ruling 16)."""
    values: Values
    matter: Matter | None
    own: bool = True
    """False for another enterprise's award, which only shares an item."""
    level: str = "district"


def read(award: PastAward, enterprise: str, clause: Clause | None, dictionary: Dictionary) -> Use:
    """An award of the history; `clause` is None for one of another level or an unknown document."""
    recipient = award.enterprise or enterprise
    values = {**read_facts(dictionary, award.facts).values, RECIPIENT: recipient}
    year = award.decided_on.year
    supported = values.get(SUBSIDY_YEAR)
    years = award.years or ((supported,) if isinstance(supported, int) else (year,))
    return Use(
        award.reference,
        award.clause,
        award.standing,
        award.amount.fen,
        year,
        years,
        values,
        None if clause is None else matter_of(clause, values, award.subject, years),
        recipient == enterprise,
        award.level,
    )


def lacks(uses: Iterable[Use], facts: Iterable[str]) -> tuple[Reason, ...]:
    """Why awards cannot be counted: they do not say what they were for."""
    wanted = tuple(facts)
    return tuple(
        Reason("past_award_lacks_fact", fact=fact, particulars={"reference": use.reference})
        for use in uses
        for fact in wanted
        if fact not in use.values
    )
