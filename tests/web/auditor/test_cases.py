"""One case before the auditor: read whole, printed whole, and only of the district."""

from __future__ import annotations

import io

import sqlalchemy as sa
from pypdf import PdfReader

from tests.office.desk import Desk
from tests.web.auditor.traces import content, noted
from tests.web.visitor import Visitor


def test_a_case_is_read_and_nothing_is_offered(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    auditor.get(f"/office/cases/{paid[0]}")

    assert auditor.status == 200
    assert paid[0] in auditor.title
    assert auditor.page.xpath("//main//form") == []
    assert noted(desk, "viewed")[-1] == {"page": "case.show", "reference": paid[0]}


def test_a_case_file_is_one_pdf_with_its_whole_history(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    pdf = PdfReader(io.BytesIO(content(auditor, f"/audit/cases/{paid[0]}/file.pdf")))
    text = "".join(page.extract_text() for page in pdf.pages)

    for shown in (paid[0], "甲示例科技有限公司", "办理记录", "300,000.00", "GR202611000001"):
        assert shown in text
    assert noted(desk, "exported")[-1]["case"] == paid[0]


def test_a_case_of_another_district_is_not_there(
    auditor: Visitor, desk: Desk, paid: tuple[str, str]
) -> None:
    with desk.database.transaction() as session:
        session.execute(
            sa.text("UPDATE cases SET district_id = 'tongzhou' WHERE reference = :r"),
            {"r": paid[1]},
        )

    for path in (
        f"/office/cases/{paid[1]}",
        f"/audit/cases/{paid[1]}/file.pdf",
        f"/audit/recomputation/{paid[1]}",
    ):
        assert auditor.get(path).status == 404
    for path in (
        "/audit/cases",
        "/audit/disbursements",
        "/audit/between?first=2026-03-01&last=2027-01-01",
    ):
        assert paid[1] not in auditor.get(path).words
