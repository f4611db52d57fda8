"""A patent service (2025-4 art. 5(2)): returned, corrected, reduced by what the year has left."""

from __future__ import annotations

from casework.cli.demo import pay, way
from casework.cli.demo.stage import Stage, Story, expect
from casework.commands import apply, drafting, review
from casework.commands.review import ToCorrect
from casework.queries import cases
from workflows.money import wan, yuan

TITLE = "知识产权高端服务后补贴：退回补正，再按年度上限50万元核减"
CLAUSE = "xc-2025-4/art5.2"


def service(contract: str, cost: int) -> dict[str, object]:
    """What an enterprise declares of one contract; the cost in yuan."""
    return {
        "ip.service_type": "patent_navigation",
        "ip.contract_id": contract,
        "ip.actual_service_cost": cost,
    }


RECOGNIZED = {"enterprise.serves_tech_innovation": "西城园管委会认定意见〔2026〕示范第1号"}


def tell(stage: Stage) -> Story:
    """The first award takes 360,000 of the year's 500,000: of 300,000 only 140,000 are left."""
    first = way.file(stage, "yisi", "2026-01-12", CLAUSE, service("示范合同甲", 1_200_000))
    way.accept(stage, first, "2026-01-13")
    way.assess_case(stage, first, "2026-01-14", recognized=RECOGNIZED)
    way.recommend(stage, first, "2026-01-15")
    way.decide(stage, first, "2026-01-16")
    way.post(stage, first, "2026-01-19", "2026-01-27")
    pay.pay(stage, first, 1, "2026-01-29")

    second = way.file(stage, "yisi", "2026-03-02", CLAUSE, service("示范合同乙", 1_100_000))
    way.accept(stage, second, "2026-03-03")
    _return_and_correct(stage, second)
    way.assess_case(stage, second, "2026-03-12", recognized=RECOGNIZED)
    way.recommend(stage, second, "2026-03-13")
    award = way.decide(stage, second, "2026-03-16")
    way.post(stage, second, "2026-03-17", "2026-03-25")
    pay.pay(stage, second, 1, "2026-03-27")

    expect("first award of the year", pay.paid(stage, first), yuan(360_000))
    expect("second award, reduced by the cap", award.amount_fen, yuan(140_000).fen)
    expect("paid under the cap", pay.paid(stage, first) + pay.paid(stage, second), wan(50))
    return Story(TITLE, (first, second), explained=second)


def _return_and_correct(stage: Stage, reference: str) -> None:
    stage.do(
        way.officer(stage, reference, "review"),
        "2026-03-04",
        review.return_for_correction,
        reference=reference,
        seen=None,
        defects=(
            ToCorrect("申报费用110万元与发票合计100万元不一致，请更正。", about="服务实际费用"),
            ToCorrect("服务成果报告缺少签章页，请补充。", "incomplete", "服务成果报告"),
        ),
        remarks="费用与发票不符，成果报告不完整",
    )
    stage.do(
        "yisi",
        "2026-03-10",
        drafting.edit,
        reference=reference,
        seen=None,
        facts=service("示范合同乙", 1_000_000),
    )
    stage.do(
        "yisi",
        "2026-03-10",
        drafting.attach,
        reference=reference,
        file=stage.paper("服务成果报告（补签章）"),
        material="服务成果报告",
    )
    with stage.database.reading() as session:
        defects = cases.open_defects(session, cases.by_reference(session, reference).id)
        answers = {defect.id: "已按要求更正" for defect in defects}
    stage.do("yisi", "2026-03-11", apply.resubmit, reference=reference, seen=None, answers=answers)
