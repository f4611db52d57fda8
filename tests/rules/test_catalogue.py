from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.rules.policy_files import read_with_the_five, the_example
from workflows.catalogue import Catalogue, catalogue
from workflows.policy.benefit import Benefit, LeastOf, Range, Share, UnitTiers
from workflows.policy.document import Clause
from workflows.term import Term

MEASURES = Path(__file__).with_name("measure_ids.txt")


@pytest.fixture(scope="module")
def found() -> Catalogue:
    return catalogue()


def measures() -> dict[str, tuple[bool, frozenset[str]]]:
    """Every measure of the five documents: whether it pays, and the figures it states."""
    read = {}
    for line in MEASURES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            measure, pays, *figures = line.split()
            read[measure] = (pays == "pays", frozenset(figures))
    return read


def stated(clause: Clause) -> frozenset[str]:
    """The figures of a clause as the list of measures writes them."""
    return frozenset((*_amounts(clause), *_rates(clause.benefit), *_years(clause)))


def _amounts(clause: Clause) -> Iterator[str]:
    yield from (str(cap.amount_yuan) for cap in clause.cap if cap.amount_yuan is not None)
    benefit = clause.benefit
    if isinstance(benefit, Range):
        yield from (str(benefit.min_yuan), str(benefit.max_yuan))
    if isinstance(benefit, UnitTiers):
        yield from (str(tier.amount_yuan) for tier in benefit.tier)
    amount = getattr(benefit, "amount_yuan", None)
    if amount is not None:
        yield str(amount)


def _rates(benefit: Benefit) -> Iterator[str]:
    assert not isinstance(benefit, LeastOf)
    rate = getattr(benefit, "rate", None)
    if rate is not None:
        yield f"{rate * 100}%"


def _years(clause: Clause) -> Iterator[str]:
    if clause.year_limit is not None:
        yield f"{clause.year_limit.at_most}y"
    if clause.plan.years is not None:
        yield f"{clause.plan.years}y"


def test_it_holds_the_five_documents_whole(found: Catalogue) -> None:
    listed = measures()

    assert len(found.policies) == 5
    assert set(found.clauses) == {measure for measure, (pays, _) in listed.items() if pays}
    assert set(found.not_payable) == {measure for measure, (pays, _) in listed.items() if not pays}
    assert (len(found.clauses), len(found.not_payable)) == (129, 110)


def test_every_figure_is_the_one_an_independent_reading_found(found: Catalogue) -> None:
    listed = measures()

    differing = {
        clause.id: (sorted(stated(clause)), sorted(listed[clause.id][1]))
        for clause in found.clauses.values()
        if stated(clause) != listed[clause.id][1]
    }

    assert differing == {}


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        ("西行规发〔2020〕1号", date(2021, 3, 1), date(2024, 2, 29)),
        ("西发改文〔2022〕114号", date(2022, 6, 29), date(2027, 6, 28)),
        ("西发改文〔2023〕71号", date(2023, 5, 29), date(2028, 5, 28)),
        ("通政发〔2024〕8号", date(2024, 2, 26), None),
        ("西行规发〔2025〕4号", date(2025, 10, 14), date(2028, 10, 13)),
    ],
)
def test_each_term_is_half_open(
    found: Catalogue, number: str, first: date, last: date | None
) -> None:
    policy = next(policy for policy in found.policies if policy.number == number)

    term = found.term(policy)

    assert (term.starts, term.last_day) == (first, last)


def test_a_clause_holds_on_its_last_day_and_not_on_the_next(found: Catalogue) -> None:
    clause = found.clause("xc-2020-1/art13.1.a")

    assert found.clause_in_force(clause.id, date(2024, 2, 29)) is clause
    assert found.clause_in_force(clause.id, date(2024, 3, 1)) is None


def test_it_knows_which_clauses_hold_on_a_day(found: Catalogue) -> None:
    documents = {
        found.document_of(clause.id).id for clause in found.clauses_in_force(date(2023, 6, 1))
    }

    assert documents == {"xc-2020-1", "xc-2022-114", "xc-2023-71"}


