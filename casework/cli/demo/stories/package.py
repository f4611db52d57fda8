"""A one-case-one-policy package (2022-114): meeting, district government, staged payments."""

from __future__ import annotations

from casework.cli.demo import council, pay, way
from casework.cli.demo.stage import Stage, Story, expect
from casework.commands.plan import change_plan
from casework.commands.refer import refer
from casework.queries.examination import Figures
from workflows.money import wan

TITLE = "“一事一议”综合支持：开办费与购房补助，经部门联席会议、区政府审议，分期拨付"
OPENING, OFFICE = "xc-2022-114/art2.1", "xc-2022-114/art2.2.a"
RECOGNIZED = {
    "enterprise.fits_district_industry": "区发展改革委认定意见〔2023〕示范第7号",
    "enterprise.is_newly_introduced": "区发展改革委认定意见〔2023〕示范第7号",
}
KEY = {
    name: "区政府重点企业认定会议〔2023〕示范第2次"
    for name in (
        "enterprise.fits_core_function",
        "enterprise.major_influence",
        "enterprise.recognised_key",
    )
}

STAGES = (
    {"share": "50%", "name": "首期"},
    {"share": "30%", "name": "第二期", "after_years": 1, "conditions": ["yearly_report"]},
    {"share": "20%", "name": "验收后", "after_years": 2, "conditions": ["milestone_accepted"]},
)


def tell(stage: Stage) -> Story:
    """20,000,000 for the opening, 3,000,000 for the office: one agenda, one government decision."""
    opening = _nominated(
        stage,
        OPENING,
        {"enterprise.paid_in_capital": 500_000_000, "enterprise.annual_contribution": 30_000_000},
        {**RECOGNIZED, **KEY},
        Figures(figure=wan(2000), reason="按实收资本和预计贡献综合核定"),
    )
    office = _nominated(
        stage,
        OFFICE,
        {
            "office.purchased_in_district": True,
            "office.purchased_area_m2": 2_000,
            "office.property_id": "示范不动产-0001",
        },
        RECOGNIZED,
        Figures(),
    )
    amounts = {1: wan(2000), 2: wan(300)}
    meeting = council.called(
        stage, "2023-03-20", "2023-03-28", "部门联席会议（示范）", (opening, office)
    )
    council.held(stage, "2023-03-28", meeting, amounts)
    minutes = council.minuted(stage, "2023-03-30", meeting)
    for reference, amount in zip((opening, office), amounts.values(), strict=True):
        council.deliberated(
            stage,
            reference,
            referred="2023-04-03",
            examined="2023-04-07",
            decided="2023-04-17",
            amount=amount,
        )
    stage.do(
        way.officer(stage, opening, "review"),
        "2023-04-18",
        change_plan,
        reference=opening,
        seen=None,
        parts=STAGES,
        remarks=f"依会议纪要 {minutes.number}，按投资进度分期",
    )
    for reference in (opening, office):
        way.decide(stage, reference, "2023-04-19")
        way.post(stage, reference, "2023-04-20", "2023-04-29")
    _pay(stage, opening, office)

    expect("paid for the opening", pay.paid(stage, opening), wan(2000))
    expect("paid for the office", pay.paid(stage, office), wan(300))
    expect("state of the package", way.case_of(stage, opening).state, "settled")
    return Story(
        TITLE,
        (opening, office),
        notes=(f"会议纪要：{minutes.number}；首批合计超过1000万元，支付批次由两人审核",),
    )


def _pay(stage: Stage, opening: str, office: str) -> None:
    """The first stage together with the office; then a stage a year, each on its condition."""
    pay.fall_due(stage, opening, 1, "2023-05-08")
    pay.fall_due(stage, office, 1, "2023-05-08")
    first = pay.send_run(stage, "2023-05-10")
    pay.answer(stage, first, "2023-05-11")
    pay.pay(stage, opening, 2, "2024-05-13", found={"yearly_report": "2023年度报告（示范）"})
    accepted = {"milestone_accepted": "项目验收意见〔2025〕示范第1号：通过验收"}
    pay.pay(stage, opening, 3, "2025-05-12", found=accepted)


def _nominated(
    stage: Stage,
    clause: str,
    facts: dict[str, object],
    recognized: dict[str, str],
    figures: Figures,
) -> str:
    """A case that its department puts forward as one case, one policy."""
    reference = way.file(stage, "dingwei", "2023-03-01", clause, facts)
    way.accept(stage, reference, "2023-03-02")
    stage.do(
        way.officer(stage, reference, "review"),
        "2023-03-06",
        refer,
        reference=reference,
        seen=None,
        remarks="重大项目，按一事一议提请审议",
        one_case_one_policy=True,
    )
    way.assess_case(stage, reference, "2023-03-09", recognized=recognized, figures=figures)
    way.recommend(stage, reference, "2023-03-13")
    return reference
