"""Claims assessed: from a request to every amount with its reasons, lines, plan and route.

The order is that of an officer's desk: open the dossier, look at each claim, take the claims for
one matter together in the order of filing, work them out, pay the matter once, touch the pool.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import floor

from workflows import matters
from workflows.answer import absorbed, no_such_clause, paid, stopped
from workflows.catalogue import Catalogue
from workflows.claims import Assessment, ClaimAssessment, Eligibility, Request, Standing
from workflows.examination import Dossier, Examined, examine, open_dossier
from workflows.matters import Candidate, Relation
from workflows.past_awards import Use
from workflows.pools import Pools
from workflows.prepared import prepare
from workflows.schedule import payments
from workflows.working_out import WorkedOut, work_out

Answers = dict[int, ClaimAssessment]
"""By the place of the claim in the request."""


def assess(catalogue: Catalogue, request: Request) -> Assessment:
    """Assess the claims of one enterprise together; the same request gives the same answer.

    Claims filed earlier use headroom first, those of one day in the order of the request.
    """
    dossier = open_dossier(prepare(catalogue), request)
    answers: Answers = {}
    open_claims: dict[int, Examined] = {}
    for place, claim in enumerate(request.claims):
        prepared = dossier.book.clauses.get(claim.clause)
        if prepared is None:
            answers[place] = no_such_clause(claim, request)
            continue
        examined = examine(dossier, claim, prepared)
        if examined.eligibility is Eligibility.ELIGIBLE:
            open_claims[place] = examined
        else:
            answers[place] = stopped(examined, examined.eligibility, examined.reasons)
    desk = _Desk(dossier)
    for matter in _in_order(open_claims):
        answers |= desk.settle(matter)
    return Assessment(request.enterprise, tuple(one for _, one in sorted(answers.items())))


def presuming(catalogue: Catalogue, request: Request, found: Assessment) -> Assessment:
    """What the claims hold meanwhile: `found`, or where it is unknown what could still be reached.

    Assessed once more as if every recognition still pending turned out as declared, so that a
    case holds its ceiling from submission (ruling 17); the notes name each that is presumed.
    """
    if all(one.eligibility is not Eligibility.UNKNOWN for one in found.claims):
        return found
    return assess(catalogue, replace(request, presuming=True))


def _in_order(claims: Mapping[int, Examined]) -> list[dict[int, Examined]]:
    """The open claims, those for one matter together, the earliest filed first."""
    by_filing = sorted(claims, key=lambda place: (claims[place].filed_on, place))
    groups = matters.together((place, claims[place].matter) for place in by_filing)
    return [{place: claims[place] for place in group} for group in groups]


class _Desk:
    """What has been used so far: by the history, and by the claims already settled."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.uses = list(dossier.uses)
        request = dossier.request
        self.pools = Pools(dossier.book.catalogue.pools, request.pools, approving=request.approving)

    def settle(self, claims: Mapping[int, Examined]) -> Answers:
        """Settle the claims for one matter: the best is paid, and whatever may stand beside it."""
        answers: Answers = {}
        waiting = dict(claims)
        while waiting:
            worked = {
                place: work_out(self.dossier, examined, self.uses)
                for place, examined in waiting.items()
            }
            for place, one in worked.items():
                if one.calculation is None:
                    answers[place] = stopped(one.examined, one.eligibility, one.reasons)
                    del waiting[place]
            if waiting:
                answers |= self._pay_best({place: worked[place] for place in waiting}, waiting)
        return answers

    def _pay_best(self, worked: Mapping[int, WorkedOut], waiting: dict[int, Examined]) -> Answers:
        """Pay the best of the claims; what the texts do not let stand beside it falls away."""
        best = matters.best(_candidate(place, one) for place, one in worked.items())
        winner = worked[best.place]
        rivals = {
            place: (one, relation)
            for place, one in worked.items()
            if place != best.place and best.fen
            if (relation := self._relation(winner, one)).pays_once
        }
        answers = {
            place: absorbed(one, winner, relation) for place, (one, relation) in rivals.items()
        }
        answers[best.place] = self._pay(winner, tuple(rivals.values()))
        for place in answers:
            del waiting[place]
        return answers

    def _relation(self, one: WorkedOut, other: WorkedOut) -> Relation:
        return self.dossier.book.relation(one.examined.claim.clause, other.examined.claim.clause)

    def _pay(
        self, winner: WorkedOut, rivals: Sequence[tuple[WorkedOut, Relation]]
    ) -> ClaimAssessment:
        """The answer of a claim that is paid, as far as its pool reaches; it uses headroom now."""
        examined, clause = winner.examined, winner.examined.prepared.clause
        unknown = self.pools.unknown(clause)
        if unknown is not None:
            return stopped(examined, Eligibility.UNKNOWN, (*winner.reasons, unknown))
        assert winner.calculation is not None
        winner.calculation.round_down()
        queued = self.pools.draw(clause, winner.calculation)
        answer = paid(self.dossier, winner, rivals, queued)
        year = self.dossier.year
        self.uses.append(
            Use(
                examined.claim.id,
                examined.claim.clause,
                Standing.HELD,
                answer.holds.fen,
                year,
                (examined.year or year,),
                examined.known.values,
                examined.matter,
            )
        )
        return answer


def _candidate(place: int, worked: WorkedOut) -> Candidate:
    prepared, calculation = worked.examined.prepared, worked.calculation
    assert calculation is not None
    shown = floor(calculation.shown or 0)
    return Candidate(place, shown, payments(prepared.clause.plan), prepared.newness)
