"""Awards worked out anew from what was put in, under the clause as the case took it.

Needs no trust in what was stored: the request is read back, assessed, and set against the answer
that was kept and the amount that was decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.audit.working_out import Difference, worked_out
from casework.queries.red_flags.finding import Rows, Within
from casework.queries.rule_book import book, edition
from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.case import Case
from casework.records.edition import ClauseEdition
from casework.records.people import Enterprise
from workflows.catalogue import Catalogue
from workflows.policy.document import Clause

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One award and what its inputs come to."""

    case: str
    enterprise: str
    credit_code: str
    clause: str
    decision: str
    awarded_fen: int
    kept_fen: int | None
    """What the kept calculation says."""
    found_fen: int | None
    """What its inputs come to now."""
    edition: str
    """`current`, `kept` where an earlier edition was used, `unknown` where none was kept."""
    reason: str
    """Why less was decided than calculated, where somebody said so."""
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether inputs, kept answer and decided amount say the same."""
        return not self.differences and (
            self.awarded_fen == self.kept_fen or (self.is_below and bool(self.reason))
        )

    @property
    def is_below(self) -> bool:
        """Whether less was decided than calculated, which is allowed with a reason (ruling 29)."""
        return self.kept_fen is not None and self.awarded_fen < self.kept_fen


def recompute(session: Session, within: Within) -> Iterator[Recomputed]:
    """Every standing award of the cases that are looked at, worked out anew, in two statements."""
    rule_books = _RuleBooks(session)
    for row in session.execute(_awards(within), execution_options={"yield_per": _BATCH}):
        yield _recomputed(row, rule_books)


def recompute_one(session: Session, reference: str, within: Within) -> Recomputed | None:
    """The standing award of one case; None where it has none or may not be seen."""
    row = session.execute(_awards(within).where(Case.reference == reference)).one_or_none()
    return None if row is None else _recomputed(row, _RuleBooks(session))


def _awards(within: Within) -> Rows:
    last = aliased(Award)
    newest = sa.select(sa.func.max(last.number)).where(last.case_id == Case.id).scalar_subquery()
    return (
        sa.select(
            Case.reference,
            Case.edition,
            Enterprise.name,
            Enterprise.credit_code,
            Award.clause_id,
            Award.decision_number,
            Award.amount_fen.label("awarded_fen"),
            Award.reason,
            Assessment.request,
            Assessment.answer,
            Assessment.amount_fen.label("kept_fen"),
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .join(Award, sa.and_(Award.case_id == Case.id, Award.number == newest))
        .join(Assessment, Assessment.id == Award.assessment_id)
        .where(within.cases())
        .order_by(Case.id)
    )


def _recomputed(row: Any, rule_books: _RuleBooks) -> Recomputed:
    which, catalogue = rule_books.under(row.clause_id, row.edition)
    found_fen, differences = worked_out(catalogue, row.request, row.answer)
    return Recomputed(
        case=row.reference,
        enterprise=row.name,
        credit_code=row.credit_code,
        clause=row.clause_id,
        decision=row.decision_number,
        awarded_fen=row.awarded_fen,
        kept_fen=row.kept_fen,
        found_fen=found_fen,
        edition=which,
        reason=row.reason,
        differences=differences,
    )


class _RuleBooks:
    """The rule book with a clause as a case took it (ruling 1), each made once."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(sa.select(ClauseEdition.hash, ClauseEdition.content))
        self._kept = {digest: content for digest, content in rows}
        self._made: dict[str, Catalogue] = {}

    def under(self, clause_id: str, digest: str) -> tuple[str, Catalogue]:
        """Which edition is used, and the catalogue with it."""
        if clause_id in book().clauses and digest == edition(clause_id):
            return "current", book()
        if digest not in self._kept:
            return "unknown", book()
        if digest not in self._made:
            self._made[digest] = _with(Clause.model_validate(self._kept[digest]))
        return "kept", self._made[digest]


def _with(clause: Clause) -> Catalogue:
    policy = book().document_of(clause.id)
    clauses = tuple(clause if one.id == clause.id else one for one in policy.clause)
    changed = policy.model_copy(update={"clause": clauses})
    return replace(
        book(),
        policies=tuple(changed if one is policy else one for one in book().policies),
        clauses={**book().clauses, clause.id: clause},
        documents={**book().documents, policy.id: changed},
    )