def test_an_unknown_clause_is_no_clause(found: Catalogue) -> None:
    with pytest.raises(KeyError):
        found.clause("xc-2023-71/art99")
    with pytest.raises(KeyError):
        found.document_of("xc-2023-71/art99")


def test_a_measure_that_pays_nobody_stands_in_its_document(found: Catalogue) -> None:
    assert found.document_of("xc-2022-114/art10.d").id == "xc-2022-114"


def test_the_clause_names_its_departments_or_the_document_does(found: Catalogue) -> None:
    named = [one.id for one in found.departments_of("xc-2023-71/art18.a")]
    lead = [one.id for one in found.departments_of("xc-2022-114/art2.1")]

    assert named == ["xc-zzb", "xc-kxj"]
    assert lead == ["xc-fgw"]


def test_a_sixth_document_is_one_more_file(tmp_path: Path) -> None:
    found = read_with_the_five(tmp_path, the_example())

    places = {choice.value for choice in found.facts["enterprise.district"].choice}
    titles = {choice.value for choice in found.facts["case.title"].choice}

    assert found.clause("lj-2026-3/art3").name == "智能设备购置补助"
    assert found.term_of("lj-2026-3/art3") == Term(date(2026, 3, 1), date(2029, 3, 1))
    assert [one.id for one in found.departments_of("lj-2026-3/art3")] == ["lj-kjj"]
    assert "linjiang" in places
    assert "smart_warehouse" in titles


def test_the_same_catalogue_is_read_once() -> None:
    assert catalogue() is catalogue()


def test_rulings_that_outrank_the_first_reading_stand_in_the_data(found: Catalogue) -> None:
    fostering = found.clause("xc-2022-114/art2.3.a").benefit
    parks = found.clause("xc-2025-4/art8.1").benefit
    cleaner = found.clause("xc-2023-71/art5.b").benefit
    first_loan = found.clause("tz-2024-8/item22.a").benefit
    assert isinstance(fostering, Share)
    assert isinstance(parks, Share)
    assert isinstance(cleaner, Share)
    assert isinstance(first_loan, Share)

    assert fostering.of.take == "larger"
    assert parks.of.take == "sum"
    assert cleaner.of.fact == "project.total_investment"
    assert cleaner.of.beside == ("municipal.subsidy_amount",)
    assert (first_loan.of.fact, first_loan.rate) == ("loan.principal", Fraction(1, 100))
    assert first_loan.never_above == "loan.interest_paid"


def test_fostering_uses_one_headroom_in_both_documents(found: Catalogue) -> None:
    shared = {
        clause.id: cap.shared
        for clause in found.clauses.values()
        for cap in clause.cap
        if cap.shared == "xicheng/fostering"
    }

    assert set(shared) == {"xc-2022-114/art2.3.a", "xc-2020-1/art13.1.b"}


def test_only_differences_are_paid_on_the_title_ladder(found: Catalogue) -> None:
    rungs = {
        clause.id: clause.ladder.rung
        for clause in found.clauses.values()
        if clause.ladder is not None
    }

    assert rungs == {
        "xc-2023-71/art10.a": 1,
        "xc-2023-71/art10.c": 2,
        "xc-2023-71/art10.b": 3,
    }
    ladder = found.clause("xc-2023-71/art10.b").ladder
    assert ladder is not None
    assert {"xc-2025-4/art4.3.b", "xc-2025-4/art4.3.c"} <= set(ladder.counts)


def test_a_clause_without_a_figure_needs_an_implementing_document(found: Catalogue) -> None:
    free = [
        clause.id
        for clause in found.clauses.values()
        if clause.benefit.kind == "unstated"
        and not (clause.implementing_document or found.document_of(clause.id).implementing_document)
    ]

    assert free == []


def test_every_clause_says_how_it_reads_the_open_questions(found: Catalogue) -> None:
    silent = [policy.id for policy in found.policies if not policy.reading]
    bare = [
        clause.id
        for clause in found.clauses.values()
        for reading in clause.reading
        if not (reading.question.endswith("？") and reading.reading and reading.basis)
    ]

    assert (silent, bare) == ([], [])
