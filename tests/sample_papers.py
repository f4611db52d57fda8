"""Content of one paper of each kind, plainly fictional, with names that try the setting."""

from typing import Any

from workflows.capital_numerals import in_capitals
from workflows.documents import DocumentKind
from workflows.money import Money

BASE: dict[str, Any] = {
    "number": "区科技和信息化局受〔2026〕3号",
    "code": "ABCD-EFGH-JKMN-PQRS",
    "issuer": "北京市西城区科学技术和信息化局",
    "issued_on": "2026-05-12",
    "signed_by": "审核员甲",
    "signed_for": "",
}
CASE = {
    "reference": "XC-2026-000123",
    "enterprise": "北京甲公司（演示）科技发展有限责任公司",
    "credit_code": "91110102MA00ABCD1X",
    "policy_title": "关于支持高精尖产业发展的若干措施",
    "policy_number": "西发改文〔2023〕71号",
    "article": "第十一条第一项",
    "clause": "国家高新技术企业认定奖励",
    "department": "区科技和信息化局",
    "filed_on": "2026-05-06",
}


def money(yuan: int) -> dict[str, Any]:
    """An amount as papers keep it."""
    amount = Money(yuan * 100)
    return {"fen": amount.fen, "yuan": str(amount), "capitals": in_capitals(amount)}


MEETING = {
    "reference": "XC-M-2026-003",
    "title": "2026年第3次部门联席会议",
    "held_on": "2026-05-12",
    "time": "09:30",
    "place": "区政府二号楼三层会议室",
    "convener": "召集人乙",
    "members": ["区发展改革委", "区财政局", "区科技和信息化局", "区市场监管局"],
    "observers": ["区审计局"],
    "present": ["区发展改革委", "区财政局", "区市场监管局（代：丁，委〔2026〕1号）"],
    "absent": ["区科技和信息化局"],
}
DUE = {"due_on": "2026-06-30", "due_provisional": True}
REASON = {"remarks": "未在规定期限内提供有效的资质证明。", "basis": "西发改文〔2023〕71号第十一条"}
COMPLAINT = {
    "case": {key: CASE[key] for key in ("reference", "enterprise", "clause")},
    "matter": "objection",
    "raised_by": "北京乙公司（演示）",
    "received_on": "2026-05-20",
    "grounds": "认为金额计算中重复计入了设备费用。",
}
ITEM = {
    "position": 1,
    "reference": "XC-2026-000123",
    "enterprise": "北京甲公司（演示）科技发展有限责任公司",
    "clause": "重大项目一事一议",
    "grounds": "一事一议",
    "reporter": "区科技和信息化局",
    "facts": "项目总投资二亿三千万元，已完成备案，材料齐全。",
    "calculation": "核定上限 5,000,000.00 元；建议 5,000,000.00 元",
    "recused": ["区科技和信息化局"],
    "quorum": "应到 3，须到 2，实到 3",
    "views": "区财政局：同意。区市场监管局：保留意见，建议核减重复支出。",
    "count_words": "同意 2 票，反对 0 票，保留 1 票，达到三分之二，通过",
    "result": "原则同意、按意见修改",
    "amount": money(4_800_000),
    "conditions": "项目竣工验收后拨付第二期。",
    "reason": "剔除重复计入的设备费用。",
    "responsible": "区科技和信息化局",
    "due": "2026年6月30日",
}

