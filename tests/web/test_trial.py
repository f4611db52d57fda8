"""A clause tried out by anybody: every line of the sum, or what is missing for it."""

from __future__ import annotations

from casework.queries.rule_book import book
from tests.office.desk import HIGH_TECH
from tests.web.visitor import Visitor

CALCULATOR = f"/policies/{HIGH_TECH}/calculator"


def test_a_trial_shows_every_line(somebody: Visitor) -> None:
    somebody.get(CALCULATOR).send({
        "enterprise__district": "xicheng",
        "enterprise__independent_accounting": "yes",
        "enterprise__size_class": "small",
        "case__hnte_event": "first_certificate",
        "case__hnte_certificate_no": "GR202611000009",
    })  # fmt: skip

    assert somebody.status == 200
    assert "可以支持：300,000 元" in somebody.words
    assert "第十一条" in somebody.words


def test_a_trial_without_facts_says_what_is_missing(somebody: Visitor) -> None:
    somebody.get(f"{CALCULATOR}?try=1")

    assert somebody.status == 200
    assert "国高新证书号" in somebody.words


def test_every_clause_can_be_tried_out_empty(somebody: Visitor) -> None:
    for clause in book().clauses:
        assert somebody.get(f"/policies/{clause}/calculator?try=1").status == 200, clause
