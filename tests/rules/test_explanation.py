"""Every code an answer can carry is worded, in both languages, with the particulars it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import workflows
from tests.rules.small_policies import (
    answer,
    catalogue_of,
    claim,
    clause,
    one_clause,
    past,
    policy,
    request,
)
from tests.rules.worked_examples import examples
from workflows.assessment import assess
from workflows.catalogue import catalogue
from workflows.claims import FigureCheck, FigureVerdict, Line, PlanPart, Reason, Standing
from workflows.explanation import Explanation, explanations
from workflows.money import yuan
from workflows.pages import assessment_page
from workflows.policy.limits import Scope
from workflows.policy.predicate import COMPARISONS
from workflows.request_faults import CODES

ROOT = Path(workflows.__file__).parent
SMALL = one_clause('kind = "fixed", amount_yuan = 5')
ZH, EN = Explanation(SMALL), Explanation(SMALL, "en")


def _written(of: str) -> Iterator[str]:
    """The codes that stand as text in the calls of `Reason` or `Line`."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == of and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def test_every_reason_is_worded() -> None:
    codes = {*_written("Reason"), *CODES.values(), "clause_not_yet", "clause_expired"}
    codes |= {f"must_{name.rstrip('_')}" for name in COMPARISONS}

    assert sorted(codes - set(explanations())) == []


def test_every_kind_of_line_is_worded() -> None:
    kinds = {*_written("Line"), "cap_in_principle", "assessed_open", "range_open", "unstated_open"}
    kinds |= {f"cap_{scope}" for scope in Scope if scope is not Scope.POOL}
    kinds |= {"share", "match", "interest", "premium", "risk", "excess_return", "band", "step"}
    kinds |= {"difference", "ladder", "base_larger", "base_smaller", "base_sum", "base_chosen"}

    assert sorted(kind for kind in kinds if f"line_{kind}" not in explanations()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_worked_example_can_be_put_into_words(language: str) -> None:
    speaks = Explanation(catalogue(), language)

    for _, example in examples():
        page = list(assessment_page(speaks, example.request, assess(catalogue(), example.request)))
        assert all(isinstance(line, str) for line in page)
        assert "{" not in "".join(page)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            Reason("must_at_least", "第三条", "t.base", {"given": "99.5", "wanted": "100"}),
            "“base的中文”应不低于 100 元，现为 99.50 元。　〔第三条〕",
        ),
        (
            Reason("must_at_least", None, "t.area", {"given": "2.5", "wanted": "100"}),
            "“area的中文”应不低于 100 平方米，现为 2.5 平方米。",
        ),
        (
            Reason("must_is", None, "t.yes", {"given": "no", "wanted": "yes"}),
            "“yes的中文”应为“是”，现为“否”。",
        ),
        (
            Reason("must_one_of", None, "t.kind", {"given": "x", "wanted": "a, b"}),
            "“kind的中文”应为下列之一：甲、乙；现为“x”。",
        ),
        (
            Reason("must_at_least", None, "t.plain", {"given": "1/3", "wanted": "abc"}),
            "“plain的中文”应不低于 abc，现为 1/3。",
        ),
        (
            Reason("fact_not_a_choice", None, "t.kind", {"given": "c", "choices": "a, b"}),
            "“kind的中文”没有“c”这一选项；可选：a（甲）、b（乙）。",
        ),
        (
            Reason("fact_missing", None, "t.base"),
            "缺少“base的中文”（来源：申报人提供）。",
        ),
        (Reason("fact_not_named", None, "t.nonsense"), "事实词典中没有“t.nonsense”。"),
        (
            Reason("base_not_chosen", None, None, {"choices": "t.base, t.other"}),
            "文本有几种可能的计算基数，请先选定一种：base的中文、other的中文。",
        ),
        (
            Reason("route_several_departments", None, None, {"departments": "lj-kjj"}),
            "涉及几个部门：临江区科技局。",
        ),
        (
            Reason("paid_once", None, None, {"reference": "P", "clause": "?", "standing": "paid"}),
            "一次性支持，P（已拨付）已经给过。",
        ),
    ],
)
def test_a_reason_says_labels_units_and_names(reason: Reason, said: str) -> None:
    assert ZH.reason(reason) == said


