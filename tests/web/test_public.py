"""What the public sees: a case by its number and code, papers, public notices."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from casework.commands.documents import check_text
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from tests.office.desk import Desk
from tests.web.visitor import Visitor


@pytest.fixture
def receipt(desk: Desk) -> tuple[str, str, str]:
    """A filed case: its reference, the number of its receipt, and the code on it."""
    reference = desk.submitted()
    drain(desk.database, TASKS, at=desk.at)
    with desk.database.reading() as session:
        number, code = session.execute(sa.text("SELECT number, code FROM documents")).one()
    return reference, number, code


def test_number_and_code_tell_where_a_case_stands(
    somebody: Visitor, receipt: tuple[str, str, str]
) -> None:
    reference, _number, code = receipt

    somebody.get("/status").send({"reference": reference.lower(), "code": code.replace("-", " ")})

    assert "已提交，等待受理" in somebody.words
    assert "示例科技" not in somebody.words


def test_a_wrong_code_tells_nothing(somebody: Visitor, receipt: tuple[str, str, str]) -> None:
    somebody.get("/status").send({"reference": receipt[0], "code": "0000-0000-0000-0000"})
    wrong_code = somebody.words.replace(receipt[0], "")
    somebody.get("/status").send({"reference": "XC-2026-999999", "code": receipt[2]})

    assert somebody.status == 409
    assert "没有查到" in wrong_code


def test_guessing_ends_after_a_while(somebody: Visitor, receipt: tuple[str, str, str]) -> None:
    for guess in range(20):
        code = f"{guess:04d}-0000-0000-0000"
        somebody.get("/status").send({"reference": receipt[0], "code": code})

    somebody.get("/status").send({"reference": receipt[0], "code": receipt[2]})
    assert somebody.status == 429


def test_the_square_on_a_paper_opens_the_page_with_both_filled_in(
    somebody: Visitor, receipt: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _reference, number, code = receipt
    monkeypatch.setenv("CASEWORK_PUBLIC_URL", "https://office.example")

    somebody.get(check_text(number, code).removeprefix("https://office.example")).send({})

    assert "确为本系统出具" in somebody.words


def test_a_paper_is_checked_by_number_and_code(
    somebody: Visitor, receipt: tuple[str, str, str]
) -> None:
    _reference, number, code = receipt

    somebody.get("/papers").send({"number": number, "code": code})
    assert "确为本系统出具" in somebody.words
    somebody.get("/papers").send({"number": number, "code": "0000-0000-0000-0000"})
    assert "没有这份文书" in somebody.words


def test_a_notice_shows_name_code_item_and_amount_and_nothing_else(
    somebody: Visitor, desk: Desk
) -> None:
    desk.disbursing()
    assert "甲示例科技有限公司" not in somebody.get("/notices").words

    somebody.get("/notices?ended=1")

    for shown in ("甲示例科技有限公司", "911101020000000018", "300,000.00", "国高新"):
        assert shown in somebody.words
    assert "经办人" not in somebody.words
