"""Public notice, objections, and the end."""

from __future__ import annotations

from workflows.definition import Audience, Capacity, Step
from workflows.facts import CaseFacts
from workflows.guards import notice
from workflows.roles import Role

_SETTLING = (notice.objection_examined, notice.took_no_part)

CLOSING: tuple[Step[CaseFacts], ...] = (
    Step(
        "post_notice",
        "public_notice",
        "public_notice",
        by=(Role.REVIEWER, Role.SYSTEM),
        label="发布公示",
        does="发布公示，自发布次日起计算公示期；只公开企业名称、信用代码、事项和金额。",
        requires=(notice.notice_not_posted,),
        tells=(Audience.APPLICANT,),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "close_notice",
        "public_notice",
        "disbursing",
        by=(Role.REVIEWER, Role.SYSTEM),
        label="公示结束",
        does="公示期满无异议，按拨付计划分期兑付。",
        requires=(notice.notice_over, notice.notice_proved, notice.no_objection_open),
        tells=(Audience.APPLICANT, Audience.FINANCE),
        capacity=Capacity.REVIEWING,
    ),
    *(
        Step(
            "raise_objection",
            source,
            "objection",
            by=(Role.OBJECTION_EXAMINER, Role.WINDOW, Role.APPLICANT),
            label="登记异议",
            does="登记对该案件的异议；只暂停本案，同批其他案件不受影响。",
            reason=True,
            tells=(Audience.OBJECTION_EXAMINER, Audience.REVIEWER),
        )
        for source in ("public_notice", "objection")
    ),
    Step(
        "settle_objection",
        "objection",
        "public_notice",
        by=(Role.OBJECTION_EXAMINER,),
        label="异议办结",
        does="异议不成立，答复异议人，继续公示。",
        when=notice.last_objection_dismissed,
        requires=_SETTLING,
        reason=True,
        tells=(Audience.OBJECTOR, Audience.APPLICANT, Audience.REVIEWER),
    ),
    Step(
        "settle_objection",
        "objection",
        "objection",
        by=(Role.OBJECTION_EXAMINER,),
        label="异议办结",
        does="本件异议不成立，答复异议人；尚有其他异议待处理。",
        when=notice.other_objections_open,
        requires=_SETTLING,
        reason=True,
        tells=(Audience.OBJECTOR,),
    ),
    Step(
        "settle_objection",
        "objection",
        "under_review",
        by=(Role.OBJECTION_EXAMINER,),
        label="异议成立",
        does="异议成立，答复异议人，案件回到审核，占用释放。",
        when=notice.objection_upheld,
        requires=_SETTLING,
        reason=True,
        tells=(Audience.OBJECTOR, Audience.APPLICANT, Audience.REVIEWER),
    ),
    Step(
        "settle",
        "disbursing",
        "settled",
        by=(Role.FINANCE, Role.SYSTEM),
        label="办结",
        does="各期均已拨付或取消，案件办结归档。",
        requires=(notice.every_instalment_closed, notice.no_recovery_open),
        tells=(Audience.APPLICANT, Audience.REVIEWER),
    ),
)
