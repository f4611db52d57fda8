"""Letters: one for each event that has one, numbered without gaps, provable, and as it was then."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from casework.commands import apply, approve, close, review
from casework.commands.documents import issue
from casework.exports.documents import as_pdf
from casework.jobs.drain import drain
from casework.jobs.tasks import TASKS
from casework.queries.documents import genuine
from casework.records.document import Document
from casework.records.people import Enterprise
from tests.office.desk import Desk
from tests.office.test_delegate import lend
from tests.office.test_papers import text_of
from workflows.documents import DocumentKind


def letters(desk: Desk, reference: str) -> list[Document]:
    """The letters of a case, in order, once everything due has run."""
    drain(desk.database, TASKS, at=desk.at)
    with desk.database.reading() as session:
        return list(
            session.scalars(
                sa.select(Document)
                .where(Document.case_id == desk.case(reference).id)
                .order_by(Document.event_number)
            )
        )


def pdf_text(document: Document) -> str:
    """What the printed letter says."""
    return text_of(as_pdf(DocumentKind(document.kind), document.layout, document.content))


def test_the_way_to_the_award_leaves_receipt_acceptance_and_decision(desk: Desk) -> None:
    found = letters(desk, desk.disbursing())

    assert [one.kind for one in found] == [
        "receipt",
        "acceptance_notice",
        "public_notice",
        "support_decision",
    ]
    decision = pdf_text(found[-1])
    assert "人民币300,000.00元（大写：叁拾万元整）" in decision
    assert decision.count("100,000.00") == 3


def test_each_letter_is_written_once_however_often_it_is_asked(desk: Desk) -> None:
    reference = desk.accepted()
    once = [one.number for one in letters(desk, reference)]
    with desk.database.transaction() as session:
        session.execute(sa.text("UPDATE outbox_messages SET status = 'ready'"))

    assert [one.number for one in letters(desk, reference)] == once


def test_numbers_have_no_gaps_even_when_a_transaction_falls(desk: Desk) -> None:
    for number in range(3):
        desk.submitted(facts=_certificate(number))
        drain(desk.database, TASKS, at=desk.at)
        with pytest.raises(ZeroDivisionError), desk.database.transaction() as session:
            issue(
                session,
                DocumentKind.RECEIPT,
                issuer_id="xc-kxj",
                content={},
                actor=desk.cast.window,
                at=desk.at,
            )
            raise ZeroDivisionError

    with desk.database.reading() as session:
        assert session.scalars(sa.select(Document.serial).order_by(Document.id)).all() == [1, 2, 3]


def test_a_letter_says_what_was_true_when_it_was_written(desk: Desk) -> None:
    reference = desk.accepted()
    before = [pdf_text(one) for one in letters(desk, reference)]
    with desk.database.transaction() as session:
        session.execute(sa.update(Enterprise).values(name="改名后有限公司"))

    assert [pdf_text(one) for one in letters(desk, reference)] == before


def test_a_return_lists_every_defect(desk: Desk) -> None:
    reference = desk.submitted()
    desk(
        review.return_for_correction,
        reference,
        by=desk.cast.window,
        seen=None,
        defects=[review.ToCorrect("补盖公章", about="申请书"), review.ToCorrect("更换为原件")],
        remarks="请一次补齐",
    )

    text = pdf_text(letters(desk, reference)[-1])

    assert "补盖公章" in text
    assert "更换为原件" in text
    assert "请一次补齐" in text


def test_refusals_tell_reasons_and_remedies(desk: Desk) -> None:
    reference = desk.assessed()
    cast = desk.cast
    desk(review.propose_decline, reference, by=cast.reviewer, seen=None, remarks="证书已失效")
    desk(apply.answer, reference, by=cast.jia, seen=None, remarks="证书在续期")
    desk(close.decline, reference, by=cast.approver, seen=None, remarks="申报日证书已失效")

    proposal, decision = [pdf_text(one) for one in letters(desk, reference)[-2:]]

    assert "证书已失效" in proposal
    assert "陈述和申辩" in proposal
    assert "申报日证书已失效" in decision
    assert "六十日内申请行政复议" in decision


def test_suspension_termination_and_withdrawal_are_confirmed(desk: Desk) -> None:
    suspended = desk.assessed()
    desk(approve.suspend, suspended, by=desk.cast.approver, seen=None, remarks="等待诉讼结果")
    withdrawn = desk.submitted(facts=_certificate(7))
    desk(apply.withdraw, withdrawn, by=desk.cast.jia, seen=None, remarks="计划调整")
    desk(close.terminate, suspended, by=desk.cast.approver, seen=None, remarks="企业注销")

    kinds = [one.kind for one in letters(desk, suspended)]

    assert kinds[-2:] == ["suspension_notice", "termination_notice"]
    assert "计划调整" in pdf_text(letters(desk, withdrawn)[-1])


def test_anybody_with_number_and_code_can_prove_a_paper(desk: Desk) -> None:
    (receipt,) = letters(desk, desk.submitted())

    with desk.database.reading() as session:
        found = genuine(session, number=receipt.number, code=receipt.code.lower())
        wrong = genuine(session, number=receipt.number, code="0000-0000-0000-0000")
        other = genuine(session, number="西科受〔2026〕9号", code=receipt.code)

    assert found is not None
    assert (found.number, found.enterprise) == (receipt.number, "甲示例科技有限公司")
    assert wrong is other is None


def test_an_issued_paper_cannot_be_changed_in_the_database(desk: Desk) -> None:
    letters(desk, desk.submitted())

    for statement in ("UPDATE documents SET content = '{}'", "DELETE FROM documents"):
        with (
            pytest.raises(sa.exc.DBAPIError, match="added to only"),
            desk.database.transaction() as session,
        ):
            session.execute(sa.text(statement))


def test_a_deputys_letter_shows_both_names(desk: Desk) -> None:

    deputy = lend(desk)
    reference = desk.assessed()
    desk(approve.suspend, reference, by=deputy, seen=None, remarks="等待诉讼结果")

    assert "经办：other_approver（代approver）" in pdf_text(letters(desk, reference)[-1])


def _certificate(number: int) -> dict[str, Any]:
    return {
        "case.hnte_event": "first_certificate",
        "case.hnte_certificate_no": f"GR2026110001{number:02d}",
    }
