"""The process of one recovery, from a finding to the last repayment (practice 2.4, ruling 30)."""

from __future__ import annotations

from workflows.definition import Audience, Capacity, State, Step, Workflow
from workflows.guards import recovery
from workflows.machine import Process
from workflows.recovery_facts import RecoveryFacts
from workflows.roles import Role

_STATES = (
    State("found", "线索核查", public="核查中", awaits=(Role.REVIEWER,), initial=True),
    State("notified", "已告知", public="拟追回，可陈述申辩", awaits=(Role.APPROVER,)),
    State("due", "待退回", public="应退回", awaits=(Role.APPLICANT, Role.FINANCE)),
    State("partial", "部分退回", public="部分退回", awaits=(Role.APPLICANT, Role.FINANCE)),
    State("referred", "已移送", public="已移送", awaits=(Role.FINANCE,)),
    State("repaid", "已退清", public="已退清", final=True),
    State("dropped", "不予追回", public="不予追回", final=True),
    State("closed", "移送办结", public="已办结", final=True),
)
_HANDLING = (Role.REVIEWER, Role.SECOND_REVIEWER)
_CLAIM = (
    recovery.only_what_was_paid,
    recovery.ground_linked,
    recovery.interest_as_the_ground_says,
)
_RECEIPT = (recovery.within_what_is_due, recovery.set_off_decided)

_DECIDING: tuple[Step[RecoveryFacts], ...] = (
    Step(
        "notify",
        "found",
        "notified",
        by=_HANDLING,
        label="拟追回告知",
        does="告知企业拟追回的金额、依据和陈述申辩期限。",
        requires=_CLAIM,
        reason=True,
        tells=(Audience.APPLICANT, Audience.APPROVER),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "hear",
        "notified",
        "notified",
        by=_HANDLING,
        label="登记陈述申辩",
        does="登记企业的陈述申辩。",
        reason=True,
        tells=(Audience.APPROVER,),
        capacity=Capacity.REVIEWING,
    ),
    *(
        Step(
            "drop",
            source,
            "dropped",
            by=_HANDLING,
            label="不予追回",
            does="核查后不予追回，说明理由。",
            reason=True,
            tells=(Audience.APPLICANT,),
            capacity=Capacity.REVIEWING,
        )
        for source in ("found", "notified")
    ),
    Step(
        "decide",
        "notified",
        "due",
        by=(Role.APPROVER,),
        label="追回决定",
        does="依据所附法律依据决定追回，写明金额、计息方式和退回期限。",
        requires=(*_CLAIM, recovery.enterprise_heard, recovery.decided_by_another),
        reason=True,
        tells=(Audience.APPLICANT, Audience.FINANCE),
        capacity=Capacity.APPROVING,
    ),
)

_RECEIVING: tuple[Step[RecoveryFacts], ...] = (
    *(
        Step(
            "receive",
            source,
            target,
            by=(Role.FINANCE,),
            label="登记退回",
            does="凭缴款凭证登记退回款项，先冲本金。",
            when=when,
            requires=_RECEIPT,
            tells=(Audience.APPLICANT, Audience.REVIEWER),
            capacity=Capacity.PAYING,
        )
        for source, still in (("due", "partial"), ("partial", "partial"), ("referred", "referred"))
        for target, when in (("repaid", recovery.repays_all), (still, recovery.repays_part))
    ),
    *(
        Step(
            "refer_on",
            source,
            "referred",
            by=(Role.APPROVER,),
            label="移送",
            does="逾期未退清，移送财政、法院或公安处理。",
            requires=(recovery.overdue,),
            reason=True,
            tells=(Audience.APPLICANT, Audience.FINANCE),
            capacity=Capacity.APPROVING,
        )
        for source in ("due", "partial")
    ),
    Step(
        "close",
        "referred",
        "closed",
        by=(Role.APPROVER,),
        label="移送办结",
        does="登记移送处理结果，不再由本系统追回。",
        reason=True,
        tells=(Audience.FINANCE,),
        capacity=Capacity.APPROVING,
    ),
)

RECOVERY_1 = Workflow[RecoveryFacts](
    name="recovery",
    version=1,
    label="追回流程",
    states=_STATES,
    steps=(*_DECIDING, *_RECEIVING),
)

VERSIONS = {workflow.version: Process(workflow) for workflow in (RECOVERY_1,)}
CURRENT = max(VERSIONS)
