"""Cases worked out under a clause that was corrected since: who is touched, and by how much.

An issued file is corrected only where it was transcribed wrongly; cases keep the edition they took
(ruling 1). So the corrections can be found, and each calculation be done again under the clause as
it is read today. Nothing is changed here: what follows is for the department to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from casework.queries.audit.working_out import Difference, differing, worked_out
from casework.queries.red_flags.finding import Rows, Within
from casework.queries.rule_book import book, content, edition
from casework.records.assessment import Assessment
from casework.records.award import Award
from casework.records.case import Case
from casework.records.edition import ClauseEdition
from casework.records.people import Enterprise

MOST_AT_ONCE = 2_000
"""More touched cases are worked out anew on request only."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """An edition of a clause that cases took and that is read otherwise today."""

    clause: str
    edition: str
    changes: tuple[Difference, ...]
    """Every parameter that was corrected: as the cases took it, and as it is read today."""

    @property
    def told(self) -> str:
        """The changes in one line, for a file."""
        return "; ".join(f"{one.where}: {one.kept} → {one.found}" for one in self.changes)


@dataclass(frozen=True, slots=True)
class Affected:
    """One calculation made under a corrected clause, and what it comes to today."""

    case: str
    enterprise: str
    credit_code: str
    state: str
    filed_on: date | None
    correction: Correction
    decision: str
    """The number of the decision, empty where nothing was decided yet."""
    awarded_fen: int | None
    kept_fen: int | None
    corrected_fen: int | None
    differences: tuple[Difference, ...]
    """Every place where the calculation comes out otherwise."""

    @property
    def change_fen(self) -> int:
        """What the corrected clause gives more, or less, than was decided, else calculated."""
        stands = self.kept_fen if self.awarded_fen is None else self.awarded_fen
        return (self.corrected_fen or 0) - (stands or 0)


def corrections(session: Session) -> Mapping[str, Correction]:
    """The editions that were kept and are read otherwise today, by their hash."""
    kept = session.execute(
        sa.select(ClauseEdition.hash, ClauseEdition.clause_id, ClauseEdition.content)
    )
    return {
        digest: Correction(clause, digest, tuple(differing("", before, content(clause))))
        for digest, clause, before in kept
        if clause in book().clauses and digest != edition(clause)
    }


def is_large(session: Session, within: Within, *, clause: str = "") -> bool:
    """Whether more cases were touched than a page works out anew unasked."""
    known = _of(session, clause)
    some = _cases(within, list(known)).with_only_columns(Case.id).limit(MOST_AT_ONCE + 1)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return bool(known) and int(session.scalar(counted) or 0) > MOST_AT_ONCE


def affected(session: Session, within: Within, *, clause: str = "") -> Iterator[Affected]:
    """Every case that is looked at whose clause was corrected, in two statements."""
    known = _of(session, clause)
    if not known:
        return
    rows = session.execute(_cases(within, list(known)), execution_options={"yield_per": _BATCH})
    for row in rows:
        yield _done_again(row, known[row.edition])


def _of(session: Session, clause: str) -> dict[str, Correction]:
    """The corrections of one clause, or of all."""
    return {
        digest: one for digest, one in corrections(session).items() if clause in ("", one.clause)
    }


def _cases(within: Within, editions: list[str]) -> Rows:
    """The calculation the decision rests on, else the latest one."""
    last, latest = aliased(Award), aliased(Assessment)
    award = sa.select(sa.func.max(last.number)).where(last.case_id == Case.id).scalar_subquery()
    sums = sa.select(sa.func.max(latest.id)).where(latest.case_id == Case.id).scalar_subquery()
    return (
        sa.select(
            *(Case.reference, Case.edition, Case.state, Case.filed_on),
            *(Enterprise.name, Enterprise.credit_code),
            *(Award.decision_number, Award.amount_fen.label("awarded_fen")),
            *(Assessment.request, Assessment.answer, Assessment.amount_fen.label("kept_fen")),
        )
        .join(Enterprise, Enterprise.id == Case.enterprise_id)
        .outerjoin(Award, sa.and_(Award.case_id == Case.id, Award.number == award))
        .join(Assessment, Assessment.id == sa.func.coalesce(Award.assessment_id, sums))
        .where(within.cases(), Case.edition.in_(editions))
        .order_by(Case.id)
    )


def _done_again(row: Any, correction: Correction) -> Affected:
    found_fen, differences = worked_out(book(), row.request, row.answer)
    return Affected(
        case=row.reference,
        enterprise=row.name,
        credit_code=row.credit_code,
        state=row.state,
        filed_on=row.filed_on,
        correction=correction,
        decision=row.decision_number or "",
        awarded_fen=row.awarded_fen,
        kept_fen=row.kept_fen,
        corrected_fen=found_fen,
        differences=differences,
    )
