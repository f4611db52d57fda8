"""Minutes as DOCX: all of it, in tables that hold, and nothing an applicant typed breaks it."""

import io
from typing import Any

from docx import Document

from casework.exports.minutes_docx import as_docx
from tests.sample_papers import BASE, SAMPLES
from workflows.documents import DocumentKind

CONTENT: dict[str, Any] = {**BASE, "title": "部门联席会议纪要", **SAMPLES[DocumentKind.MINUTES]}


def paragraphs_and_cells(docx: bytes) -> tuple[list[str], list[list[str]]]:
    """The paragraphs, and the rows of every table."""
    document = Document(io.BytesIO(docx))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [paragraph.text for paragraph in document.paragraphs], rows


def test_minutes_hold_every_item_with_its_amount_in_capitals() -> None:
    paragraphs, rows = paragraphs_and_cells(as_docx(CONTENT))

    assert "2026年5月12日 09:30" in [row[1] for row in rows if row[0] == "时间"]
    assert ["金额", "人民币4,800,000.00元（大写：肆佰捌拾万元整）"] in rows
    assert ["区财政局", "财政丙", "2026年5月14日"] in rows
    assert any("北京甲公司（演示）科技发展有限责任公司" in text for text in paragraphs)
    assert not any("{" in text for text in [*paragraphs, *(one for row in rows for one in row)])


def test_each_item_has_its_own_table() -> None:
    item = CONTENT["items"][0]
    three = [{**item, "position": n, "result": f"结论{n}"} for n in (1, 2, 3)]

    _, rows = paragraphs_and_cells(as_docx({**CONTENT, "items": three}))

    assert [row[1] for row in rows if row[0] == "结论"] == ["结论1", "结论2", "结论3"]


def test_signs_of_markup_and_templates_stay_text() -> None:
    typed = "A&B <w:p/> {{ 7 * 7 }} {% for x in y %} 中文"
    item = {**CONTENT["items"][0], "reason": typed}

    _, rows = paragraphs_and_cells(as_docx({**CONTENT, "items": [item]}))

    assert ["理由", typed] in rows
