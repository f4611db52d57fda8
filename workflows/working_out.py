"""One claim worked out: its sum, less what the matter has had, under every cap (rulings 8–24)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workflows import amounts, figures
from workflows.calculation import Calculation
from workflows.claims import Eligibility, FigureCheck, FigureVerdict, Line, Reason, Standing
from workflows.examination import Dossier, Examined
from workflows.matters import Matter, Relation
from workflows.past_awards import Use, lacks
from workflows.policy.document import Clause


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A claim that is open to the enterprise, with its calculation."""

    examined: Examined
    eligibility: Eligibility
    reasons: tuple[Reason, ...]
    calculation: Calculation | None = None
    figure: FigureCheck = field(default_factory=FigureCheck)
    referred: tuple[Reason, ...] = ()
    """Why the joint meeting has to look at it: the same matter elsewhere, and no clause says."""
    notes: tuple[Reason, ...] = ()


def work_out(dossier: Dossier, examined: Examined, uses: Sequence[Use]) -> WorkedOut:
    """Work the claim out against all that is held, decided and paid so far."""
    uncountable = tuple(dict.fromkeys(_uncountable(dossier, examined, uses)))
    if uncountable:
        return WorkedOut(examined, Eligibility.UNKNOWN, uncountable)
    repeated = (
        *_paid_once(examined, uses),
        *_years_used(examined, uses, examined.year or dossier.year),
    )
    if repeated:
        return WorkedOut(examined, Eligibility.NOT_ELIGIBLE, repeated)
    figure, against = figures.check(examined)
    calculation = _begin(examined, figure)
    earlier = tuple(_earlier(dossier, examined, uses))
    _take_off_earlier(calculation, examined, earlier)
    _hold_under_caps(dossier, calculation, examined, uses, earlier)
    if figure.verdict is FigureVerdict.STANDS and calculation.reduced_by is not None:
        figure = replace(figure, verdict=FigureVerdict.REDUCED, limit=calculation.reduced_by)
    return WorkedOut(
        examined,
        Eligibility.ELIGIBLE,
        (*against, *_nothing_left(calculation)),
        calculation,
        figure,
        tuple(
            _about("same_matter_elsewhere", use)
            for use, relation in earlier
            if relation is Relation.REFER
        ),
        tuple(_about("parallel_case", use) for use, _ in earlier if use.standing is Standing.HELD),
    )


def _begin(examined: Examined, figure: FigureCheck) -> Calculation:
    """What the clause itself comes to; no amount while a figure is missing or does not stand."""
    formula, values = examined.prepared.formula, examined.known.values
    at_most = figures.at_ceiling(examined.officer)
    ceiling = formula.work_out(values, at_most)
    open_ = figure.verdict in (FigureVerdict.MISSING, FigureVerdict.REFUSED)
    officer = at_most if open_ else examined.officer
    amount = None if open_ else amounts.amount(formula, values, officer)
    lines = formula.explain(values, officer)
    if amount is not None and officer.figure is not None and formula.officer_sets == "rate":
        article = examined.prepared.clause.article
        lines += (Line("figure", article, before=ceiling, after=amount),)
    return Calculation(amount, ceiling, list(lines))


def _earlier(
    dossier: Dossier, examined: Examined, uses: Sequence[Use]
) -> Iterator[tuple[Use, Relation | None]]:
    """Awards to take off: for the same matter as the texts relate them, and of the ladder."""
    clause = examined.prepared.clause
    rungs = clause.ladder.counts if clause.ladder is not None else ()
    for use in uses:
        if not use.own or use.level != "district" or not use.fen:
            continue
        if use.clause in rungs:
            yield use, None
        elif examined.matter is not None and examined.matter.same(use.matter):
            relation = dossier.book.relation(clause.id, use.clause)
            if relation.pays_once:
                yield use, relation


def _take_off_earlier(
    calculation: Calculation,
    examined: Examined,
    earlier: Sequence[tuple[Use, Relation | None]],
) -> None:
    article = examined.prepared.clause.article
    for use, relation in earlier:
        calculation.take_off("ladder" if relation is None else "difference", article, use)


def _hold_under_caps(
    dossier: Dossier,
    calculation: Calculation,
    examined: Examined,
    uses: Sequence[Use],
    earlier: Sequence[tuple[Use, Relation | None]],
) -> None:
    """Every cap in turn. What was taken off already is not taken off a second time by a cap."""
    values = examined.known.values
    taken_off = sum(use.fen for use, _ in earlier)
    for cap in examined.prepared.caps:
        used = cap.used(values, uses, dossier.year)
        if cap.cap.strict:
            used = max(used, taken_off)
        lifted = not cap.cap.strict and examined.claim.exception is not None
        calculation.hold_under(cap, cap.limit(values), used, lifted=lifted)


def _paid_once(examined: Examined, uses: Sequence[Use]) -> Iterator[Reason]:
    """一次性: the clause is not paid a second time for the same subject."""
    clause, matter = examined.prepared.clause, examined.matter
    if clause.repeat != "one_time":
        return
    for use in uses:
        again = matter is None or matter.same(use.matter)
        if use.own and use.clause == clause.id and use.fen and again:
            yield _about("paid_once", use, clause.article)


def _years_used(examined: Examined, uses: Sequence[Use], year: int) -> Iterator[Reason]:
    """The most years one subject may be supported, over all documents (ruling 16)."""
    clause = examined.prepared.clause
    limit = clause.year_limit
    if limit is None:
        return
    values = examined.known.values
    same = [
        use
        for use in uses
        if _counts_years(clause, examined.matter, use)
        and all(use.values.get(fact) == values[fact] for fact in limit.same)
    ]
    years = {year for use in same for year in use.years}
    if year in years:
        return
    span = max((*years, year)) - min((*years, year)) + 1
    if len(years) >= limit.at_most or (limit.consecutive and span > limit.at_most):
        particulars = {
            "years": ", ".join(str(one) for one in sorted(years)),
            "limit": str(limit.at_most),
        }
        yield Reason("years_used_up", clause.article, None, particulars)


def _counts_years(clause: Clause, matter: Matter | None, use: Use) -> bool:
    if not use.own or not use.fen:
        return False
    if matter is None or use.matter is None:
        return use.clause == clause.id
    return use.matter.group == matter.group and use.matter.years is not None


def _uncountable(dossier: Dossier, examined: Examined, uses: Sequence[Use]) -> Iterator[Reason]:
    """Earlier awards that do not say what they were for: nothing may be taken for granted."""
    for cap in examined.prepared.caps:
        yield from cap.cannot_count(uses)
    matter, clause = examined.matter, examined.prepared.clause
    if matter is None:
        return
    for use in uses:
        if not use.own or use.matter is None or use.matter.group != matter.group:
            continue
        if dossier.book.relation(clause.id, use.clause).pays_once:
            if use.matter.subject is None:
                yield _about("past_award_lacks_subject", use, clause.article)
            elif clause.year_limit is not None and _counts_years(clause, matter, use):
                yield from lacks([use], clause.year_limit.same)


def _nothing_left(calculation: Calculation) -> tuple[Reason, ...]:
    if not calculation.nothing:
        return ()
    by = calculation.emptied_by
    if by is None:
        return (Reason("nothing_due"),)
    code = "duplicate" if by.kind in ("difference", "ladder") else "headroom_used_up"
    return (Reason(code, by.article, None, by.particulars),)


def _about(code: str, use: Use, article: str | None = None) -> Reason:
    particulars = {"reference": use.reference, "clause": use.clause, "standing": use.standing.value}
    return Reason(code, article, None, particulars)
