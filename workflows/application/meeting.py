"""The joint meeting and the district government."""

from __future__ import annotations

from workflows.definition import Audience, Step
from workflows.facts import CaseFacts
from workflows.guards import meeting
from workflows.roles import Role

_MEETING = (Role.SECRETARY, Role.CONVENER)
_RESOLVED = (
    meeting.meeting_agreed,
    meeting.quorate,
    meeting.minutes_issued,
    meeting.meeting_was_held,
    meeting.resolved_within_ceiling,
)
_DECIDED = (
    meeting.government_result_complete,
    meeting.government_after_meeting,
    meeting.government_opinions_in,
)

MEETING: tuple[Step[CaseFacts], ...] = (
    Step(
        "endorse",
        "joint_meeting",
        "awaiting_approval",
        by=_MEETING,
        label="会议同意",
        does="会议纪要已印发，按会议决议提请批准。",
        when=meeting.goes_to_approval,
        requires=_RESOLVED,
        tells=(Audience.APPLICANT, Audience.APPROVER),
    ),
    Step(
        "endorse",
        "joint_meeting",
        "deliberation",
        by=_MEETING,
        label="提请区政府审议",
        does="会议纪要已印发，决议作为建议报区政府审议。",
        when=meeting.goes_to_government,
        requires=_RESOLVED,
        tells=(Audience.APPLICANT, Audience.GOVERNMENT_OFFICE),
    ),
    Step(
        "postpone",
        "joint_meeting",
        "joint_meeting",
        by=_MEETING,
        label="暂缓审议",
        does="本次会议暂缓，留待以后的会议审议。",
        reason=True,
        tells=(Audience.REVIEWER,),
    ),
    Step(
        "not_agreed",
        "joint_meeting",
        "decline_proposed",
        by=_MEETING,
        label="会议不同意",
        does="会议决议不予支持，告知企业理由，企业可在期限内陈述申辩。",
        requires=(
            meeting.meeting_did_not_agree,
            meeting.quorate,
            meeting.minutes_issued,
            meeting.meeting_was_held,
        ),
        reason=True,
        tells=(Audience.APPLICANT, Audience.APPROVER),
    ),
    *(
        Step(
            "send_back",
            source,
            "under_review",
            by=_MEETING,
            label="退回部门",
            does="退回主管部门重新审核，例如有人应回避而未回避。",
            reason=True,
            tells=(Audience.REVIEWER,),
        )
        for source in ("joint_meeting", "deliberation")
    ),
    Step(
        "record_government_result",
        "deliberation",
        "awaiting_approval",
        by=(Role.GOVERNMENT_OFFICE,),
        label="登记区政府审议结果",
        does="登记区政府审议结果（日期、文号、文件），同意的提请批准。",
        when=meeting.government_agreed,
        requires=(*_DECIDED, meeting.government_within_ceiling),
        tells=(Audience.APPLICANT, Audience.APPROVER),
    ),
    Step(
        "record_government_result",
        "deliberation",
        "decline_proposed",
        by=(Role.GOVERNMENT_OFFICE,),
        label="登记区政府审议结果",
        does="区政府不同意，告知企业理由，企业可在期限内陈述申辩。",
        when=meeting.government_did_not_agree,
        requires=_DECIDED,
        tells=(Audience.APPLICANT, Audience.APPROVER),
    ),
    Step(
        "record_government_result",
        "deliberation",
        "under_review",
        by=(Role.GOVERNMENT_OFFICE,),
        label="登记区政府审议结果",
        does="区政府退回，案件回到主管部门审核。",
        when=meeting.government_sent_back,
        requires=_DECIDED,
        tells=(Audience.REVIEWER, Audience.MEETING),
    ),
)