SAMPLES: dict[DocumentKind, dict[str, Any]] = {
    DocumentKind.RECEIPT: {
        "case": CASE,
        "materials": [{"name": "营业执照", "fingerprint": "9f86d081"}],
        **DUE,
    },
    DocumentKind.CORRECTION_NOTICE: {
        "case": CASE,
        "defects": [
            {"about": "审计报告", "words": "缺少2025年度专项审计报告的盖章页。"},
            {"about": "银行账户", "words": "户名与单位名称不一致。"},
        ],
        "remarks": "可以通过系统一次提交。",
        **DUE,
    },
    DocumentKind.ACCEPTANCE_NOTICE: {"case": CASE, "promised": ["年度审计报告"], **DUE},
    DocumentKind.NON_ACCEPTANCE_NOTICE: {"case": CASE, **REASON},
    DocumentKind.DECLINE_PROPOSAL: {"case": CASE, **REASON, **DUE},
    DocumentKind.DECLINE_DECISION: {"case": CASE, **REASON},
    DocumentKind.WITHDRAWAL_NOTICE: {"case": CASE, "remarks": "项目计划调整。"},
    DocumentKind.SUSPENSION_NOTICE: {"case": CASE, "remarks": "等待诉讼结果。"},
    DocumentKind.TERMINATION_NOTICE: {"case": CASE, "remarks": "企业已注销。"},
    DocumentKind.SUPPORT_DECISION: {
        "case": CASE,
        "basis": "区发展改革委联纪〔2026〕3号",
        "amount": money(300_000),
        "plan": [
            {"number": 1, "name": "第一年", "due": "2026年6月30日", "yuan": "100,000.00"},
            {"number": 2, "name": "第二年", "due": "2027年6月30日", "yuan": "100,000.00"},
            {"number": 3, "name": "第三年", "due": "2028年6月30日", "yuan": "100,000.00"},
        ],
        "conditions": "拨付时高新技术企业资格有效。",
        "reason": "按分三年拨付。",
    },
    DocumentKind.PUBLIC_NOTICE: {
        "policy_title": CASE["policy_title"],
        "policy_number": CASE["policy_number"],
        "entries": [
            {
                "enterprise": CASE["enterprise"],
                "credit_code": CASE["credit_code"],
                "item": CASE["clause"],
                "yuan": "300,000.00",
            }
        ],
        "posted_on": "2026-05-12",
        "working_days": 5,
        "last_day": "2026-05-19",
        "provisional": True,
        "place": "区政府门户网站公示公告栏",
    },
    DocumentKind.OBJECTION_RECEIPT: {**COMPLAINT, **DUE},
    DocumentKind.OBJECTION_ANSWER: {
        **COMPLAINT,
        "finding": "经核对发票与合同，设备费用未重复计入。",
        "result": "not_upheld",
        "answer": "异议不成立，继续公示。",
    },
    DocumentKind.MEETING_NOTICE: {
        "meeting": {key: MEETING[key] for key in MEETING if key not in ("present", "absent")},
        "items": [
            {
                "position": 1,
                "reference": "XC-2026-000123",
                "enterprise": CASE["enterprise"],
                "clause": "重大项目一事一议",
                "recommended": "5,000,000.00",
            }
        ],
    },
    DocumentKind.VOTING_RECORD: {
        "meeting": {
            key: MEETING[key] for key in ("reference", "title", "held_on", "time", "place")
        },
        "attendance": [
            {"department": "区发展改革委", "member": "召集人乙", "seat": "召集人", "came": "本人"},
            {"department": "区审计局", "member": "审计戊", "seat": "列席", "came": "缺席"},
        ],
        "items": [
            {
                "position": 1,
                "reference": "XC-2026-000123",
                "enterprise": CASE["enterprise"],
                "clause": "重大项目一事一议",
                "opinions": [
                    {
                        "department": "区财政局",
                        "person": "财政丙",
                        "choice": "保留",
                        "reason": "建议核减重复支出",
                    }
                ],
                "count_words": "同意 2 票，反对 0 票，保留 1 票，通过",
            }
        ],
    },
    DocumentKind.MINUTES: {
        "meeting": MEETING,
        "opening": "会议听取了各部门汇报。",
        "items": [ITEM],
        "closing": "会议要求抓紧落实。",
        "signatures": [
            {"department": "区发展改革委", "person": "召集人乙", "at": "2026年5月14日"},
            {"department": "区财政局", "person": "财政丙", "at": "2026年5月14日"},
        ],
        "distribution": "各成员单位，区政府办",
    },
    DocumentKind.MINUTES_CORRECTION: {
        "minutes_number": "区发展改革委联纪〔2026〕3号",
        "meeting": {"title": MEETING["title"]},
        "serial": 1,
        "item": "议题 1（XC-2026-000123）",
        "text": "责任部门更正为区财政局。",
        "reason": "原稿笔误。",
    },
}
