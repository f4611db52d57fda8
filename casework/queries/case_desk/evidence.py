"""Facts and evidence side by side: what was declared, what is known, what was found, on what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.queries.case_file import CaseFile
from casework.queries.questions import judged, questions
from casework.queries.rule_book import book
from casework.records.case import Attachment, Case
from casework.records.review import CaseFact
from workflows.policy.dictionary import FactEntry


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact the clause looks at, from each source that speaks of it."""

    name: str
    entry: FactEntry | None
    declared: Any
    known: Any
    """What the registers knew on the day of filing."""
    found: CaseFact | None
    """What officers recorded last; it outranks everything else."""
    earlier: int
    """How often it was recorded before."""
    judged: bool
    """Whether somebody has to recognize it (经认定)."""

    @property
    def counts(self) -> Any:
        """The value the calculation uses."""
        if self.found is not None:
            return self.found.value
        return self.declared if self.known is None else self.known

    @property
    def is_said(self) -> bool:
        """Whether anybody says anything of it."""
        return any(one is not None for one in (self.declared, self.known, self.found))

    @property
    def differs(self) -> bool:
        """Whether the sources disagree."""
        said = (self.declared, self.known, None if self.found is None else self.found.value)
        return len({str(one) for one in said if one is not None}) > 1


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One paper the clause wants, with the files handed in for it."""

    name: str
    need: str
    """required, conditional, deferrable, shared; empty for a file nobody asked for."""
    note: str
    files: tuple[Attachment, ...]

    @property
    def is_missing(self) -> bool:
        """Whether it has to be there and is not."""
        return self.need == "required" and not self.files


def fact_rows(case: Case, found: Sequence[CaseFact], known: Mapping[str, object]) -> list[FactRow]:
    """Every fact the clause asks of anybody, then whatever else was declared or found."""
    wanted, by_fact = judged(case.clause_id), _by_fact(found)
    return [
        FactRow(
            name=name,
            entry=book().facts.get(name),
            declared=case.claim_facts.get(name),
            known=known.get(name),
            found=by_fact[name][-1] if name in by_fact else None,
            earlier=max(len(by_fact.get(name, ())) - 1, 0),
            judged=name in wanted,
        )
        for name in _names(case, by_fact, known)
    ]


def _names(
    case: Case, found: Mapping[str, list[CaseFact]], known: Mapping[str, object]
) -> Iterator[str]:
    asked = questions(case.clause_id, known)
    entries = [*asked.entries, *asked.officers]
    yield from dict.fromkeys(
        (*(one.name for one in entries), *asked.known, *case.claim_facts, *found)
    )


def _by_fact(found: Sequence[CaseFact]) -> dict[str, list[CaseFact]]:
    rows: dict[str, list[CaseFact]] = {}
    for one in found:
        rows.setdefault(one.fact, []).append(one)
    return rows


def material_rows(file: CaseFile) -> list[MaterialRow]:
    """Every material of the document and the clause, then files that answer none of them."""
    in_use = [one for one in file.attachments if one.taken_out_at is None]
    rows = [
        MaterialRow(
            name=wanted.name,
            need=wanted.need,
            note=wanted.when or wanted.source or "",
            files=tuple(one for one in in_use if one.material == wanted.name),
        )
        for wanted in (*file.terms.policy.material, *file.terms.clause.material)
    ]
    named = {row.name for row in rows}
    rest = tuple(one for one in in_use if one.material not in named)
    return [*rows, MaterialRow("", "", "", rest)] if rest else rows
