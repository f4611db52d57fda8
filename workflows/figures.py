"""Whether an officer's figure or rate stands: wanted, reasoned, within the clause's limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.claims import FigureCheck, FigureVerdict, Line, Reason
from workflows.examination import Examined
from workflows.formula import AS_WRITTEN, Officer, whole_fen
from workflows.money import Money
from workflows.notation import Exact, fen_in_yuan, percent

Checked = tuple[FigureCheck, tuple[Reason, ...]]


def check(examined: Examined) -> Checked:
    """The figure's verdict with every reason against it (rulings 7 and 9)."""
    claim, formula = examined.claim, examined.prepared.formula
    given = claim.figure is not None or claim.rate is not None
    if formula.officer_sets == "nothing":
        if not given:
            return FigureCheck(), ()
        article = examined.prepared.clause.article
        return (
            FigureCheck(FigureVerdict.REFUSED, claim.figure),
            (Reason("figure_not_open", article),),
        )
    most, limit = _own_limit(examined)
    least = None if formula.least is None else Money(formula.least)
    at_most = None if most is None else Money(whole_fen(most))
    if not given:
        return FigureCheck(FigureVerdict.MISSING, None, least, at_most), ()
    reasons = tuple(_against(examined, most))
    verdict = FigureVerdict.REFUSED if reasons else FigureVerdict.STANDS
    over = any(reason.code in ("figure_above_limit", "rate_above_written") for reason in reasons)
    return (
        FigureCheck(verdict, claim.figure, least, at_most, limit if over else None),
        reasons,
    )


def is_one_case(examined: Examined) -> bool:
    """Whether the claim goes one case, one policy (一事一议), as far as its clause allows."""
    allowed = examined.prepared.clause.one_case_one_policy
    return allowed == "always" or (allowed == "possible" and examined.claim.one_case_one_policy)


def needs_document(examined: Examined) -> bool:
    """Whether money still waits for a cited implementing document (rulings 7 and 9)."""
    clause, policy = examined.prepared.clause, examined.prepared.policy
    if examined.claim.implementing_document is not None or is_one_case(examined):
        return False
    if clause.implementing_document is not None:
        return clause.implementing_document
    return policy.implementing_document or examined.prepared.formula.unstated


def at_ceiling(officer: Officer) -> Officer:
    """Everything at its written most, on the base the officer chose."""
    return replace(AS_WRITTEN, base=officer.base)


def _against(examined: Examined, most: Exact | None) -> Iterator[Reason]:
    claim, formula = examined.claim, examined.prepared.formula
    article = examined.prepared.clause.article
    if not claim.reason.strip():
        yield Reason("figure_without_reason", article)
    if claim.figure is not None and claim.rate is not None:
        yield Reason("figure_and_rate", article)
    if claim.rate is not None:
        if formula.rate is None:
            yield Reason("rate_not_open", article)
        elif claim.rate > formula.rate:
            particulars = {"given": percent(claim.rate), "limit": percent(formula.rate)}
            yield Reason("rate_above_written", article, None, particulars)
    if claim.figure is not None:
        yield from _outside(claim.figure, formula.least, most, article)
    if formula.unstated and needs_document(examined):
        yield Reason("figure_needs_document", article)


def _outside(
    figure: Money, least: int | None, most: Exact | None, article: str | None
) -> Iterator[Reason]:
    given = str(figure.in_yuan)
    if most is not None and figure.fen > most:
        limit = fen_in_yuan(whole_fen(most))
        yield Reason("figure_above_limit", article, None, {"given": given, "limit": limit})
    if least is not None and figure.fen < least:
        limit = fen_in_yuan(least)
        yield Reason("figure_below_range", article, None, {"given": given, "limit": limit})


def _own_limit(examined: Examined) -> tuple[Exact | None, Line | None]:
    """The most the clause itself allows, before history, and the line that says so."""
    prepared, values = examined.prepared, examined.known.values
    officer = at_ceiling(examined.officer)
    most = prepared.formula.work_out(values, officer)
    line = None
    if most is not None:
        written = prepared.formula.explain(values, officer)[-1]
        line = replace(written, kind=written.kind.removesuffix("_open"))
    for cap in prepared.caps:
        limit = cap.limit(values)
        if cap.cap.strict and (most is None or limit < most):
            most = limit
            line = Line(f"cap_{cap.cap.scope}", cap.article, cap.cap.words, limit=limit)
    return most, line
