"""A recovery: a certificate was revoked, what was paid comes back in two parts, with interest."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from casework.cli.demo import pay, way
from casework.cli.demo.stage import Stage, Story, expect
from casework.commands import close, recover
from casework.queries import cases, recoveries
from casework.queries.recoveries import Claim
from workflows.interest import Interest, InterestRule
from workflows.money import NOTHING, Money, wan, yuan
from workflows.recovery_facts import LegalGround
from workflows.repayment import Repayment

TITLE = "追回：证书被撤销，依承诺书追回已拨10万元并按LPR计息，分两次退清，余期终止"


def tell(stage: Stage) -> Story:
    """60,000 come in first, then the rest with the interest that ran up, and nothing more."""
    reference = way.latest_case(stage, "guichou")
    claim = Claim(
        wan(10),
        LegalGround("signed_commitment", f"申报承诺书 {reference}", date(2026, 5, 6), True),
        Interest(
            InterestRule.LPR,
            Fraction(3, 100),
            "全国银行间同业拆借中心2026年5月20日公布（示范）",
            date(2026, 6, 5),
        ),
    )
    _decided(stage, reference, claim)
    _receive(stage, reference, "2026-08-20", wan(6), "JK-示范-001")
    left = _left(stage, reference, "2026-09-15")
    _receive(stage, reference, "2026-09-15", left.outstanding, "JK-示范-002")
    stage.do(
        "kxj-approve",
        "2026-09-17",
        close.terminate,
        reference=reference,
        seen=None,
        remarks="证书已被撤销，后两期不再拨付",
    )

    expect("interest in fen", left.interest, Money(yuan(710).fen + 12))
    expect("paid, less what came back", pay.paid(stage, reference), NOTHING)
    expect("recovered", pay.balance(stage, reference).recovered, wan(10))
    expect("still committed", pay.balance(stage, reference).committed, NOTHING)
    expect("left to repay", _left(stage, reference, "2026-09-17").outstanding, NOTHING)
    return Story(TITLE, (reference,), notes=tuple(f"利息：{line}（元）" for line in left.lines))


def _decided(stage: Stage, reference: str, claim: Claim) -> None:
    """Found, notified, answered and decided, each by whose it is."""
    of = {"reference": reference, "number": 1}
    stage.do(
        "kxj-review",
        "2026-07-06",
        recover.find,
        reference=reference,
        claim=claim,
        remarks="市科委公告撤销高新技术企业证书（示范）",
    )
    stage.do(
        "kxj-review",
        "2026-07-08",
        recover.notify,
        claim=claim,
        remarks="证书已被撤销，违反申报承诺，拟追回已拨资金",
        **of,
    )
    stage.do(
        "kxj-review",
        "2026-07-13",
        recover.act,
        action="hear",
        remarks="企业答复：无异议，申请分两次退回",
        **of,
    )
    stage.do(
        "kxj-approve",
        "2026-07-20",
        recover.decide,
        claim=claim,
        document="西科信追字〔2026〕示范第1号",
        due_on=date(2026, 9, 30),
        remarks="依据申报承诺书追回并计息",
        **of,
    )


def _receive(stage: Stage, reference: str, day: str, amount: Money, slip: str) -> None:
    stage.do(
        "finance",
        day,
        recover.receive,
        reference=reference,
        number=1,
        amount=amount,
        slip=slip,
        received_on=date.fromisoformat(day),
        remarks=f"缴款凭证 {slip}，{amount} 元",
    )


def _left(stage: Stage, reference: str, day: str) -> Repayment:
    """What is still to come in on a day."""
    with stage.database.reading() as session:
        case = cases.by_reference(session, reference)
        (found,) = recoveries.of_case(session, case.id)
        return recoveries.repayment(session, found, on=date.fromisoformat(day))
