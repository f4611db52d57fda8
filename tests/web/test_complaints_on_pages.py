"""What users of other systems complained about, seen on pages; each with its thread."""

from __future__ import annotations

import csv
import io

import pytest
import sqlalchemy as sa

from casework.commands import review
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from tests.office.desk import Desk
from tests.web.auditor.traces import content
from tests.web.case_page import case_page
from tests.web.conftest import Enter
from tests.web.visitor import Visitor

OURS = {"ours": "91110102MADEM0001X"}


def test_demarche_9257_4316_6570_an_assignment_leaves_who_to_whom_and_why(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.2, 17."""
    reference = desk.accepted()
    visitor = case_page(enter, desk, reference)

    visitor.send({
        "assign-to": str(desk.cast.second_reviewer.user_id), "assign-remarks": "请接办",
    })  # fmt: skip

    history = visitor.page.xpath("string(//*[@id='history'])") or visitor.words
    assert "请接办" in history
    assert desk.cast.reviewer.name in history
    assert desk.cast.second_reviewer.name in visitor.words


def test_unity_1292_1291_a_bulk_step_tells_each_refusal_and_does_the_rest(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.2, 20."""
    first, second = desk.submitted(), desk.submitted(desk.cast.yi)
    visitor = enter(desk.cast.reviewer).get("/office/to-do")
    ticked = list(visitor.page.xpath("//input[@name='case']/@value"))
    desk(review.accept, second, by=desk.cast.window, seen=None)

    visitor.send({"case": ticked, "action": "accept"})

    assert (desk.case(first).state, desk.case(second).state) == ("under_review", "under_review")
    assert second in visitor.words
    assert "没有办理 1 件" in visitor.words


def test_demarche_1491_every_step_of_every_case_is_a_standard_file(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.4, 40."""
    reference = desk.approved()
    auditor = enter(desk.cast.auditor)
    day = desk.at.date()

    text = content(auditor, f"/audit/between/file.csv?first=2026-01-01&last={day}").decode(
        "utf-8-sig"
    )

    steps = [row for row in csv.reader(io.StringIO(text)) if reference in row]
    assert len(steps) == len(desk.events(reference))
    assert all(any(cell.startswith("2026-") for cell in row) for row in steps)
    assert any(desk.cast.reviewer.name in row for row in steps)


def test_hypha_3981_4027_a_file_holds_what_was_filtered_and_says_how_many(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.4, 41."""
    jia, yi = desk.disbursing(), desk.submitted(desk.cast.yi)
    auditor = enter(desk.cast.auditor)

    text = content(auditor, f"/audit/disbursements/file.csv?text={jia}").decode("utf-8-sig")

    assert jia in text
    assert yi not in text
    assert "筛选条件" in text


def test_hypha_4678_a_message_tells_what_happened_not_where_the_case_stands_now(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.4, 43."""
    reference = desk.submitted()
    desk(review.accept, reference, by=desk.cast.window, seen=None)
    drain(desk.database, TASKS, at=desk.at)

    told = enter(desk.cast.jia).get("/my/messages").words

    assert "已提交" in told or "提交" in told
    assert "受理" in told


def test_demarche_8987_4890_what_is_to_mend_stands_first_and_leads_to_its_field(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.4, 45."""
    visitor = enter(desk.cast.jia)
    reference = desk.draft(clause="xc-2022-114/art2.2.b", facts={})
    visitor.get(f"/my/cases/{reference}/facts")
    (name, *_more) = visitor.page.xpath("//main//input[@inputmode='decimal']/@name")

    visitor.send({name: "三十"})

    (summary,) = visitor.page.xpath("//main//*[@role='alert']")
    (target,) = [str(one) for one in summary.xpath(".//a/@href")]
    assert visitor.page.xpath(f"//*[@id='{target[1:]}']/@name") == [name]


def test_demarche_530_a_second_draft_of_the_same_leads_to_the_first(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.4, 46."""
    visitor = enter(desk.cast.jia)
    first = desk.draft()

    visitor.post("/my/cases", {"clause": desk.case(first).clause_id})

    assert visitor.path == f"/my/cases/{first}/facts"
    assert "已有一份草稿" in visitor.words


def test_cudly_1005_four_eyes_bind_administrators_too(enter: Enter, desk: Desk) -> None:
    """Systems 3.4, 51."""
    reference = desk.recommended()
    administrator = enter(desk.cast.system_admin)

    assert administrator.get(f"/office/cases/{reference}").status == 403
    administrator.post(f"/office/cases/{reference}/steps/approve", {"approve-seen": "99"})
    assert administrator.status == 403
    assert desk.case(reference).state == "awaiting_approval"


def test_hypha_4702_3441_who_has_left_stays_in_the_history(enter: Enter, desk: Desk) -> None:
    """Systems 3.4, 39."""
    reference = desk.recommended()
    administrator = enter(desk.cast.system_admin)

    administrator.get(f"/admin/accounts/{desk.cast.reviewer.user_id}").send(button="停用")

    assert desk.cast.reviewer.name in case_page(enter, desk, reference, "approver").words


def test_threesixtygiving_55_176_200_the_award_and_each_payment_have_days_of_their_own(
    enter: Enter, desk: Desk
) -> None:
    """Systems 3.4, 48."""
    desk.disbursing()
    auditor = enter(desk.cast.auditor)

    text = content(auditor, "/audit/disbursements/file.csv").decode("utf-8-sig")

    heading = next(csv.reader(io.StringIO(text)))
    assert "预算年度" in heading
    assert {"批准日期", "到账日期"} <= set(heading) or {"决定日期", "拨付日期"} <= set(heading)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("91110102MADEM0001X", "已登记，不用再注册"),
        (" 91110102madem0001x ", "已登记，不用再注册"),
        ("91110102MADEM0001Y", "校验"),
    ],
)
def test_unity_1414_1519_1527_one_enterprise_is_kept_once_by_its_checked_code(
    somebody: Visitor, desk: Desk, typed: str, said: str
) -> None:
    """Systems 3.4, 47: what cannot be entered twice need not be merged."""
    with desk.database.transaction() as session:
        session.execute(sa.text("UPDATE enterprises SET credit_code = :ours WHERE id = 1"), OURS)
    kept = desk.count("enterprises")

    somebody.get("/sign-up").send({
        **{"credit_code": typed, "name": "又一家示例公司", "district": "xicheng"},
        **{"legal_person": "示例甲", "contact_name": "示例乙", "phone": "010-66001234"},
        **{"sign_in_name": "again", "password": "Ordinary-2026", "again": "Ordinary-2026"},
    })  # fmt: skip

    assert (somebody.status in (409, 422), said in somebody.words) == (True, True), somebody.words
    assert desk.count("enterprises") == kept
