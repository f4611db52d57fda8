from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.policy_files import changed, read, the_example
from workflows.catalogue import catalogue
from workflows.clause_words import Teller

CHINESE = Teller(catalogue().facts)
ENGLISH = Teller(catalogue().facts, "en")


@pytest.mark.parametrize(
    ("clause", "pays"),
    [
        ("xc-2023-71/art11.a", "定额 30万元"),
        ("xc-2022-114/art2.2.a", "每单位 1,500元 × 购房面积"),
        ("xc-2022-114/art2.2.b", "实缴年度租金 × 不超过50%"),
        ("xc-2022-114/art2.3.a",
         "较大者（驻区企业投资额、新涵养企业累计实收资本） × 不超过10%"),
        ("xc-2022-114/art4.3.c", "增量奖励：楼宇贡献增量（核定） × 50%"),
        ("xc-2020-1/art13.1.a", "500万元 至 2000万元 之间，由经办人核定"),
        ("xc-2025-4/art8.1", "配套：合计（上级或市级资金额、已到账国家资金额） × 50%"),
        ("tz-2024-8/item2", "超出部分：被引进企业年度贡献合计减既定标准 × 不超过70%"),
        ("tz-2024-8/item22.a", "贴息：贷款本金 × 1%，不超过已付利息"),
        ("xc-2023-71/art20.c", "按实际费用：实缴年度租金"),
        ("xc-2023-71/art4", "文本未写金额，须有实施文件"),
    ],
)  # fmt: skip
def test_it_says_what_a_clause_pays(clause: str, pays: str) -> None:
    assert CHINESE.pays(catalogue().clause(clause)) == pays


@pytest.mark.parametrize(
    ("clause", "caps"),
    [
        ("xc-2022-114/art4.3.b",
         ("每单位（改造面积）不超过 1,500元",
          "每项（楼宇编号）合计不超过 600万元（多条款合用）")),
        ("xc-2023-71/art10.a", ("原则上单笔不超过 年度（区级）综合贡献",)),
        ("xc-2025-4/art1.2",
         ("每项（奖项编号）合计不超过 100万元", "每年不超过 500万元")),
        ("tz-2024-8/item3.b", ("每项（平台编号）每年不超过 1000万元",)),
        ("xc-2023-71/art6", ("有效期内合计不超过 300万元",)),
    ],
)  # fmt: skip
def test_it_says_what_a_clause_may_not_exceed(clause: str, caps: tuple[str, ...]) -> None:
    assert CHINESE.caps(catalogue().clause(clause)) == caps


@pytest.mark.parametrize(
    ("clause", "plan"),
    [
        ("xc-2023-71/art11.a", "分3年等额拨付"),
        ("xc-2023-71/art12.b", "分阶段：辅导验收 30%、申请受理 30%、发行上市 40%"),
        ("xc-2025-4/art6.2", "逐年申报，最长3年"),
    ],
)
def test_it_says_how_an_award_is_paid(clause: str, plan: str) -> None:
    assert CHINESE.plan(catalogue().clause(clause)) == plan


def test_it_says_where_one_case_one_policy_goes() -> None:
    ordinary, special = (
        catalogue().clause("xc-2023-71/art9"),
        catalogue().clause("xc-2022-114/art2.1"),
    )

    assert ENGLISH.route(ordinary) == "department"
    assert "district government" in ENGLISH.route(special)


def test_it_says_all_that_is_asked_with_the_documents_own_conditions() -> None:
    found = catalogue()
    certificate = found.clause("xc-2023-71/art11.a")

    said = ENGLISH.conditions(certificate, found.document_of(certificate.id))

    assert said[0] == "District of registration and tax: Xicheng District, Beijing"
    assert len(said) == 4


def test_every_clause_can_be_told_in_both_languages() -> None:
    found = catalogue()

    for clause in found.clauses.values():
        for teller in (CHINESE, ENGLISH):
            policy = found.document_of(clause.id)
            told = (
                teller.pays(clause),
                *teller.caps(clause),
                teller.plan(clause),
                *teller.conditions(clause, policy),
            )
            assert all(told), clause.id
            assert "{" not in " ".join(told)


@pytest.mark.parametrize(
    ("benefit", "said"),
    [
        ('kind = "least_of", words = "取小", part = ['
         '{ kind = "fixed", amount_yuan = 1, words = "1元" },'
         '{ kind = "actual_cost", of = "warehouse.equipment_cost", words = "实际" }]',
         "取最小：定额 1元、按实际费用：智能设备购置费用"),
        ('kind = "increment", rate = "5%", now = "enterprise.rd_expense", '
         'before = "enterprise.annual_contribution_prev", words = "5%"',
         "增量奖励：年度研发费用减上年度综合贡献 × 5%"),
        ('kind = "excess", rate = "5%", of = "enterprise.rd_expense", words = "5%"',
         "超出部分：年度研发费用 × 5%"),
    ],
)  # fmt: skip
def test_it_tells_the_kinds_the_five_do_not_use(tmp_path: Path, benefit: str, said: str) -> None:
    text = changed(('kind = "fixed", amount_yuan = 300_000, words = "一次性30万元"', benefit))
    found = read(tmp_path, text)

    assert Teller(found.facts).pays(found.clause("lj-2026-3/art4")) == said


def test_it_tells_bands_spans_and_rates_of_a_fact(tmp_path: Path) -> None:
    text = changed(
        (
            '  { scope = "years"',
            '  { scope = "award", rate = "50%", of = "warehouse.equipment_cost", words = "半" },\n'
            '  { scope = "years"',
        )
    )
    found = read(tmp_path, text)
    clause, teller = found.clause("lj-2026-3/art3"), Teller(found.facts)

    assert teller.pays(clause) == "按智能设备购置费用分段"
    assert teller.caps(clause) == (
        "单笔不超过 智能设备购置费用的50%",
        "3年内合计不超过 80万元",
    )
    assert teller.plan(clause) == "分期：首付 80%、验收后 20%"


def test_a_fact_nobody_named_is_told_by_its_name(tmp_path: Path) -> None:
    found = read(tmp_path, the_example())

    assert Teller({}).pays(found.clause("lj-2026-3/art3")) == "按warehouse.equipment_cost分段"
