"""How far up a claim goes and why, and what its pool lets it have (rulings 17, 19, 26)."""

from __future__ import annotations

import pytest

from tests.rules.small_policies import (
    answer,
    catalogue_of,
    claim,
    clause,
    codes,
    policy,
    request,
)
from workflows.assessment import assess
from workflows.catalogue import Catalogue
from workflows.claims import Outcome
from workflows.facts import Route
from workflows.money import yuan

COST = 'kind = "actual_cost", of = "t.base"'
DEPARTMENT, MEETING, GOVERNMENT = Route


def document(more: str = "", routing: str = "", benefit: str = COST) -> Catalogue:
    return catalogue_of(
        policy(
            clause("t1/c1", benefit, more),
            tail=f"[routing]\n{routing}\n"
            '[[department]]\nid = "lj-b"\nname = "乙局"\nname_en = "B"\nshort = "乙"\n'
            'district = "linjiang"\n',
        )
    )


@pytest.mark.parametrize(
    ("more", "routing", "base", "route", "reasons"),
    [
        ("", "", 100, DEPARTMENT, []),
        ('route = "joint_meeting"', "", 100, MEETING, ["route_written"]),
        ('route = "district_government"', "", 100, GOVERNMENT, ["route_written"]),
        ('departments = ["lj-kjj", "lj-b"]', "", 100, MEETING, ["route_several_departments"]),
        ('departments = ["lj-kjj"]', "", 100, DEPARTMENT, []),
        (
            'departments = ["lj-kjj", "lj-b"]',
            "several_departments_to_meeting = false",
            100,
            DEPARTMENT,
            [],
        ),
        ("", "department_limit_yuan = 100", 100, DEPARTMENT, []),
        ("", "department_limit_yuan = 100", 101, MEETING, ["route_above_department"]),
        (
            "",
            "department_limit_yuan = 100\nmeeting_limit_yuan = 200",
            201,
            GOVERNMENT,
            ["route_above_department", "route_above_meeting"],
        ),
        ("", "discretionary_to_meeting = true", 100, DEPARTMENT, []),
        (
            'one_case_one_policy = "always"',
            "",
            100,
            GOVERNMENT,
            ["route_one_case_one_policy"],
        ),
    ],
)
def test_a_claim_goes_as_far_as_any_reason_calls_for(
    more: str, routing: str, base: int, route: Route, reasons: list[str]
) -> None:
    answered = answer(document(more, routing), claim({"t.base": base}))

    assert answered.route is route
    assert [reason.code for reason in answered.route_reasons] == reasons


def test_discretion_goes_to_the_meeting_where_the_district_says_so() -> None:
    found = document(routing="discretionary_to_meeting = true", benefit='kind = "assessed"')

    assert answer(found, claim()).route is MEETING


POOL = (
    '[[pool]]\nid = "t1/pool"\nname = "资金池"\nname_en = "The pool"\nkind = "{kind}"\n'
    'amount_yuan = 100\narticle = "第九条"\nwords = "x"\n'
)


def pooled(kind: str = "hard") -> Catalogue:
    return catalogue_of(
        policy(
            clause("t1/c1", COST, 'pool = "t1/pool"'),
            clause("t1/c2", 'kind = "assessed"', 'pool = "t1/pool"'),
            tail=POOL.format(kind=kind),
        )
    )


def test_at_approval_a_short_pool_pays_in_part_and_the_rest_waits() -> None:
    request_ = request(
        claim({"t.base": 70}),
        claim({"t.base": 50}, id="second"),
        pools={"t1/pool": yuan(100)},
        approving=True,
    )

    first, second = assess(pooled(), request_).claims

    assert (first.amount, first.queued) == (yuan(70), None)
    assert (second.amount, second.queued) == (yuan(30), yuan(20))
    assert [part.amount for part in second.plan] == [yuan(30)]


def test_before_approval_a_pool_is_only_shown() -> None:
    answered = answer(pooled(), claim({"t.base": 150}), pools={"t1/pool": yuan(100)})

    assert (answered.amount, answered.queued) == (yuan(150), None)
    assert (answered.lines[-1].kind, answered.lines[-1].headroom) == ("pool", 10_000)


def test_a_fund_or_floor_is_watched_and_not_drawn_from() -> None:
    answered = answer(
        pooled("fund"), claim({"t.base": 150}), pools={"t1/pool": yuan(100)}, approving=True
    )

    assert answered.amount == yuan(150)


def test_at_approval_the_balance_must_be_known() -> None:
    unknown = answer(pooled(), claim({"t.base": 150}), approving=True)
    not_yet = answer(pooled(), claim({"t.base": 150}))

    assert (unknown.outcome, codes(unknown)) == (Outcome.UNKNOWN, ["pool_balance_missing"])
    assert unknown.amount is None
    assert not_yet.amount == yuan(150)


def test_a_claim_without_a_figure_draws_nothing() -> None:
    request_ = request(
        claim({}, "t1/c2"),
        claim({"t.base": 100}),
        pools={"t1/pool": yuan(100)},
        approving=True,
    )

    assert assess(pooled(), request_).claims[1].amount == yuan(100)


def test_legal_flags_of_document_and_clause_are_carried_once() -> None:
    found = catalogue_of(
        policy(clause("t1/c1", COST, 'flags = ["C2", "C1"]'), head='flags = ["C1"]')
    )

    assert answer(found, claim({"t.base": 5})).flags == ("C1", "C2")
    assert answer(found, claim()).flags == ("C1", "C2")


def test_readings_are_lines_of_every_calculation() -> None:
    reading = '[[{table}reading]]\nquestion = "问"\nreading = "读"\nbasis = "裁定1"\n'
    found = catalogue_of(
        policy(
            clause("t1/c1", COST, reading.format(table="clause.")),
            tail=reading.format(table=""),
        )
    )

    answered = answer(found, claim({"t.base": 5}))

    assert [line.kind for line in answered.lines][-2:] == ["reading", "document_reading"]
    assert answered.lines[-1].particulars == {"question": "问", "reading": "读", "basis": "裁定1"}
