"""One payment run: a return, a late answer, a hold; each paid once, a second success refused."""

from __future__ import annotations

from casework.cli.demo import pay, way
from casework.cli.demo.pay import Reply
from casework.cli.demo.stage import Stage, Story, expect
from casework.cli.demo.stories import three_years
from casework.commands import accounts, disburse, results
from casework.queries import payment_runs
from casework.records.payment_run import AlarmKind, Answer
from workflows.money import NOTHING, Money, wan
from workflows.wording import spoken

TITLE = "支付批次：一笔退票、一笔迟到回单、一笔缓拨；更正账户后重付，只付一次，重复回单报警"
_WHO = ("gengxu", "xinhai", "wushen", "guichou")


def tell(stage: Stage) -> Story:
    """Four payments of 100,000: one returned, one answered late, one held back, one plain."""
    returned, late, held, plain = (_disbursing(stage, who) for who in _WHO)
    cases = (returned, late, held, plain)
    for reference in cases:
        pay.fall_due(stage, reference, 1, "2026-06-01")
    _hold(stage, held)
    first = pay.send_run(stage, "2026-06-03")
    pay.answer(
        stage,
        first,
        "2026-06-05",
        {
            f"{returned}-01": Reply(Answer.RETURNED, "账号不存在"),
            f"{late}-01": Reply(Answer.UNKNOWN),
        },
    )
    expect(
        "paid after the first answers", _paid(stage, cases), [NOTHING, NOTHING, NOTHING, wan(10)]
    )

    _correct_account(stage, returned)
    _release(stage, held)
    second = pay.send_run(stage, "2026-06-15")
    pay.answer(stage, second, "2026-06-17")
    pay.book(stage, first, "2026-06-18", {f"{late}-01": Reply()})
    expect("paid after all answers", _paid(stage, cases), [wan(10)] * 4)

    pay.book(stage, first, "2026-06-22", {f"{returned}-01": Reply(slip="HD-示范-重复-001")})
    with stage.database.reading() as session:
        (alarm,) = payment_runs.open_alarms(session)
    expect("the alarm of a second success", alarm.kind, AlarmKind.PAID_AGAIN)
    expect("paid in spite of a second success", _paid(stage, cases), [wan(10)] * 4)
    stage.do(
        "finance-too",
        "2026-06-24",
        results.settle_alarm,
        alarm_id=alarm.id,
        note="经与国库对账，属回单重复报送，资金未重复划出",
    )
    return Story(
        TITLE,
        (returned, late, held),
        notes=(
            f"批次 {first}：退票、未知、已支付各 1 笔；批次 {second}：重付、解除缓拨各 1 笔",
            f"回单报警：{spoken(alarm.kind)}（{alarm.payment_number}），已对账，未再记账",
        ),
    )


def _disbursing(stage: Stage, who: str) -> str:
    """A high-tech certificate that is approved, its notice over."""
    reference = way.file(
        stage,
        who,
        "2026-05-06",
        three_years.CLAUSE,
        {
            "case.hnte_event": "first_certificate",
            "case.hnte_certificate_no": f"GR-示范-2026-{_WHO.index(who) + 1:04d}",
        },
    )
    way.accept(stage, reference, "2026-05-07")
    way.assess_case(stage, reference, "2026-05-11")
    way.recommend(stage, reference, "2026-05-12")
    way.decide(stage, reference, "2026-05-13")
    way.post(stage, reference, "2026-05-14", "2026-05-22")
    return reference


def _hold(stage: Stage, reference: str) -> None:
    stage.do(
        "finance",
        "2026-06-02",
        disburse.step,
        action="hold",
        reference=reference,
        number=1,
        remarks="收到经营异常线索，暂缓拨付待核实",
    )


def _release(stage: Stage, reference: str) -> None:
    """Two persons release it; its conditions are looked at again at once."""
    for action, who in (("agree_release", "finance-too"), ("release", "kxj-approve")):
        stage.do(
            who,
            "2026-06-11",
            disburse.step,
            action=action,
            reference=reference,
            number=1,
            remarks="线索核实不属实，解除缓拨",
        )
    stage.do("kxj-review", "2026-06-12", disburse.verify, reference=reference, number=1)


def _correct_account(stage: Stage, reference: str) -> None:
    """Two persons correct the account, then the payment may go out again."""
    enterprise = stage.cast.enterprises["gengxu"]
    stage.do(
        "finance",
        "2026-06-08",
        accounts.enter_correction,
        enterprise_id=enterprise,
        account_name="庚戌示范装备有限公司",
        account_bank="示范银行金融街支行",
        account_number="6200999900000007",
        reason="企业更正开户账号",
    )
    stage.do("checker", "2026-06-09", accounts.confirm_correction, enterprise_id=enterprise)
    stage.do(
        "finance", "2026-06-10", disburse.step, action="reissue", reference=reference, number=1
    )


def _paid(stage: Stage, references: tuple[str, ...]) -> list[Money]:
    return [pay.paid(stage, reference) for reference in references]
