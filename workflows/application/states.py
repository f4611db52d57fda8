"""The states of an application, from 草稿 to 办结 (practice 2.1, 2.2)."""

from __future__ import annotations

from workflows.definition import Clock, State
from workflows.roles import Role

STATES = (
    State(
        "draft",
        "草稿",
        public="草稿，尚未提交",
        awaits=(Role.APPLICANT,),
        initial=True,
    ),
    State(
        "submitted",
        "待受理",
        public="已提交，等待受理",
        awaits=(Role.WINDOW, Role.REVIEWER),
        clock=Clock.RUNNING,
        allowed="acceptance",
    ),
    State(
        "returned",
        "待补正",
        public="请按补正通知补充材料",
        awaits=(Role.APPLICANT,),
        clock=Clock.STOPPED,
        allowed="correction",
    ),
    State(
        "under_review",
        "审核中",
        public="主管部门审核中",
        awaits=(Role.REVIEWER, Role.SECOND_REVIEWER),
        clock=Clock.RUNNING,
        allowed="review",
    ),
    State(
        "joint_check",
        "联审中",
        public="相关部门联审中",
        awaits=(Role.CONSULTED,),
        clock=Clock.RUNNING,
        allowed="joint_check",
    ),
    State(
        "joint_meeting",
        "待联席会议审议",
        public="部门联席会议审议中",
        awaits=(Role.SECRETARY, Role.CONVENER),
        clock=Clock.RUNNING,
        allowed="meeting",
    ),
    State(
        "deliberation",
        "待区政府审议",
        public="区政府审议中",
        awaits=(Role.GOVERNMENT_OFFICE,),
        clock=Clock.RUNNING,
        allowed="government",
    ),
    State(
        "awaiting_approval",
        "待批准",
        public="等待批准",
        awaits=(Role.APPROVER,),
        clock=Clock.RUNNING,
        allowed="decision",
    ),
    State(
        "decline_proposed",
        "拟不予支持",
        public="拟不予支持，您可以陈述申辩",
        awaits=(Role.APPLICANT, Role.APPROVER),
        clock=Clock.RUNNING,
        allowed="answer",
    ),
    State(
        "public_notice",
        "公示中",
        public="公示中",
        awaits=(Role.REVIEWER, Role.SYSTEM),
        clock=Clock.RUNNING,
    ),
    State(
        "objection",
        "异议处理中",
        public="异议处理中",
        awaits=(Role.OBJECTION_EXAMINER,),
        clock=Clock.STOPPED,
        allowed="objection",
    ),
    State(
        "suspended",
        "中止",
        public="办理中止",
        awaits=(Role.APPROVER,),
        clock=Clock.STOPPED,
    ),
    State("disbursing", "兑付中", public="已获支持，资金兑付中", awaits=(Role.FINANCE,)),
    State("settled", "办结", public="已办结，资金已全部拨付", final=True),
    State("declined", "不予支持", public="不予支持", final=True),
    State("not_accepted", "不予受理", public="不予受理", final=True),
    State("lapsed", "逾期失效", public="逾期未办，申报已失效", final=True),
    State("withdrawn", "已撤回", public="已撤回", final=True),
    State("terminated", "终止", public="办理终止", final=True),
)
