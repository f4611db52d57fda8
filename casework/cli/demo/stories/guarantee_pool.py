"""The guarantee pool (2023-71 art. 14): 50,000,000, eight claims of 7,000,000, the last in part."""

from __future__ import annotations

from casework.cli.demo import pay, way
from casework.cli.demo.stage import Stage, Story, expect
from casework.commands import approve
from casework.queries.examination import Figures
from casework.records.pool import Pool
from workflows.money import Money, wan

TITLE = "担保风险补偿资金池：5000万元硬上限，第八笔只够部分支持"
CLAUSE, POOL = "xc-2023-71/art14.c", "xc-2023-71/guarantee"
WHOLE = 7
"""So many claims of 7,000,000 yuan fit whole."""


def tell(stage: Stage) -> Story:
    """Seven awards take 49,000,000; the eighth is refused whole and decided for the rest."""
    cases = [_assessed(stage, number) for number in range(1, WHOLE + 2)]
    *whole, last = cases
    for reference in whole:
        way.decide(stage, reference, "2025-08-18")
    left = _left(stage)
    refusals = stage.refused(
        way.officer(stage, last, "approve"),
        "2025-08-19",
        approve.approve,
        reference=last,
        seen=None,
    )
    award = way.decide(
        stage,
        last,
        "2025-08-20",
        amount=wan(100),
        remarks="资金池余额不足，经区中小企业服务中心主任办公会〔2025〕示范第8次决定部分支持",
    )

    expect("left in the pool before the eighth claim", left, wan(100))
    expect("why it was refused whole", [one.code for one in refusals], ["pool_short"])
    expect("the partial award", award.amount_fen, wan(100).fen)
    expect("left in the pool afterwards", _left(stage), wan(0))
    committed = Money.total(pay.balance(stage, one).committed for one in cases)
    expect("committed from the pool", committed, wan(5000))
    return Story(
        TITLE,
        (cases[0], last),
        notes=(f"前{WHOLE}笔各补偿 {wan(700)} 元后，资金池余额 {left} 元；末笔决定后余额 0 元",),
        refusals=refusals,
        explained=last,
    )


def _assessed(stage: Stage, number: int) -> str:
    """A claim for one guarantee business, recommended for 7,000,000 yuan."""
    reference = way.file(
        stage,
        "renzi",
        "2025-08-04",
        CLAUSE,
        {
            "guarantee.business_id": f"示范担保业务-{number:02d}",
            "guarantee.institution_is_municipal_government_guarantor": True,
            "guarantee.client_is_resident_msme": True,
            "guarantee.client_titles": ["zjtx_municipal"],
            "guarantee.compensation_paid": 25_000_000,
        },
    )
    way.accept(stage, reference, "2025-08-05")
    figure = Figures(figure=wan(700), reason="按实际代偿额30%计算，以单项上限为限")
    way.assess_case(stage, reference, "2025-08-11", figures=figure)
    way.recommend(stage, reference, "2025-08-13")
    return reference


def _left(stage: Stage) -> Money:
    with stage.database.reading() as session:
        row = session.get_one(Pool, POOL)
        return Money((row.total_fen or 0) - row.used_fen)
