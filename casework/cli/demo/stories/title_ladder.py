"""A title promotion (2023-71 art. 10): the higher title is paid only as the difference."""

from __future__ import annotations

from casework.cli.demo import pay, way
from casework.cli.demo.stage import Stage, Story, expect
from casework.queries.examination import Figures
from workflows.money import wan

TITLE = "专精特新称号晋级：先得20万元，晋级后按50万元只补差额30万元"
SPECIALIZED, LITTLE_GIANT = "xc-2023-71/art10.a", "xc-2023-71/art10.c"


def tell(stage: Stage) -> Story:
    """200,000 for the municipal title; of the little giant's 500,000 only 300,000 are due."""
    first = way.file(stage, "bingwu", "2023-09-04", SPECIALIZED, _title("zjtx_municipal"))
    way.accept(stage, first, "2023-09-05")
    way.assess_case(stage, first, "2023-09-07")
    way.recommend(stage, first, "2023-09-08")
    way.decide(stage, first, "2023-09-11")
    way.post(stage, first, "2023-09-12", "2023-09-20")
    pay.pay(stage, first, 1, "2023-09-25")

    second = way.file(stage, "bingwu", "2024-11-04", LITTLE_GIANT, _title("little_giant_municipal"))
    way.accept(stage, second, "2024-11-05")
    figure = Figures(figure=wan(50), reason="按市级小巨人最高标准核定")
    way.assess_case(stage, second, "2024-11-07", figures=figure)
    way.recommend(stage, second, "2024-11-08")
    award = way.decide(stage, second, "2024-11-11")
    way.post(stage, second, "2024-11-12", "2024-11-20")
    pay.pay(stage, second, 1, "2024-11-25")

    expect("first title", pay.paid(stage, first), wan(20))
    expect("difference to the higher title", award.amount_fen, wan(30).fen)
    expect("both titles together", pay.paid(stage, first) + pay.paid(stage, second), wan(50))
    return Story(TITLE, (first, second), explained=second)


def _title(title: str) -> dict[str, object]:
    return {
        "case.title": title,
        "case.title_is_first_time": True,
        "enterprise.annual_contribution": 2_000_000,
    }
