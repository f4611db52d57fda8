"""Whole ways through the office in a real browser, as the people who use it go them."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from casework.commands import publish, review
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from tests.office.desk import Desk, a_file
from tests.web.journeys.conftest import Sit

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PAPERS = ("申报书", "申报承诺书", "本单位基本存款账户信息")


def _upload(page: Page, material: str) -> None:
    place = page.locator("section", has=page.get_by_role("heading", name=material, exact=True))
    place.locator("input[type=file]").set_input_files(
        {"name": f"{material}.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    place.get_by_role("button", name="上传").click()
    expect(place.get_by_text("已提交")).to_be_visible()


def _step(page: Page, name: str) -> None:
    """Open a step on the case page and take it."""
    steps = page.locator("#steps")
    steps.locator("summary", has_text=re.compile(f"^{name}$")).click()
    steps.get_by_role("button", name=name, exact=True).click()


def test_an_enterprise_files_corrects_and_sees_its_payments(sit: Sit, desk: Desk) -> None:
    cast, applicant = desk.cast, sit(desk.cast.jia)

    # 1. The enterprise finds the clause and files.
    applicant.goto("/policies")
    applicant.get_by_label("关键词").fill("国高新首次")
    applicant.get_by_role("button", name="查找").click()
    applicant.get_by_role("link", name="国高新首次认定或迁入奖励").click()
    applicant.get_by_role("button", name="开始申报").click()
    applicant.get_by_label("国高新证书号").fill("GR202611000077")
    applicant.get_by_label("首次取得证书").check()
    applicant.get_by_role("button", name="保存并继续").click()
    for paper in PAPERS:
        _upload(applicant, paper)
    applicant.get_by_role("link", name="下一步：核对提交").click()
    expect(applicant.get_by_text("可以支持：300,000 元")).to_be_visible()
    applicant.get_by_label("本企业承诺").check()
    applicant.get_by_role("button", name="提交申报").click()
    expect(applicant.get_by_role("status")).to_contain_text("已提交")
    reference = applicant.url.split("/")[-1]

    # 2. The department returns it; the enterprise answers in one place.
    desk(
        review.return_for_correction,
        reference,
        by=cast.reviewer,
        seen=None,
        defects=[review.ToCorrect("申报书未盖章。", "incomplete", "申报书")],
        remarks="请补正",
    )
    applicant.goto("/my")
    applicant.get_by_role("link", name=re.compile(f"{reference} 国高新")).click()
    applicant.get_by_label("怎样补正").fill("已重新盖章上传。")
    applicant.get_by_role("button", name="提交补正").click()
    expect(applicant.locator(".figure-big").first).to_have_text("已提交，等待受理")

    # 3. The reviewer accepts, works it out and recommends it, each by a button of the page.
    reviewer = sit(cast.reviewer)
    reviewer.goto(f"/office/cases/{reference}")
    _step(reviewer, "受理")
    desk.answer_flags(reference)
    reviewer.goto(f"/office/cases/{reference}")
    _step(reviewer, "核定额度")
    _step(reviewer, "提请批准")

    # 4. The approver approves; the notice hangs and ends.
    approver = sit(cast.approver)
    approver.goto(f"/office/cases/{reference}")
    _step(approver, "批准")
    expect(approver.get_by_text("公示中").first).to_be_visible()
    _notice_over(desk, reference)

    # 5. The enterprise sees what is to be paid, to the fen.
    again = sit(cast.jia)
    again.goto(f"/my/cases/{reference}")
    expect(again.get_by_role("heading", name="支持金额")).to_be_visible()
    row = again.get_by_role("row", name=re.compile("第 1 期"))
    expect(row).to_contain_text("100,000.00")


def _notice_over(desk: Desk, reference: str) -> None:
    desk(
        publish.post_notice,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        place="区政府网站",
        proof_sha256=a_file(reference).sha256,
    )
    drain(desk.database, TASKS, at=desk.at)
    desk.days_later(10)
    drain(desk.database, TASKS, at=desk.at)
    if desk.case(reference).state == "public_notice":
        desk(publish.close_notice, reference, by=desk.cast.reviewer, seen=None)


def test_a_reviewer_clears_ten_cases_by_keyboard(sit: Sit, desk: Desk) -> None:
    references = []
    for number in range(10):
        facts = {
            "case.hnte_event": "first_certificate",
            "case.hnte_certificate_no": f"GR2026110010{number:02d}",
        }
        references.append(desk.submitted(facts=facts))
    page = sit(desk.cast.reviewer)
    page.goto("/office/to-do")
    expect(page.locator("tbody tr")).to_have_count(10)

    for _ in range(10):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.get_by_label("对勾选的案件").focus()
    page.get_by_label("对勾选的案件").select_option("accept")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("办理成功 10 件")).to_be_visible()
    assert {desk.case(one).state for one in references} == {"under_review"}


def test_an_auditor_reconciles_the_file_with_the_page_to_the_fen(
    sit: Sit, desk: Desk, tmp_path: Path
) -> None:
    for number in range(3):
        facts = {
            "case.hnte_event": "first_certificate",
            "case.hnte_certificate_no": f"GR2026110020{number:02d}",
        }
        desk.disbursing(facts=facts)
    page = sit(desk.cast.auditor)
    page.goto("/audit/disbursements?clause=xc-2023-71%2Fart11.a")

    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("CSV")).click()
    file = tmp_path / "history.csv"
    downloading.value.save_as(file)

    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    scheduled = [row for row in rows if (row["受理编号"] or "").startswith("XC-")]
    total = sum(Decimal(row["计划金额（元）"]) for row in scheduled)
    assert len(scheduled) == 9
    assert f"{total:,.2f}" in page.locator("main").inner_text()
    assert desk.count("access_log", kind="exported") == 1


def test_a_double_click_acts_once(sit: Sit, desk: Desk) -> None:
    reference = desk.submitted()
    page = sit(desk.cast.jia)
    page.goto(f"/my/cases/{reference}")
    page.get_by_label("内容").fill("只发一次")

    page.get_by_role("button", name="发送").dblclick()

    expect(page.get_by_text("只发一次")).to_have_count(1)
    assert [event.action for event in desk.events(reference)].count("message") == 1


def test_a_second_tab_and_the_back_button_end_in_a_clear_page(sit: Sit, desk: Desk) -> None:
    reference = desk.submitted()
    page = sit(desk.cast.jia)
    page.goto(f"/my/cases/{reference}")
    stale = page.context.new_page()
    stale.goto(f"/my/cases/{reference}")
    page.locator("summary", has_text="撤回申报").click()
    page.get_by_role("button", name="确认撤回").click()
    expect(page.locator(".figure-big").first).to_have_text("已撤回")

    stale.locator("summary", has_text="撤回申报").click()
    stale.get_by_role("button", name="确认撤回").click()
    expect(stale.get_by_role("alert")).to_be_visible()
    page.go_back()

    expect(page.locator(".figure-big").first).to_have_text("已撤回")
    assert [event.action for event in desk.events(reference)].count("withdraw") == 1


def test_what_is_typed_survives_a_closed_tab(sit: Sit, desk: Desk) -> None:
    reference = desk.draft(facts={})
    page = sit(desk.cast.jia)
    page.goto(f"/my/cases/{reference}/facts")
    with page.expect_response("**/my/typed"):
        page.get_by_label("国高新证书号").fill("GR没写完")
    page.close()

    page = sit(desk.cast.jia)
    page.goto(f"/my/cases/{reference}/facts")

    expect(page.get_by_label("国高新证书号")).to_have_value("GR没写完")
    expect(page.get_by_text("已恢复您")).to_be_visible()


def test_english_is_one_press_away_and_stays(sit: Sit, desk: Desk) -> None:
    page = sit(desk.cast.jia)
    page.goto("/my")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("My applications")
    page.goto("/policies")
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a policy")
