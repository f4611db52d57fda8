"""The process of one instalment, from 待拨付 to 已拨付 (practice 2.4)."""

from __future__ import annotations

from workflows.definition import Audience, Capacity, Clock, State, Step, Workflow
from workflows.facts import InstalmentFacts
from workflows.guards import payment
from workflows.machine import Process
from workflows.roles import Role

_STATES = (
    State("pending", "待拨付", public="未到拨付日期", awaits=(Role.SYSTEM,), initial=True),
    State("check", "条件核验", public="到期，核验拨付条件", awaits=(Role.REVIEWER,)),
    State(
        "ready",
        "可请款",
        public="符合条件，等待请款",
        awaits=(Role.FINANCE,),
        clock=Clock.RUNNING,
        allowed="payment",
    ),
    State(
        "requested",
        "已请款",
        public="已请款，财政审核中",
        awaits=(Role.FINANCE_APPROVER,),
        clock=Clock.RUNNING,
    ),
    State(
        "ordered",
        "财政已审",
        public="财政已审核，待送国库",
        awaits=(Role.FINANCE,),
        clock=Clock.RUNNING,
    ),
    State("sent", "已送国库", public="已送国库支付", awaits=(Role.FINANCE,), clock=Clock.RUNNING),
    State(
        "returned",
        "退票",
        public="银行退回，请核对账户",
        awaits=(Role.FINANCE,),
        clock=Clock.STOPPED,
    ),
    State(
        "held", "缓拨", public="暂缓拨付", awaits=(Role.FINANCE, Role.APPROVER), clock=Clock.STOPPED
    ),
    State("carried", "结转", public="结转下年度拨付", awaits=(Role.FINANCE,), clock=Clock.STOPPED),
    State("paid", "已拨付", public="已拨付", final=True),
    State("cancelled", "已取消", public="已取消", final=True),
)

# Looked at when the department confirms, again when money is requested, again when it is ordered.
_MAY_BE_PAID = (
    payment.case_disbursing,
    payment.conditions_met,
    payment.conditions_known,
    payment.no_objection_open,
    payment.not_held,
    payment.not_paid_elsewhere,
    payment.not_paid_yet,
)
_PAYABLE_NOW = (
    payment.fallen_due,
    *_MAY_BE_PAID,
    payment.account_is_own,
    payment.account_confirmed,
    payment.budget_line_covers,
)
_FINANCE = (Role.FINANCE, Role.FINANCE_APPROVER)

_ON_THE_WAY: tuple[Step[InstalmentFacts], ...] = (
    Step(
        "fall_due",
        "pending",
        "check",
        by=(Role.SYSTEM, Role.FINANCE),
        label="到期",
        does="拨付日期已到，请主管部门核验条件。",
        requires=(payment.fallen_due, payment.case_disbursing),
        tells=(Audience.REVIEWER,),
    ),
    Step(
        "verify",
        "check",
        "ready",
        by=(Role.REVIEWER,),
        label="核验通过",
        does="确认本期拨付条件均已满足，可以请款。",
        requires=_MAY_BE_PAID,
        tells=(Audience.FINANCE,),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "defer",
        "check",
        "pending",
        by=(Role.REVIEWER,),
        label="延期",
        does="条件尚未满足，改期后再核验。",
        reason=True,
        tells=(Audience.APPLICANT, Audience.FINANCE),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "request",
        "ready",
        "requested",
        by=(Role.FINANCE,),
        label="请款",
        does="重新核对条件、账户和预算后请款。",
        requires=_PAYABLE_NOW,
        tells=(Audience.FINANCE,),
        capacity=Capacity.PAYING,
    ),
    Step(
        "order",
        "requested",
        "ordered",
        by=(Role.FINANCE_APPROVER,),
        label="审核同意",
        does="由另一人复核后同意支付。",
        requires=(*_PAYABLE_NOW, payment.requested_by_another, payment.within_authority),
        tells=(Audience.FINANCE,),
        capacity=Capacity.PAYING,
    ),
    *(
        Step(
            "recall",
            source,
            "ready",
            by=_FINANCE,
            label="撤回请款",
            does="撤回请款，本期回到可请款。",
            reason=True,
            capacity=Capacity.PAYING,
        )
        for source in ("requested", "ordered")
    ),
    Step(
        "send",
        "ordered",
        "sent",
        by=(Role.FINANCE, Role.SYSTEM),
        label="送国库",
        does="随编号批次送国库支付，每期只有一个支付号。",
        requires=(
            payment.in_a_batch,
            payment.case_disbursing,
            payment.no_objection_open,
            payment.not_paid_yet,
        ),
        capacity=Capacity.PAYING,
    ),
    Step(
        "confirm",
        "sent",
        "paid",
        by=(Role.FINANCE, Role.SYSTEM),
        label="确认到账",
        does="凭银行回单登记已拨付。",
        requires=(payment.not_paid_yet,),
        tells=(Audience.APPLICANT, Audience.REVIEWER),
        capacity=Capacity.PAYING,
    ),
    Step(
        "confirm",
        "returned",
        "paid",
        by=(Role.FINANCE, Role.SYSTEM),
        label="确认到账",
        does="退票后银行又确认到账，凭回单登记已拨付，不再重新支付。",
        requires=(payment.not_paid_yet,),
        tells=(Audience.APPLICANT, Audience.REVIEWER),
        capacity=Capacity.PAYING,
    ),
    Step(
        "set_off",
        "ready",
        "paid",
        by=(Role.FINANCE,),
        label="抵扣",
        does="依追回决定，以本期应拨款项抵扣应退款项，不经银行支付。",
        requires=(payment.not_paid_yet, payment.set_off_decided),
        tells=(Audience.APPLICANT, Audience.REVIEWER),
        capacity=Capacity.PAYING,
    ),
    Step(
        "report_failure",
        "sent",
        "returned",
        by=(Role.FINANCE, Role.SYSTEM),
        label="登记退票",
        does="登记银行退票及原因，请企业核对账户。",
        requires=(payment.not_paid_yet,),
        reason=True,
        tells=(Audience.APPLICANT, Audience.FINANCE),
        capacity=Capacity.PAYING,
    ),
    Step(
        "reissue",
        "returned",
        "ready",
        by=(Role.FINANCE,),
        label="重新请款",
        does="账户经两人更正确认后，本期回到可请款。",
        requires=(payment.not_paid_yet, payment.account_is_own, payment.account_confirmed),
        capacity=Capacity.PAYING,
    ),
)

