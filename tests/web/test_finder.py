"""Finding a policy, as anybody does."""

from __future__ import annotations

from casework.queries.rule_book import book
from tests.web.visitor import Visitor


def test_it_lists_the_clauses_in_force(somebody: Visitor) -> None:
    somebody.get("/policies")

    in_force = book().clauses_in_force(somebody.app.extensions["casework"].now().date())
    assert len(somebody.page.xpath("//li[@class='clause-card']")) == len(in_force)


def test_it_finds_part_of_a_name(somebody: Visitor) -> None:
    somebody.get("/policies?text=租房")

    assert "租房补助" in somebody.words
    assert "共 1 条" in somebody.words


def test_words_are_all_looked_for(somebody: Visitor) -> None:
    assert "共 0 条" in somebody.get("/policies?text=租房 首发上市").words


def test_an_ended_clause_is_shown_only_when_asked_for(somebody: Visitor) -> None:
    assert "境内首发上市资助" not in somebody.get("/policies?text=首发上市&policy=xc-2020-1").words

    somebody.get("/policies?text=首发上市&policy=xc-2020-1&also_ended=1")

    assert "境内首发上市资助" in somebody.words
    assert "不在有效期内" in somebody.words


def test_filters_stay_chosen(somebody: Visitor) -> None:
    somebody.get("/policies?who=institution&text=补助")

    assert somebody.page.xpath("//select[@name='who']/option[@selected]/@value") == ["institution"]
    assert somebody.page.xpath("//input[@name='text']/@value") == ["补助"]


def test_every_clause_has_its_page(somebody: Visitor) -> None:
    for clause in book().clauses.values():
        policy, _, own = clause.id.partition("/")
        somebody.get(f"/policies/{policy}/{own}")
        assert (somebody.status, somebody.title) == (200, clause.name)


def test_every_document_has_its_page(somebody: Visitor) -> None:
    for policy in book().policies:
        assert somebody.get(f"/policies/{policy.id}").title == policy.title


def test_what_is_not_there_is_said_to_be_not_there(somebody: Visitor) -> None:
    for path in ("/policies/none", "/policies/xc-2025-4/none", "/none"):
        assert (somebody.get(path).status, somebody.title) == (404, "找不到")
