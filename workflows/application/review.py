"""Review: joint check, assessment, recommendation."""

from __future__ import annotations

from workflows.definition import Audience, Capacity, Step
from workflows.facts import CaseFacts
from workflows.guards import decision, filing, review
from workflows.roles import Role

_FIT_TO_RECOMMEND = (
    filing.facts_complete,
    filing.materials_complete,
    filing.not_supported_elsewhere,
    review.veto_opinions_in,
    review.no_veto,
    review.assessment_recorded,
    review.assessment_current,
    review.eligible,
    review.figure_stands,
    review.second_review_done,
    review.exceptions_recorded,
    decision.amount_is_something,
)

REVIEW: tuple[Step[CaseFacts], ...] = (
    Step(
        "request_joint_check",
        "under_review",
        "joint_check",
        by=(Role.REVIEWER,),
        label="征求部门意见",
        does="向相关部门同时征求意见；逾期未答复记为未答复，不视为同意。",
        requires=(review.opinions_asked,),
        tells=(Audience.CONSULTED,),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "record_opinion",
        "joint_check",
        "joint_check",
        by=(Role.CONSULTED,),
        label="反馈意见",
        does="登记本部门对该案件的意见。",
        requires=(review.own_opinion_outstanding,),
        tells=(Audience.REVIEWER,),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "close_joint_check",
        "joint_check",
        "under_review",
        by=(Role.REVIEWER,),
        label="结束联审",
        does="汇总部门意见，案件回到审核。",
        requires=(review.opinions_in,),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "assess",
        "under_review",
        "under_review",
        by=(Role.REVIEWER,),
        label="核定额度",
        does="按条款测算并登记核定额度，逐行说明依据。",
        requires=(filing.facts_complete,),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "check_assessment",
        "under_review",
        "under_review",
        by=(Role.SECOND_REVIEWER,),
        label="复核通过",
        does="由另一人确认测算无误。",
        requires=(
            review.assessment_recorded,
            review.assessment_current,
            review.assessed_by_another,
        ),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "recommend",
        "under_review",
        "awaiting_approval",
        by=(Role.REVIEWER,),
        label="提请批准",
        does="审核完毕，提请批准人决定；须经会议的先提交联席会议。",
        when=review.is_ordinary,
        requires=_FIT_TO_RECOMMEND,
        tells=(Audience.APPLICANT, Audience.APPROVER),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "recommend",
        "under_review",
        "joint_meeting",
        by=(Role.REVIEWER,),
        label="提交联席会议",
        does="审核完毕，提交部门联席会议审议。",
        when=review.needs_joint_meeting,
        requires=_FIT_TO_RECOMMEND,
        tells=(Audience.APPLICANT, Audience.MEETING),
        capacity=Capacity.REVIEWING,
    ),
    *(
        Step(
            "take_back",
            source,
            "under_review",
            by=(Role.REVIEWER,),
            label="收回提请",
            does="收回提请，案件回到审核；不通知企业。",
            reason=True,
            tells=(told,),
            capacity=Capacity.REVIEWING,
        )
        for source, told in (
            ("awaiting_approval", Audience.APPROVER),
            ("joint_meeting", Audience.MEETING),
        )
    ),
    Step(
        "propose_decline",
        "under_review",
        "decline_proposed",
        by=(Role.REVIEWER,),
        label="拟不予支持",
        does="告知企业拟不予支持及理由，企业可在期限内陈述申辩。",
        reason=True,
        tells=(Audience.APPLICANT, Audience.APPROVER),
        capacity=Capacity.REVIEWING,
    ),
    Step(
        "propose_decline",
        "returned",
        "decline_proposed",
        by=(Role.REVIEWER,),
        label="拟不予支持",
        does="不再等待补正，告知企业拟不予支持及理由，企业可在期限内陈述申辩。",
        requires=(filing.already_accepted,),
        reason=True,
        tells=(Audience.APPLICANT, Audience.APPROVER),
        capacity=Capacity.REVIEWING,
    ),
)
