"""Filing, acceptance, correction, and the enterprise's own way out."""

from __future__ import annotations

from workflows.definition import Audience, Capacity, Step
from workflows.facts import CaseFacts
from workflows.guards import filing
from workflows.roles import Role

_OFFICERS = (Role.WINDOW, Role.REVIEWER, Role.SECOND_REVIEWER)

FILING: tuple[Step[CaseFacts], ...] = (
    Step(
        "submit",
        "draft",
        "submitted",
        by=(Role.APPLICANT,),
        label="提交申报",
        does="正式提交申报；提交日即为适用政策的判断日，并按测算上限预占额度。",
        requires=(
            filing.clause_in_force,
            filing.facts_complete,
            filing.materials_complete,
            filing.not_supported_elsewhere,
        ),
        tells=(Audience.APPLICANT, Audience.WINDOW),
        capacity=Capacity.APPLYING,
    ),
    Step(
        "accept",
        "submitted",
        "under_review",
        by=(Role.WINDOW, Role.REVIEWER, Role.SYSTEM),
        label="受理",
        does="受理申报并转入审核；逾期未处理的由系统视为受理。",
        requires=(filing.materials_complete, filing.silence_only_when_overdue),
        tells=(Audience.APPLICANT, Audience.REVIEWER),
        capacity=Capacity.REVIEWING,
    ),
    *(
        Step(
            "decline_acceptance",
            source,
            "not_accepted",
            by=(Role.REVIEWER, Role.SECOND_REVIEWER),
            label="不予受理",
            does="不予受理并说明理由；预占额度随即释放，案件结束。",
            requires=(filing.not_yet_accepted,),
            reason=True,
            tells=(Audience.APPLICANT,),
            capacity=Capacity.REVIEWING,
        )
        for source in ("submitted", "returned")
    ),
    *(
        Step(
            "return_for_correction",
            source,
            "returned",
            by=_OFFICERS,
            label="退回补正",
            does="一次性告知全部需补正的内容并退回企业；办理时限暂停计算。",
            requires=(filing.correction_left,),
            reason=True,
            tells=(Audience.APPLICANT,),
            capacity=Capacity.REVIEWING,
        )
        for source in ("submitted", "under_review")
    ),
    *(
        Step(
            "resubmit",
            "returned",
            target,
            by=(Role.APPLICANT,),
            label="提交补正",
            does="提交补正后的材料，案件回到退回前的环节；首次申报日不变。",
            when=when,
            requires=(
                filing.facts_complete,
                filing.materials_complete,
                filing.not_supported_elsewhere,
            ),
            tells=(Audience.APPLICANT, told),
            capacity=Capacity.APPLYING,
        )
        for target, when, told in (
            ("submitted", filing.was_not_accepted, Audience.WINDOW),
            ("under_review", filing.was_accepted, Audience.REVIEWER),
        )
    ),
    *(
        Step(
            "take_back",
            "returned",
            target,
            by=_OFFICERS,
            label="收回退回",
            does="收回误发的补正通知，案件回到退回前的环节。",
            when=when,
            reason=True,
            tells=(Audience.APPLICANT,),
            capacity=Capacity.REVIEWING,
        )
        for target, when in (
            ("submitted", filing.was_not_accepted),
            ("under_review", filing.was_accepted),
        )
    ),
    Step(
        "lapse",
        "draft",
        "lapsed",
        by=(Role.SYSTEM,),
        label="失效",
        does="政策申报期已过，草稿失效。",
        requires=(filing.clause_over,),
        tells=(Audience.APPLICANT,),
    ),
    Step(
        "lapse",
        "returned",
        "lapsed",
        by=(Role.REVIEWER, Role.SYSTEM),
        label="逾期失效",
        does="补正期限已过仍未补正，申报失效并释放预占额度。",
        requires=(filing.time_over,),
        tells=(Audience.APPLICANT,),
    ),
    *(
        Step(
            "withdraw",
            source,
            "withdrawn",
            by=(Role.APPLICANT,),
            label="撤回申报",
            does="撤回申报并释放预占额度，案件结束；符合条件的可以重新申报。",
            tells=() if source == "draft" else (Audience.APPLICANT, Audience.REVIEWER),
        )
        for source in (
            "draft",
            "submitted",
            "returned",
            "under_review",
            "joint_check",
            "joint_meeting",
            "deliberation",
            "awaiting_approval",
            "decline_proposed",
            "suspended",
        )
    ),
)
