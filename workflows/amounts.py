"""What a clause pays, worked out exactly in fen: one function for each way the texts know."""

from __future__ import annotations

from workflows.claims import Line
from workflows.fact_values import Values
from workflows.formula import (
    Dictionary,
    Formula,
    Officer,
    fact_lines,
    measured,
    number,
    share,
)
from workflows.notation import Exact
from workflows.policy.benefit import (
    ActualCost,
    Assessed,
    Band,
    Bands,
    Benefit,
    Excess,
    Fixed,
    Increment,
    LeastOf,
    PerUnit,
    Range,
    Share,
    UnitTiers,
    Unstated,
)
from workflows.shares import of_excess, of_increment, of_share


def formula(benefit: Benefit, dictionary: Dictionary, article: str | None) -> Formula:
    """The benefit of a clause, prepared once for every assessment under it."""
    match benefit:
        case Fixed():
            return _fixed(benefit, article)
        case PerUnit():
            return _per_unit(benefit, dictionary, article)
        case UnitTiers():
            return _unit_tiers(benefit, dictionary, article)
        case Share():
            return of_share(benefit, dictionary, article)
        case Increment():
            return of_increment(benefit, dictionary, article)
        case Excess():
            return of_excess(benefit, dictionary, article)
        case Bands():
            return _bands(benefit, dictionary, article)
        case ActualCost():
            return _actual_cost(benefit, dictionary, article)
        case LeastOf():
            return _least_of(benefit, dictionary, article)
        case _:
            return _by_figure(benefit, dictionary, article)


def amount(of: Formula, values: Values, officer: Officer) -> Exact | None:
    """What the formula comes to, in fen; an officer's figure stands in where the text asks one."""
    if of.officer_sets != "nothing" and officer.figure is not None:
        return officer.figure
    return of.work_out(values, officer)


def _fixed(benefit: Fixed, article: str | None) -> Formula:
    fen = benefit.amount_yuan * 100
    lines = (Line("fixed", article, benefit.words, after=fen),)
    return Formula((), lambda values, officer: fen, lambda values, officer: lines)


def _per_unit(benefit: PerUnit, dictionary: Dictionary, article: str | None) -> Formula:
    each, of = benefit.amount_yuan * 100, benefit.of

    def work_out(values: Values, officer: Officer) -> Exact:
        return each * number(values, of)

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        quantity = number(values, of)
        after = each * quantity
        shown = measured(dictionary, of, quantity)
        return (Line("per_unit", article, benefit.words, of, each=each, after=after, **shown),)

    return Formula((of,), work_out, explain, not_negative=(of,))


def _unit_tiers(benefit: UnitTiers, dictionary: Dictionary, article: str | None) -> Formula:
    tiers = tuple((tier.amount_yuan * 100, tier.of) for tier in benefit.tier)
    needs = tuple(of for _, of in tiers)

    def work_out(values: Values, officer: Officer) -> Exact:
        return sum(each * number(values, of) for each, of in tiers)

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        lines = [
            Line(
                "unit_tier",
                article,
                tier.words,
                tier.of,
                each=tier.amount_yuan * 100,
                after=tier.amount_yuan * 100 * number(values, tier.of),
                **measured(dictionary, tier.of, number(values, tier.of)),
            )
            for tier in benefit.tier
        ]
        total = Line("sum_of_tiers", article, benefit.words, after=work_out(values, officer))
        return (*lines, total)

    return Formula(needs, work_out, explain, not_negative=needs)


def _bands(benefit: Bands, dictionary: Dictionary, article: str | None) -> Formula:
    of = benefit.of
    progressive = benefit.how == "progressive"

    def parts(values: Values) -> list[tuple[Band, Exact]]:
        reached = _reached(benefit, number(values, of))
        return reached if progressive else reached[-1:]

    def worth(band: Band, within: Exact, base: Exact) -> Exact:
        if band.amount_yuan is not None:
            return band.amount_yuan * 100
        assert band.rate is not None
        return share(within if progressive else base, band.rate)

    def work_out(values: Values, officer: Officer) -> Exact:
        base = number(values, of)
        return sum(worth(band, within, base) for band, within in parts(values))

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        base = number(values, of)
        lines = [
            Line(
                "band" if progressive else "step",
                article,
                fact=of,
                rate=band.rate,
                limit=None if band.to_yuan is None else band.to_yuan * 100,
                after=worth(band, within, base),
                **measured(dictionary, of, within if progressive else base),
            )
            for band, within in parts(values)
        ]
        total = Line("sum_of_bands", article, benefit.words, after=work_out(values, officer))
        return (*lines, total)

    return Formula((of,), work_out, explain, not_negative=(of,))


def _reached(benefit: Bands, base: Exact) -> list[tuple[Band, Exact]]:
    """Each band the base reaches, and how much of the base lies in it."""
    ends = [band.to_yuan * 100 for band in benefit.band if band.to_yuan is not None]
    starts = (0, *ends)
    return [
        (band, min(base, end) - start)
        for band, start, end in zip(benefit.band, starts, (*ends, base), strict=True)
        if start == 0 or base > start
    ]


def _actual_cost(benefit: ActualCost, dictionary: Dictionary, article: str | None) -> Formula:
    of = benefit.of

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        cost = number(values, of)
        return (Line("actual_cost", article, benefit.words, of, base=cost, after=cost),)

    return Formula((of,), lambda values, officer: number(values, of), explain, not_negative=(of,))


def _by_figure(
    benefit: Assessed | Range | Unstated, dictionary: Dictionary, article: str | None
) -> Formula:
    """An officer's figure: under the caps, within a written range, or under a cited document."""
    least = benefit.min_yuan * 100 if isinstance(benefit, Range) else None
    most = benefit.max_yuan * 100 if isinstance(benefit, Range) else None
    grounds = () if isinstance(benefit, Range) else benefit.looking_at

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        return (
            *fact_lines("ground", dictionary, article, grounds, values),
            Line(
                benefit.kind if officer.figure is not None else f"{benefit.kind}_open",
                article,
                benefit.words,
                base=least,
                limit=most,
                after=most if officer.figure is None else officer.figure,
            ),
        )

    return Formula(
        (),
        lambda values, officer: most,
        explain,
        grounds=grounds,
        officer_sets="figure",
        unstated=isinstance(benefit, Unstated),
        least=least,
        most=most,
    )


def _least_of(benefit: LeastOf, dictionary: Dictionary, article: str | None) -> Formula:
    parts = tuple(formula(part, dictionary, article) for part in benefit.part)

    def work_out(values: Values, officer: Officer) -> Exact | None:
        worths = [part.work_out(values, officer) for part in parts]
        known = [worth for worth in worths if worth is not None]
        return min(known) if known else None

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        lines = [line for part in parts for line in part.explain(values, officer)]
        least = amount(whole, values, officer)
        return (*lines, Line("least_of", article, benefit.words, after=least))

    setting = [part for part in parts if part.officer_sets != "nothing"]
    rates = [part.rate for part in setting if part.rate is not None]
    whole = Formula(
        tuple(name for part in parts for name in part.needs),
        work_out,
        explain,
        not_negative=tuple(name for part in parts for name in part.not_negative),
        officer_sets=setting[0].officer_sets if setting else "nothing",
        unstated=any(part.unstated for part in parts),
        rate=min(rates) if rates else None,
        least=max((part.least for part in parts if part.least is not None), default=None),
        most=min((part.most for part in parts if part.most is not None), default=None),
        choices=tuple(name for part in parts for name in part.choices),
        grounds=tuple(name for part in parts for name in part.grounds),
    )
    return whole
