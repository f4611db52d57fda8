"""What an application under a clause has to be asked, and of whom each answer comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from casework.queries.declared import is_theirs
from casework.queries.rule_book import book
from workflows.eligibility import Way
from workflows.examination import FILED_ON
from workflows.matters import RECIPIENT, SUBSIDY_YEAR
from workflows.policy.dictionary import FactEntry
from workflows.prepared import PreparedClause, prepare

_OF_THE_SYSTEM = frozenset({RECIPIENT, FILED_ON, SUBSIDY_YEAR})


@dataclass(frozen=True, slots=True)
class Questions:
    """The facts of one clause, sorted by who says them; each fact stands in one place only."""

    asked: tuple[FactEntry, ...]
    """The applicant's to say, whatever the case."""
    ways: tuple[tuple[FactEntry, ...], ...]
    """The applicant's to say where they take one of the ways of the clause; one way suffices."""
    known: Mapping[str, object]
    """What the registers know already, by fact; it need not be said again."""
    officers: tuple[FactEntry, ...]
    """What officers or other bodies find; nobody asks the applicant."""

    @property
    def entries(self) -> tuple[FactEntry, ...]:
        """Everything the applicant may say."""
        return (*self.asked, *(entry for way in self.ways for entry in way))


def questions(clause_id: str, registers: Mapping[str, object]) -> Questions:
    """What is to be asked under a clause, given what the registers know of the enterprise."""
    prepared = prepare(book()).clauses[clause_id]
    entries = book().facts
    always = [entries[fact] for fact in _always(prepared) if _may_be_asked(entries[fact])]
    placed = {entry.name for entry in always}
    ways = []
    for way in _ways(prepared):
        own = [entries[fact] for fact in _facts(way) if fact not in placed]
        ways.append(tuple(one for one in own if _may_be_asked(one)))
        placed |= {entry.name for entry in own}
    every = (*always, *(entry for way in ways for entry in way))
    known = {one.name: registers[one.name] for one in every if one.name in registers}
    return Questions(
        asked=tuple(one for one in always if is_theirs(one) and one.name not in known),
        ways=tuple(
            theirs
            for way in ways
            if (theirs := tuple(one for one in way if is_theirs(one) and one.name not in known))
        ),
        known=known,
        officers=tuple(one for one in every if not is_theirs(one) and one.name not in known),
    )


def what_if(clause_id: str) -> tuple[FactEntry, ...]:
    """Every fact a trial calculation of a clause looks at, whoever would have to say it."""
    prepared = prepare(book()).clauses[clause_id]
    facts = [*_always(prepared), *(fact for way in _ways(prepared) for fact in _facts(way))]
    entries = book().facts
    return tuple(entries[fact] for fact in dict.fromkeys(facts) if _may_be_asked(entries[fact]))


def judged(clause_id: str) -> frozenset[str]:
    """The facts of a clause that a person has to recognize (经认定)."""
    conditions = prepare(book()).clauses[clause_id].conditions
    every = [*conditions.all, *(one for group in conditions.either for way in group for one in way)]
    return frozenset(
        one.predicate.fact for one in every if one.predicate.judgement or one.predicate.open_list
    )


def _always(prepared: PreparedClause) -> Iterator[str]:
    facts = (
        *_facts(prepared.conditions.all),
        *prepared.formula.choices,
        *prepared.needs,
        *prepared.identity,
    )
    yield from dict.fromkeys(facts)


def _ways(prepared: PreparedClause) -> Iterator[Way]:
    for group in prepared.conditions.either:
        yield from group


def _facts(conditions: Iterable[object]) -> tuple[str, ...]:
    needs = (name for one in conditions for name in one.needs)  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(needs))


def _may_be_asked(entry: FactEntry) -> bool:
    """What the system itself knows is asked of nobody."""
    if entry.name in _OF_THE_SYSTEM or entry.name.startswith("ledger."):
        return False
    return not entry.first_award_of
