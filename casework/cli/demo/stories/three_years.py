"""A high-tech certificate (2023-71 art. 11): 300,000 yuan in three yearly payments, settled."""

from __future__ import annotations

from casework.cli.demo import pay, way
from casework.cli.demo.stage import Stage, Story, expect
from workflows.money import wan

TITLE = "国家高新技术企业证书奖励：30万元分三年拨付，逐年核验条件，至办结"
CLAUSE = "xc-2023-71/art11.a"
CERTIFICATE = "GR-示范-2023-0001"


def tell(stage: Stage) -> Story:
    """From draft to the third yearly payment; each year the certificate is looked at again."""
    reference = way.file(
        stage,
        "jiachen",
        "2023-06-05",
        CLAUSE,
        {"case.hnte_event": "first_certificate", "case.hnte_certificate_no": CERTIFICATE},
    )
    way.accept(stage, reference, "2023-06-07")
    way.assess_case(stage, reference, "2023-06-12")
    way.recommend(stage, reference, "2023-06-13")
    award = way.decide(stage, reference, "2023-06-15")
    way.post(stage, reference, "2023-06-16", "2023-06-28")
    expect("award of a first certificate", award.amount_fen, wan(30).fen)

    pay.pay(stage, reference, 1, "2023-07-03")
    pay.pay(stage, reference, 2, "2024-06-17", found=_still_fine("2024"))
    pay.pay(stage, reference, 3, "2025-06-16", found=_still_fine("2025"))

    expect("paid in three years", pay.paid(stage, reference), wan(30))
    expect("state after the third payment", way.case_of(stage, reference).state, "settled")
    return Story(TITLE, (reference,), explained=reference)


def _still_fine(year: str) -> dict[str, str]:
    """What the department found of each yearly condition, and on what paper."""
    return {
        "certificate_valid": f"证书状态查询〔{year}〕示范第1号：有效",
        "still_operating": f"登记与纳税信息查询〔{year}〕示范第1号：正常经营",
    }
