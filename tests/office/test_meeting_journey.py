"""One case, one policy, from nomination to the last payment, with all that can get between."""

from __future__ import annotations

from datetime import date

import pytest

from casework.commands import approve, objections, publish, recuse
from casework.commands.joint_meeting import carry, hold
from casework.exports.documents import as_pdf
from casework.exports.minutes_docx import as_docx
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries.documents import of_case, of_meeting
from casework.queries.joint_meeting.sitting import look_at
from casework.records.public_notice import Objection
from tests.office.council import Council
from tests.office.desk import a_file
from tests.office.payments import ledger_faults, ready, with_money
from tests.office.runs import answer, sent
from tests.office.test_minutes_docx import paragraphs_and_cells
from tests.office.test_papers import text_of
from workflows.documents import DocumentKind
from workflows.facts import Result
from workflows.meeting.recusal import RecusalGround
from workflows.money import Money, yuan
from workflows.objections import Outcome
from workflows.refusals import Refused

AGREED = yuan(2_500_000)


def test_a_one_case_one_policy_item_goes_all_the_way(council: Council) -> None:
    desk = council.desk
    with_money(desk, covers=("xc-2022-114",))
    case = council.nominated()

    # A first meeting has no quorum for the item; the case waits for the next.
    first = council.in_session([case], absent=("xc-czj", "xc-kxj", "xc-scj"))
    with pytest.raises(Refused, match="item_without_quorum"):
        council.do(hold.open_item, by=council.convener, meeting=first, position=1)
    council.issued(first, without=("xc-czj", "xc-kxj", "xc-scj"))
    assert desk.case(case).state == "joint_meeting"

    # At the second one member is recused, and the amount is changed.
    second = council.in_session([case])
    _recused(council, case, "xc-rsj")
    council.do(hold.open_item, by=council.convener, meeting=second, position=1)
    council.voted(second, 1, against=("xc-scj",), without=("xc-rsj",))
    council.concluded(second, 1, Result.AGREED_WITH_CHANGES, AGREED, "剔除公共区域面积")
    document = council.issued(second)
    assert desk.case(case).due_on == date(2026, 4, 7)  # five working days, Tomb-Sweeping between
    assert desk.case(case).state == "joint_meeting"  # the changes are to be confirmed first
    with pytest.raises(Refused, match="changes_unconfirmed"):
        desk(carry.release, case, by=council.secretary, seen=None)
    desk(carry.confirm_changes, case, by=desk.cast.reviewer, seen=None, remarks="已按意见修改")
    desk(carry.release, case, by=council.secretary, seen=None)
    _look_at(council, second, document.number)

    # The government agrees; approval is never above what was agreed.
    council.referred(case)
    council.decided(case, amount=AGREED)
    with pytest.raises(Refused, match="above_ceiling"):
        desk(approve.approve, case, by=desk.cast.approver, seen=None, amount=AGREED + Money(1))
    award = desk(approve.approve, case, by=desk.cast.approver, seen=None)
    assert award.amount_fen == AGREED.fen

    # The notice hangs, somebody objects, the objection fails, the notice closes by itself.
    _noticed(council, case)
    assert desk.case(case).state == "disbursing"
    _paid(council, case)
    assert desk.case(case).state == "settled"
    _papers(council, case)


def _recused(council: Council, case: str, name: str) -> None:
    member = council.seats[name]
    desk = council.desk
    desk(
        recuse.raise_recusal,
        case,
        by=member,
        seen=None,
        person_id=member.user_id,
        ground=RecusalGround.FINANCIAL_INTEREST,
        reason="配偶持股",
    )
    desk(
        recuse.decide_recusal,
        case,
        by=council.convener,
        seen=None,
        person_id=member.user_id,
        ordered=True,
        reason="情况属实",
    )


def _look_at(council: Council, meeting: str, number: str) -> None:
    """The minutes as PDF and DOCX say what was resolved."""
    with council.desk.database.reading() as session:
        sitting = look_at(session, meeting, council.convener)
        papers = {row.kind: row for row in of_meeting(session, sitting.meeting.id)}
    content = papers["minutes"].content
    text = text_of(as_pdf(DocumentKind.MINUTES, 1, content))
    _, rows = paragraphs_and_cells(as_docx(content))

    assert set(papers) == {"meeting_notice", "voting_record", "minutes"}
    assert number.endswith("联纪〔2026〕2号")
    assert "人民币2,500,000.00元（大写：贰佰伍拾万元整）" in text
    assert "回避区人力社保局" in text
    assert "区市场监管局：反对，测算依据不足" in text
    assert ["结论", "原则同意、按意见修改"] in rows
    assert ["法定人数", "应到 5，须到 4，实到 5"] in rows


def _noticed(council: Council, case: str) -> None:
    desk = council.desk
    desk(
        publish.post_notice,
        case,
        by=desk.cast.reviewer,
        seen=None,
        place="区政府网站",
        proof_sha256=a_file("proof").sha256,
    )
    desk.days_later(2)
    row: Objection = desk(
        objections.receive,
        case,
        by=desk.cast.objection_examiner,
        seen=None,
        raised_by="丁示例公司",
        grounds="认为面积计算有误",
    )
    assert desk.case(case).state == "objection"
    desk.days_later(20)
    drain(desk.database, TASKS, at=desk.at)
    assert desk.case(case).state == "objection"  # the notice does not close over it
    examiner = desk.cast.objection_examiner
    desk(
        objections.examine,
        case,
        by=examiner,
        objection_id=row.id,
        outcome=Outcome.NOT_UPHELD,
        finding="面积以不动产登记为准",
    )
    desk(objections.answer, case, by=examiner, seen=None, objection_id=row.id, remarks="不成立")
    assert desk.case(case).state == "public_notice"
    desk.days_later(1)
    drain(desk.database, TASKS, at=desk.at)


def _paid(council: Council, case: str) -> None:
    desk = council.desk
    ready(desk, case)
    sent(desk)
    answer(desk, [f"{case}-01,paid,2500000.00,HD001,{desk.at.date()},"], paid="2500000.00")
    assert ledger_faults(desk) == ()


def _papers(council: Council, case: str) -> None:
    desk = council.desk
    drain(desk.database, TASKS, at=desk.at)
    with desk.database.reading() as session:
        case_id = desk.case(case).id
        found = of_case(session, case_id, actor=desk.cast.auditor)
        shown = of_case(session, case_id, actor=desk.cast.jia)
    kinds = [row.kind for row in found]
    decision = next(row for row in found if row.kind == "support_decision")

    assert {"public_notice", "objection_receipt", "objection_answer"} <= set(kinds)
    assert not {row.kind for row in shown} & {"objection_receipt", "objection_answer"}
    assert "联纪〔2026〕2号、西政会纪〔2026〕12号" in decision.content["basis"]
