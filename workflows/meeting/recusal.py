"""Recusal (回避): who must stay out, who says so, and what a late finding undoes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.refusals import Refusal


class RecusalGround(StrEnum):
    """Why somebody may not take part in a case."""

    KINSHIP = "kinship"
    FINANCIAL_INTEREST = "financial_interest"
    FORMER_EMPLOYMENT = "former_employment"
    ADVISED_APPLICANT = "advised_applicant"
    OTHER = "other"


class Standing(StrEnum):
    """Where a recusal stands: asked for, ordered, or turned down."""

    PENDING = "pending"
    ORDERED = "ordered"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class RecusalClaim:
    """One declared (by the person) or proposed (by another) recusal from a case."""

    person: int
    raised_by: int
    standing: Standing

    @property
    def declared(self) -> bool:
        """Whether the person declared it."""
        return self.person == self.raised_by


def kept_out(claims: Iterable[RecusalClaim]) -> frozenset[int]:
    """Who is out of the case now: ordered, and whoever declared it, until that is decided."""
    return frozenset(
        claim.person
        for claim in claims
        if claim.standing is Standing.ORDERED
        or (claim.standing is Standing.PENDING and claim.declared)
    )


def deciding_refusals(claim: RecusalClaim, *, decided_by: int, reason: str) -> Iterator[Refusal]:
    """Why somebody may not decide a recusal: it is their own, it is decided, it has no reason."""
    if claim.standing is not Standing.PENDING:
        yield Refusal("recusal_decided_already")
    if decided_by == claim.person:
        yield Refusal("recusal_decided_by_the_person")
    if not reason.strip():
        yield Refusal("recusal_without_reason")


def opening_refusals(claims: Iterable[RecusalClaim]) -> Iterator[Refusal]:
    """An item does not open while a recusal is undecided: the count would not be known."""
    undecided = sum(claim.standing is Standing.PENDING for claim in claims)
    if undecided:
        yield Refusal("recusal_undecided", {"count": undecided})


def review_is_void(claim: RecusalClaim, *, reviewed_by: Collection[int]) -> bool:
    """Whether an ordered recusal came too late: the person had already reviewed the case."""
    return claim.standing is Standing.ORDERED and claim.person in reviewed_by
