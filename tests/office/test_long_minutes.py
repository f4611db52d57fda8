"""Minutes of a long agenda with long names: nothing is cut, nothing lies over anything else."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from pypdf import PdfReader

from casework.exports.documents import as_pdf
from casework.exports.minutes_docx import as_docx
from tests.office.test_papers import text_of
from tests.sample_papers import BASE, SAMPLES
from workflows.documents import DocumentKind

OFFICES = [f"西城区第{number}发展改革与社会统筹协调服务管理局" for number in range(25)]
ENTERPRISES = [
    f"北京示例第{number}智能装备与数字内容科技发展集团股份有限公司（演示）" for number in range(34)
]
LOWEST = 100.0
"""Points above the lower edge where the text of a page ends, and its foot begins."""


def long_minutes() -> dict[str, Any]:
    """34 items, 25 departments, every one of which signed."""
    sample = {**BASE, "title": "部门联席会议纪要", **SAMPLES[DocumentKind.MINUTES]}
    (item, *_), (signature, *_) = sample["items"], sample["signatures"]
    return {
        **sample,
        "meeting": {**sample["meeting"], "members": OFFICES, "present": OFFICES},
        "items": [
            {
                **item,
                "position": place + 1,
                "enterprise": name,
                "conditions": "落实项目投资进度，分年度提交专项审计报告。" * 5,
                "reason": f"剔除公共区域面积后重新测算，理由之{place + 1}。" * 8,
            }
            for place, name in enumerate(ENTERPRISES)
        ],
        "signatures": [{**signature, "department": office} for office in OFFICES],
        "distribution": "、".join(OFFICES),
    }


def lowest_text(pdf: bytes) -> list[float]:
    """Of each page, how far above its edge the lowest words stand that are not its foot."""
    found = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        heights: list[float] = []

        def keep(
            text: str, frame: Any, place: Any, _font: Any, size: float, into: list[float] = heights
        ) -> None:
            if text.strip() and size > 9:
                into.append(float(place[5] * frame[3] + frame[5]))

        page.extract_text(visitor_text=keep)
        found.append(min(heights, default=LOWEST))
    return found


def test_every_item_every_signature_and_the_distribution_are_on_the_pages() -> None:
    pdf = as_pdf(DocumentKind.MINUTES, 2, long_minutes())
    text = "".join(text_of(pdf).split())

    for name in ENTERPRISES:
        assert name in text, name
    for office in OFFICES:
        assert text.count(office) >= 3, office  # a page may end within a name
    assert "理由之34。" in text
    assert "（大写：" in text


def test_no_text_runs_over_the_end_of_a_page() -> None:
    pdf = as_pdf(DocumentKind.MINUTES, 2, long_minutes())

    assert min(lowest_text(pdf)) > LOWEST
    assert len(lowest_text(pdf)) > 15


def test_the_signature_never_stands_alone_on_a_page() -> None:
    pages = PdfReader(io.BytesIO(as_pdf(DocumentKind.MINUTES, 2, long_minutes()))).pages

    assert "分送" in pages[-1].extract_text()


def test_the_docx_holds_the_same_items_and_signatures() -> None:
    document = Document(io.BytesIO(as_docx(long_minutes())))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    headings = "".join(paragraph.text for paragraph in document.paragraphs)
    assert all(name in headings for name in ENTERPRISES)
    assert all(cells.count(office) == 1 for office in OFFICES)


def test_amounts_of_hundreds_of_millions_fit_the_agenda() -> None:
    item = {"reference": "XC-2026-000001", "clause": "购房补助", "recommended": "123,456,789.01"}
    items = [
        {**item, "position": place + 1, "enterprise": name}
        for place, name in enumerate(ENTERPRISES)
    ]
    notice = {**BASE, "title": "部门联席会议通知", **SAMPLES[DocumentKind.MEETING_NOTICE]}
    pdf = as_pdf(DocumentKind.MEETING_NOTICE, 2, {**notice, "items": items})

    text = "".join(text_of(pdf).split())
    assert text.count("123,456,789.01") == len(ENTERPRISES)
    assert all(name in text for name in ENTERPRISES)
