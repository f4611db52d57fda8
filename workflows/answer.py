"""The answer for one claim, put together from what was found on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflows import routing, schedule
from workflows.calculation import Calculation
from workflows.claims import (
    Claim,
    ClaimAssessment,
    Eligibility,
    InForce,
    Line,
    Reason,
    Request,
)
from workflows.examination import Dossier, Examined
from workflows.fact_values import said
from workflows.matters import Relation
from workflows.money import NOTHING, Money
from workflows.notation import Exact
from workflows.working_out import WorkedOut

Rival = tuple[WorkedOut, Relation]
"""Another claim for the same matter, and what the texts say of the two."""


def no_such_clause(claim: Claim, request: Request) -> ClaimAssessment:
    """The clause is in no document the system knows."""
    return ClaimAssessment(
        claim.id,
        claim.clause,
        None,
        claim.filed_on or request.filed_on,
        InForce.UNKNOWN_CLAUSE,
        Eligibility.NOT_ELIGIBLE,
        (Reason("clause_unknown", particulars={"clause": claim.clause}),),
    )


def stopped(
    examined: Examined, eligibility: Eligibility, reasons: tuple[Reason, ...]
) -> ClaimAssessment:
    """A claim that is not open to the enterprise, or not known to be: no amount at all."""
    clause = examined.prepared.clause
    return ClaimAssessment(
        examined.claim.id,
        clause.id,
        clause.article,
        examined.filed_on,
        examined.in_force,
        eligibility,
        reasons,
        lines=examined.prepared.readings,
        flags=examined.prepared.flags,
        group=None if examined.matter is None else examined.matter.group,
        subject=None if examined.matter is None else examined.matter.subject,
        keys=_keys(examined),
    )


def absorbed(worked: WorkedOut, winner: WorkedOut, relation: Relation) -> ClaimAssessment:
    """A claim whose matter is paid under another claim of the same request (ruling 20)."""
    examined, by = worked.examined, winner.examined.claim
    particulars = {"claim": by.id, "clause": by.clause, "relation": relation.value}
    reason = Reason("absorbed", examined.prepared.clause.article, None, particulars)
    calculation = _calculation(worked)
    fallen = Line("absorbed", before=calculation.shown, after=0, particulars=particulars)
    return replace(
        stopped(examined, worked.eligibility, (reason,)),
        amount=NOTHING,
        ceiling=NOTHING,
        figure=worked.figure,
        lines=(*calculation.lines, fallen, *examined.prepared.readings),
        notes=(*routing.notes(worked), *_provisional(worked, winner)),
        absorbed_by=by.id,
    )


def paid(
    dossier: Dossier, worked: WorkedOut, rivals: Sequence[Rival], queued: Money | None
) -> ClaimAssessment:
    """A claim that is paid, waits for an officer's figure, or comes to nothing."""
    examined, calculation = worked.examined, _calculation(worked)
    ceiling = _whole(calculation.ceiling)
    amount = NOTHING if calculation.nothing else _whole(calculation.amount)
    referred = tuple(_referred(rivals, examined))
    route, why = routing.route(worked, referred, amount or ceiling)
    provisional = [note for rival, _ in rivals for note in _provisional(worked, rival)]
    return replace(
        stopped(examined, worked.eligibility, worked.reasons),
        amount=amount,
        ceiling=ceiling,
        figure=worked.figure,
        lines=(*calculation.lines, *examined.prepared.readings, *_other_levels(dossier)),
        plan=() if amount is None else schedule.spread(amount, examined.prepared.clause.plan),
        route=route,
        route_reasons=why,
        before_approval=routing.before_approval(examined),
        notes=(*examined.presumed, *routing.notes(worked), *dict.fromkeys(provisional)),
        queued=queued,
    )


def _calculation(worked: WorkedOut) -> Calculation:
    assert worked.calculation is not None
    return worked.calculation


def _whole(fen: Exact | None) -> Money | None:
    """Rounded already; the figure as money."""
    return None if fen is None else Money(int(fen))


def _other_levels(dossier: Dossier) -> Iterator[Line]:
    """Awards of the city and the state: shown, not taken off (ruling 25)."""
    for use in dossier.uses:
        if use.level != "district":
            particulars = {"reference": use.reference, "clause": use.clause, "level": use.level}
            yield Line("other_level", used=use.fen, particulars=particulars)


def _referred(rivals: Sequence[Rival], examined: Examined) -> Iterator[Reason]:
    for rival, relation in rivals:
        if relation is Relation.REFER:
            other = rival.examined.claim
            particulars = {"claim": other.id, "clause": other.clause}
            article = examined.prepared.clause.article
            yield Reason("same_matter_claimed", article, None, particulars)


def _provisional(*claims: WorkedOut) -> Iterator[Reason]:
    """The choice among claims for one matter may change while one of them has no figure."""
    if any(_calculation(one).amount is None for one in claims):
        yield Reason("choice_is_provisional")


def _keys(examined: Examined) -> dict[str, object]:
    values = examined.known.values
    return {
        fact: values[fact] if isinstance(values[fact], (int, str)) else said(values[fact])
        for fact in examined.prepared.identity
        if fact in values
    }