_ASIDE: tuple[Step[InstalmentFacts], ...] = (
    *(
        Step(
            "hold",
            source,
            "held",
            by=(Role.FINANCE, Role.APPROVER),
            label="缓拨",
            does="暂缓拨付并说明理由；解除须经两人同意。",
            reason=True,
            tells=(Audience.APPLICANT, Audience.REVIEWER),
        )
        for source in ("pending", "check", "ready", "requested", "ordered", "returned", "carried")
    ),
    Step(
        "agree_release",
        "held",
        "held",
        by=(Role.FINANCE, Role.APPROVER),
        label="同意解除缓拨",
        does="作为第一人同意解除缓拨，尚须另一人解除。",
        requires=(payment.release_not_agreed_by_self,),
        reason=True,
        tells=(Audience.FINANCE, Audience.APPROVER),
    ),
    *(
        Step(
            "release",
            "held",
            target,
            by=(Role.FINANCE, Role.APPROVER),
            label="解除缓拨",
            does="作为第二人解除缓拨，并立即重新核验。",
            when=when,
            requires=(payment.release_agreed_by_another,),
            reason=True,
            tells=(Audience.APPLICANT, Audience.REVIEWER),
        )
        for target, when in (("check", payment.is_due), ("pending", payment.is_not_due))
    ),
    *(
        Step(
            "carry",
            source,
            "carried",
            by=(Role.FINANCE, Role.SYSTEM),
            label="结转",
            does="预算年度已过，结转下年度安排。",
            requires=(payment.year_over, payment.not_paid_yet),
            tells=(Audience.APPLICANT, Audience.REVIEWER),
        )
        for source in ("check", "ready", "returned")
    ),
    Step(
        "bring_forward",
        "carried",
        "check",
        by=(Role.FINANCE,),
        label="安排当年预算",
        does="落实当年预算指标后重新核验。",
        requires=(payment.budget_line_covers,),
        tells=(Audience.REVIEWER,),
    ),
    *(
        Step(
            "cancel",
            source,
            "cancelled",
            by=(Role.APPROVER, Role.SYSTEM),
            label="取消本期",
            does="取消本期拨付并说明理由，释放占用的额度。",
            requires=(payment.not_paid_yet,),
            reason=True,
            tells=(Audience.APPLICANT, Audience.FINANCE),
            capacity=Capacity.APPROVING,
        )
        for source in ("pending", "check", "ready", "returned", "held", "carried")
    ),
)

INSTALMENT_1 = Workflow[InstalmentFacts](
    name="instalment",
    version=1,
    label="分期拨付流程",
    states=_STATES,
    steps=(*_ON_THE_WAY, *_ASIDE),
)

VERSIONS = {workflow.version: Process(workflow) for workflow in (INSTALMENT_1,)}
CURRENT = max(VERSIONS)