def test_a_line_shows_figures_article_and_words() -> None:
    line = Line("cap_year", "第五条", "不超过50万元", limit=50, used=0, headroom=Fraction(100, 3))

    assert ZH.line(line) == (
        "年度上限 0.50 元，已用 0 元，剩余 1/3 元：未定 → 未定　〔第五条：“不超过50万元”〕"
    )
    assert EN.line(line).endswith("[第五条: “不超过50万元”]")


def test_a_line_names_pools_levels_and_facts_that_are_not_numbers() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", 'kind = "fixed", amount_yuan = 5', 'pool = "t1/p"'),
            tail='[[pool]]\nid = "t1/p"\nname = "池"\nname_en = "Pool"\nkind = "hard"\n'
            'article = "一"\nwords = "x"\n',
        )
    )
    pool = Line("pool", headroom=100, before=5, after=5, particulars={"pool": "t1/p"})
    ground = Line("ground", fact="t.kind", particulars={"given": "a"})
    quantity = Line("base", quantity=5)

    assert Explanation(found).line(pool).startswith("“池”余额 1 元")
    assert Explanation(found, "en").line(pool).startswith("“Pool” holds 1 yuan")
    assert Explanation(found).line(ground) == "核定时须考虑：kind的中文 甲"
    assert Explanation(found).line(quantity) == "：5"


def test_a_payment_says_its_name_year_and_conditions() -> None:
    part = PlanPart(2, yuan(5), "验收后", 1, ("milestone_accepted", "yearly_report"))

    assert ZH.part(part) == "第 2 笔：5 元，验收后，批准后第 1 年，条件：节点验收、提交年度报告"
    assert ZH.part(PlanPart(1, yuan(5), "")) == "第 1 笔：5 元"
    assert "on condition: milestone accepted" in EN.part(part)


def page(speaks: Explanation, *claims: object, **more: object) -> str:
    """The page of a request under the catalogue the explanation speaks about."""
    asked = request(*claims, **more)  # type: ignore[arg-type]
    return "\n".join(assessment_page(speaks, asked, assess(speaks.catalogue, asked)))


def test_a_page_says_what_became_of_the_figure() -> None:
    found = one_clause(
        'kind = "range", min_yuan = 5, max_yuan = 90',
        'cap = [{ scope = "lifetime", amount_yuan = 80, words = "x" }]',
    )
    speaks = Explanation(found)

    assert "可核定的范围：5 元 至 80 元" in page(speaks, claim())
    assert "核定的金额或比例不成立" in page(speaks, claim(figure=yuan(81)))
    reduced = page(speaks, claim(figure=yuan(60)), history=(past(70),))
    assert "核定金额成立，但应付额因下列一行而减少：累计上限 80 元" in reduced


def test_a_page_says_that_the_text_sets_no_limit() -> None:
    speaks = Explanation(one_clause('kind = "assessed"'))

    assert "符合条件，待核定金额；最高 文本未设上限" in page(speaks, claim())


def test_a_page_says_what_waits_for_the_pool() -> None:
    found = catalogue_of(
        policy(
            clause("t1/c1", 'kind = "fixed", amount_yuan = 5', 'pool = "t1/p"'),
            tail='[[pool]]\nid = "t1/p"\nname = "池"\nname_en = "Pool"\nkind = "hard"\n'
            'article = "一"\nwords = "x"\n',
        )
    )

    said = page(Explanation(found), claim(), pools={"t1/p": yuan(3)}, approving=True)

    assert "资金池不足，另有 2 元 排队等候" in said


def test_a_page_of_an_unknown_clause_names_its_id() -> None:
    assert "t1/none" in page(ZH, claim(clause_id="t1/none"))
    assert page(EN, claim()).splitlines()[0].endswith("first filed on 2026-05-01")


def test_awards_under_clauses_nobody_knows_keep_their_id() -> None:
    award = past(6, {}, "city/1", level="city", standing=Standing.DECIDED)

    assert "其他层级已给 6 元（P1，市级），仅列示" in page(ZH, claim(), history=(award,))


def test_a_figure_that_is_reduced_without_a_line_says_nothing() -> None:
    answered = answer(SMALL, claim())

    assert ZH.figure(answered) is None
    assert ZH.figure(replace(answered, figure=FigureCheck(FigureVerdict.REDUCED))) is None


def test_a_day_is_said_in_the_language() -> None:
    assert (ZH.day(date(2026, 1, 2)), EN.day(date(2026, 1, 2))) == ("2026年1月2日", "2026-01-02")
