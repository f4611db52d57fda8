"""Amounts that are a rate of something: shares, matches, interest, increments, excesses."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from workflows.claims import Line
from workflows.fact_values import Values
from workflows.formula import (
    Dictionary,
    Formula,
    Officer,
    fact_lines,
    measured,
    number,
    quotient,
    share,
)
from workflows.notation import Exact, percent
from workflows.policy.benefit import Base, Excess, Increment, Share

BaseOf = Callable[[Values, Officer], Exact]


def of_share(benefit: Share, dictionary: Dictionary, article: str | None) -> Formula:
    """A rate of a base, under what was really paid where the text says so (ruling 11)."""
    base, written, never_above = _base(benefit.of), benefit.rate, benefit.never_above
    numerator, denominator, open_rate = written.numerator, written.denominator, benefit.officer_rate

    def work_out(values: Values, officer: Officer) -> Exact:
        of = base(values, officer)
        if open_rate and officer.rate is not None:
            part = share(of, officer.rate)
        else:
            part = quotient(of * numerator, denominator)
        return part if never_above is None else min(part, number(values, never_above))

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        of, rate = base(values, officer), _rate(benefit, officer)
        part = share(of, rate)
        fact = officer.base if benefit.of.take == "chosen" else benefit.of.fact
        lines = [
            *_base_lines(benefit.of, dictionary, article, values),
            Line(
                benefit.kind,
                article,
                benefit.words,
                fact,
                rate=rate,
                after=part,
                particulars=_about(benefit),
                **measured(dictionary, benefit.of.names[0], of),
            ),
        ]
        if never_above is not None:
            most = number(values, never_above)
            lines.append(
                Line(
                    "never_above",
                    article,
                    fact=never_above,
                    limit=most,
                    before=part,
                    after=min(part, most),
                )
            )
        return tuple(lines)

    chosen = benefit.of.take == "chosen"
    bases = () if chosen else benefit.of.names
    also = () if never_above is None else (never_above,)
    return Formula(
        (*bases, *also),
        work_out,
        explain,
        not_negative=(*benefit.of.names, *also),
        officer_sets="rate" if benefit.officer_rate else "nothing",
        rate=written if benefit.officer_rate else None,
        choices=benefit.of.names if chosen else (),
    )


def of_increment(benefit: Increment, dictionary: Dictionary, article: str | None) -> Formula:
    """A rate of a growth, never below nothing."""
    of, now, before = benefit.of, benefit.now, benefit.before
    needs = tuple(name for name in (of, now, before) if name is not None)

    def growth(values: Values) -> Exact:
        if of is not None:
            return max(0, number(values, of))
        assert now is not None
        assert before is not None
        return max(0, number(values, now) - number(values, before))

    shown = () if of is not None else needs
    formula = _of_part(benefit, needs, needs[0], shown, growth, dictionary, article)
    return formula


def of_excess(benefit: Excess, dictionary: Dictionary, article: str | None) -> Formula:
    """A rate of what lies above a standard; a fact already net of it stands as it is."""
    standard = benefit.standard
    needs = (benefit.of,) if standard is None else (benefit.of, standard)

    def above(values: Values) -> Exact:
        less = 0 if standard is None else number(values, standard)
        return max(0, number(values, benefit.of) - less)

    shown = () if standard is None else needs
    return _of_part(benefit, needs, benefit.of, shown, above, dictionary, article)


def _of_part(
    benefit: Increment | Excess,
    needs: tuple[str, ...],
    fact: str,
    shown: tuple[str, ...],
    part: Callable[[Values], Exact],
    dictionary: Dictionary,
    article: str | None,
) -> Formula:
    def work_out(values: Values, officer: Officer) -> Exact:
        return share(part(values), _rate(benefit, officer))

    def explain(values: Values, officer: Officer) -> tuple[Line, ...]:
        of, rate = part(values), _rate(benefit, officer)
        return (
            *fact_lines("base", dictionary, article, shown, values),
            Line(
                benefit.kind,
                article,
                benefit.words,
                fact,
                rate=rate,
                after=share(of, rate),
                particulars=_about(benefit),
                **measured(dictionary, fact, of),
            ),
        )

    return Formula(
        needs,
        work_out,
        explain,
        not_negative=shown,
        officer_sets="rate" if benefit.officer_rate else "nothing",
        rate=benefit.rate if benefit.officer_rate else None,
    )


def _rate(benefit: Share | Increment | Excess, officer: Officer) -> Fraction:
    """The officer's rate where the text says "up to", else the written one."""
    return officer.rate if benefit.officer_rate and officer.rate is not None else benefit.rate


def _about(benefit: Share | Increment | Excess) -> dict[str, str]:
    """What a line adds: the written most of an officer's rate, and how several bases are taken."""
    about = {"written": percent(benefit.rate)} if benefit.officer_rate else {}
    if isinstance(benefit, Share) and benefit.of.take in ("larger", "smaller", "sum"):
        about["take"] = benefit.of.take
    return about


def _base(base: Base) -> BaseOf:
    names = base.names
    match base.take:
        case "larger":
            return lambda values, officer: max(number(values, name) for name in names)
        case "smaller":
            return lambda values, officer: min(number(values, name) for name in names)
        case "sum":
            return lambda values, officer: sum(number(values, name) for name in names)
        case "chosen":
            return lambda values, officer: number(values, officer.base or names[0])
        case _:
            (fact,) = names
            return lambda values, officer: values[fact]  # type: ignore[return-value]


def _base_lines(
    base: Base, dictionary: Dictionary, article: str | None, values: Values
) -> tuple[Line, ...]:
    """Several bases one by one with how they are taken, and the bases that are only shown."""
    taken = base.names if base.take != "only" else ()
    return (
        *fact_lines(f"base_{base.take}", dictionary, article, taken, values),
        *fact_lines("beside", dictionary, article, base.beside, values),
    )
