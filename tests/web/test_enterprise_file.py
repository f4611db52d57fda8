"""An enterprise for officers: all its cases and payments; its contact masked, shown on record."""

from __future__ import annotations

import sqlalchemy as sa

from tests.office.desk import Desk
from tests.web.conftest import Enter

PAGE = "/office/enterprises/911101020000000018"


def test_it_shows_cases_and_payments_over_all_policies(enter: Enter, desk: Desk) -> None:
    """Systems 3.2, 19: other subsidies the same applicant has asked for."""
    reference = desk.disbursing()

    words = enter(desk.cast.reviewer).get(f"/office/cases/{reference}").get(PAGE).words

    assert reference in words
    assert "甲示例科技有限公司" in words


def test_phone_and_account_are_masked_until_asked_for_and_that_is_recorded(
    enter: Enter, desk: Desk
) -> None:
    desk.submitted()
    with desk.database.transaction() as session:
        session.execute(
            sa.text("UPDATE enterprise_contacts SET phone = '13800001234' WHERE enterprise_id = 1")
        )
    reviewer = enter(desk.cast.reviewer)

    assert "13800001234" not in reviewer.get(PAGE).words
    reviewer.send(button="显示（留有记录）")

    assert "13800001234" in reviewer.words
    assert desk.count("access_log", kind="revealed") == 1


def test_an_auditor_reads_it_and_reveals_nothing(enter: Enter, desk: Desk) -> None:
    desk.submitted()
    auditor = enter(desk.cast.auditor)

    assert auditor.get(PAGE).status == 200
    assert auditor.post(f"{PAGE}/contact").status == 403


def test_who_sees_none_of_its_cases_does_not_see_the_enterprise(enter: Enter, desk: Desk) -> None:
    desk.submitted()

    for actor in (desk.cast.stranger, desk.cast.colleague):
        assert enter(actor).get(PAGE).status == 404
